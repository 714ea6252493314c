"""The SQL condition says what the permission map says, for every combination of comment, reader
and code of practice.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import product
from types import MappingProxyType

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting import clock
from drafting.domain.consultation.comments import CommentState
from drafting.domain.consultation.rounds import Audience
from drafting.domain.roles import Role
from drafting.policy.identity import NOBODY, OPERATOR, Identity, MembershipFacts
from drafting.services.codes.queries import code_by_slug
from drafting.services.comments.visibility import may_read, visible_to
from drafting.storage.models import CodeOfPractice, Comment, Organisation, Round, Thread
from tests.services.acting import act
from tests.support.published import Published

AUDIENCES = (None, *Audience)
CONFIRMED, UNCONFIRMED, OTHER, NONE = (
    "confirmed",
    "unconfirmed",
    "other",
    "none",
)  # the comment's organisation
READERS = [*(role.value for role in Role), "outsider", "nobody", "operator"]


@dataclass(frozen=True)
class Everything:
    """A comment of every kind by Ada and by Bram, and the ids of what readers may have in common
    with them.
    """

    published: Published
    ada: int
    bram: int
    office: int


@pytest.fixture
def everything(published: Published) -> Everything:
    world = published.world
    ada, bram = world.account_ids[Role.STAKEHOLDER], world.account_ids[Role.OBSERVER]

    def fill(session: Session, code: CodeOfPractice) -> int:
        office, firm = Organisation(name="The reader's"), Organisation(name="Another's")
        rounds = {
            audience: _round(session, published, number, audience)
            for number, audience in enumerate(Audience, start=2)
        }
        session.add_all([office, firm])
        session.flush()
        kinds = product(CommentState, AUDIENCES, (CONFIRMED, UNCONFIRMED, OTHER, NONE), (ada, bram))
        for number, (state, audience, relation, author) in enumerate(kinds, start=1000):
            organisation = {OTHER: firm.id, NONE: None}.get(relation, office.id)
            thread = Thread(
                code_id=code.id,
                number=number,
                version_id=published.version_ids[0],
                round=rounds[audience] if audience else None,
                created_at=clock.now(),
            )
            thread.comments.append(
                _comment(author, organisation, state, is_confirmed=relation != UNCONFIRMED)
            )
            session.add(thread)
        return office.id

    return Everything(published, ada, bram, act(world, fill))


def _round(session: Session, published: Published, number: int, audience: Audience) -> Round:
    made = Round(
        code_id=published.world.code_id,
        number=number,
        version_id=published.version_ids[0],
        title=audience.value,
        opens_at=clock.now(),
        closes_at=clock.now() + timedelta(days=1),
        audience=audience,
        questions=[],
    )
    session.add(made)
    return made


def _comment(
    author: int, organisation: int | None, state: CommentState, *, is_confirmed: bool
) -> Comment:
    return Comment(
        position=1,
        account_id=author,
        role=Role.STAKEHOLDER,
        organisation_id=organisation,
        is_organisation_confirmed=is_confirmed,
        state=state,
        language="en",
        text="Words.",
        created_at=clock.now(),
    )


def readers(everything: Everything, kind: str) -> Iterator[Identity]:
    """Ada in one part, with the organisation confirmed or not: half of the comments are her own."""
    code_id = everything.published.world.code_id
    if kind in {"nobody", "operator"}:
        yield NOBODY if kind == "nobody" else OPERATOR
        return
    for organisation in (everything.office, None):
        role = Role.SECRETARIAT if kind == "outsider" else Role(kind)
        facts = MembershipFacts(role, organisation_id=organisation)
        where = code_id + 1 if kind == "outsider" else code_id
        yield Identity(everything.ada, kind, memberships=MappingProxyType({where: facts}))


def both_ways(
    session: Session, reader: Identity, code: CodeOfPractice
) -> tuple[set[int], set[int]]:
    """The ids that SQL finds, and those that the map grants."""
    joined = (
        select(Comment)
        .join(Thread, Thread.id == Comment.thread_id)
        .outerjoin(Round, Round.id == Thread.round_id)
    )
    found = {comment.id for comment in session.scalars(joined.where(visible_to(reader, code)))}
    granted = {comment.id for comment in session.scalars(joined) if may_read(reader, code, comment)}
    return found, granted


@pytest.mark.parametrize("is_public", [False, True], ids=["private", "public"])
@pytest.mark.parametrize("kind", READERS)
def test_sql_finds_exactly_what_the_map_grants(
    everything: Everything, kind: str, is_public: bool
) -> None:
    with everything.published.world.database.transaction() as session:
        code = code_by_slug(session, OPERATOR, everything.published.world.slug)
        code.is_public = is_public
        session.flush()
        for reader in readers(everything, kind):
            found, granted = both_ways(session, reader, code)
            assert found == granted
            assert bool(found) == (kind not in {"outsider", "nobody"} or is_public)


def test_the_comparison_covers_every_combination(everything: Everything) -> None:
    with everything.published.world.database.reading() as session:
        columns = (
            Comment.state,
            Round.audience,
            Comment.organisation_id,
            Comment.is_organisation_confirmed,
            Comment.account_id,
        )
        query = (
            select(*columns)
            .join(Thread, Thread.id == Comment.thread_id)
            .outerjoin(Round, Round.id == Thread.round_id)
        )
        combinations = session.execute(query.where(Thread.number >= 1000)).all()
    assert len(set(combinations)) == len(combinations) == len(CommentState) * len(AUDIENCES) * 4 * 2


def test_who_is_no_member_any_more_reads_not_even_the_own_comment(everything: Everything) -> None:
    with everything.published.world.database.reading() as session:
        code = code_by_slug(session, OPERATOR, everything.published.world.slug)
        gone = replace(NOBODY, account_id=everything.ada)
        assert both_ways(session, gone, code) == (set(), set())
