"""Consultation rounds."""

from flask.typing import ResponseReturnValue

from drafting.api.documents import round_document
from drafting.api.door import bp
from drafting.policy.permissions import Permission
from drafting.request.app_context import app_context
from drafting.request.identity import asks, identity
from drafting.services.codes.queries import code_by_slug
from drafting.services.rounds.scheduling import rounds_of


@bp.get("/codes/<slug>/rounds")
@asks(Permission.CODE_READ)
def rounds(slug: str) -> ResponseReturnValue:
    with app_context().database.reading() as db:
        code = code_by_slug(db, identity(), slug)
        return {"rounds": [round_document(code, one) for one in rounds_of(db, identity(), code)]}
