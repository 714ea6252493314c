"""Clauses a page at a time."""

from drafting.policy.identity import OPERATOR
from drafting.services.codes.queries import code_by_slug
from drafting.services.versions.clause_pages import clause_page, parent_eid
from drafting.services.versions.queries import clauses_of, version_by_number
from tests.support.people import World
from tests.support.published import publish_world


def test_pages_follow_each_other_and_name_the_parent_of_each_clause(world: World) -> None:
    publish_world(world)
    with world.database.reading() as session:
        version = version_by_number(
            session, OPERATOR, code_by_slug(session, OPERATOR, world.slug), 1
        )
        clauses = clauses_of(session, version)
        eids = {clause.position: clause.eid for clause in clauses}
        first = clause_page(session, version, after=None, most=2)
        rest = clause_page(session, version, after=first[-1][0].position, most=1_000)
        assert [clause for clause, _ in first + rest] == list(clauses)
        for clause, parent in first + rest:
            assert (
                parent
                == parent_eid(session, clause)
                == (None if clause.parent is None else eids[clause.parent])
            )
        assert clause_page(session, version, after=len(clauses) - 1, most=5) == []
