"""The description of the API, for the programs that read it."""

from flask.typing import ResponseReturnValue

from drafting.api.door import bp
from drafting.api.openapi import description_of
from drafting.policy.permissions import Permission
from drafting.request.app_context import app_context
from drafting.request.identity import asks


@bp.get("/openapi.json")
@asks(Permission.PUBLIC)
def description() -> ResponseReturnValue:
    return description_of(app_context().settings.base_url)
