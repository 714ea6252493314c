"""The description of the API, for the programs that read it."""

from flask.typing import ResponseReturnValue

from drafting.api.door import bp
from drafting.api.openapi import description_of
from drafting.policy.permissions import Permission
from drafting.request.identity import asks
from drafting.request.parts import parts


@bp.get("/openapi.json")
@asks(Permission.PUBLIC)
def description() -> ResponseReturnValue:
    return description_of(parts().settings.base_url)
