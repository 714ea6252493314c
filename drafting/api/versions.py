"""Versions and their clauses."""

from flask.typing import ResponseReturnValue

from drafting.api.arguments import asked_number, limit
from drafting.api.documents import address, clause_document, version_document
from drafting.api.door import bp
from drafting.policy.permissions import Permission
from drafting.request.app_context import app_context
from drafting.request.identity import asks, identity
from drafting.services.codes.queries import code_by_slug
from drafting.services.versions.clause_pages import clause_page, parent_eid
from drafting.services.versions.queries import clause_by_eid, version_by_number, versions_of

PAGE, MOST = 500, 5_000  # clauses


@bp.get("/codes/<slug>/versions")
@asks(Permission.CODE_READ)
def versions(slug: str) -> ResponseReturnValue:
    with app_context().database.reading() as db:
        code = code_by_slug(db, identity(), slug)
        return {
            "versions": [version_document(code, one) for one in versions_of(db, identity(), code)]
        }


@bp.get("/codes/<slug>/versions/<key:number>")
@asks(Permission.VERSION_READ)
def version(slug: str, number: int) -> ResponseReturnValue:
    with app_context().database.reading() as db:
        code = code_by_slug(db, identity(), slug)
        one = version_by_number(db, identity(), code, number, with_text=True)
        return {**version_document(code, one), "text": one.text}


@bp.get("/codes/<slug>/versions/<key:number>/clauses")
@asks(Permission.VERSION_READ)
def clauses(slug: str, number: int) -> ResponseReturnValue:
    after, most = asked_number("after"), limit(otherwise=PAGE, most=MOST)
    with app_context().database.reading() as db:
        code = code_by_slug(db, identity(), slug)
        one = version_by_number(db, identity(), code, number)
        page = clause_page(db, one, after=after, most=most)
        last = page[-1][0].position if page else one.clause_count
        place = {"slug": slug, "number": number, "limit": most, "after": last}
        return {
            "clauses": [clause_document(code, one, clause, parent) for clause, parent in page],
            "next": address("api.clauses", **place) if last + 1 < one.clause_count else None,
        }


@bp.get("/codes/<slug>/versions/<key:number>/clauses/<eid>")
@asks(Permission.VERSION_READ)
def clause(slug: str, number: int, eid: str) -> ResponseReturnValue:
    with app_context().database.reading() as db:
        code = code_by_slug(db, identity(), slug)
        one = version_by_number(db, identity(), code, number)
        found = clause_by_eid(db, one, eid)
        return clause_document(code, one, found, parent_eid(db, found))
