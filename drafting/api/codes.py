"""Codes of practice."""

from flask.typing import ResponseReturnValue

from drafting.api.documents import code_document
from drafting.api.door import bp
from drafting.policy.permissions import Permission
from drafting.request.app_context import app_context
from drafting.request.identity import asks, identity
from drafting.services.codes.queries import code_by_slug, codes_of


@bp.get("/codes")
@asks(Permission.PUBLIC)
def codes() -> ResponseReturnValue:
    with app_context().database.reading() as db:
        return {"codes": [code_document(code) for code in codes_of(db, identity())]}


@bp.get("/codes/<slug>")
@asks(Permission.CODE_READ)
def code(slug: str) -> ResponseReturnValue:
    with app_context().database.reading() as db:
        return code_document(code_by_slug(db, identity(), slug))
