"""Threads follow their clause and their words into later versions, or are kept as orphans at the
last known place.
"""

import pytest
from sqlalchemy import func, select

from drafting.domain.anchors.anchoring import AnchorStatus
from drafting.domain.anchors.selectors import TextQuoteSelector
from drafting.domain.consultation.comments import CommentState
from drafting.domain.roles import Role
from drafting.errors import NotPermittedError
from drafting.policy.identity import OPERATOR
from drafting.services.anchors.manual_anchors import reattach, take_back
from drafting.services.anchors.queries import anchors_in, lost_in, newest_anchor, on_clause
from drafting.services.anchors.reanchoring import reanchor_threads
from drafting.services.comments.errors import QuoteNotFoundError, ThreadNotFoundError
from drafting.services.comments.queries import ThreadFilter, counts_by_clause, threads_of
from drafting.services.exports.collecting import exported_threads
from drafting.services.operations.job_registry import run_all_jobs
from drafting.services.versions.queries import clauses_of
from drafting.storage.models import ThreadAnchor
from tests.services.acting import act, look, seen, separate, statements, version
from tests.support.people import World
from tests.support.published import Published, comment, publish_world, retype

KEPT = (
    "# One\n\nA new clause about nothing else at all.\n\nThe very first clause.\n\n- (a) a "
    "point – with é and 😀\n"
)
GONE = "# One\n\n- (a) a point – with é and 😀\n"


def places(world: World, number: int) -> dict[int, tuple[str, str | None, str | None]]:
    """By the thread's number: the status, the words of the clause, and the quoted ones."""

    def read(db, code):  # type: ignore[no-untyped-def]
        rows = db.scalars(
            select(ThreadAnchor).where(ThreadAnchor.version_id == version(db, code, number).id)
        )
        return {
            row.thread.number: (
                row.status.value,
                row.clause.text if row.clause else None,
                row.exact,
            )
            for row in rows.unique()
        }

    return look(world, read)


def next_version(world: World, text: str, label: str = "Next draft") -> None:
    retype(world, text)
    publish_world(world, label=label)


def test_threads_follow_their_words_into_the_next_version(published: Published) -> None:
    next_version(published.world, KEPT)
    found = places(published.world, 2)
    assert set(found) == set(published.thread_numbers.values())
    assert set(found.values()) == {("shifted", "The very first clause.", "first clause")}


def test_a_thread_on_a_clause_as_a_whole_follows_the_clause(published: Published) -> None:
    whole = comment(published.world, Role.CHAIR, "About the whole clause.", eid=None)
    next_version(published.world, KEPT)
    assert whole not in places(
        published.world, 2
    )  # it is on the version as a whole, and stays with that version


def test_a_thread_whose_clause_is_gone_is_kept_at_its_last_place(published: Published) -> None:
    next_version(published.world, GONE)
    assert set(places(published.world, 2).values()) == {("orphan", "One", None)}


def test_over_two_versions_the_surer_way_is_taken(published: Published) -> None:
    next_version(published.world, GONE)
    next_version(published.world, KEPT, "Third draft")
    assert {place[0] for place in places(published.world, 3).values()} == {
        "shifted"
    }  # directly: it was gone in between


def test_carrying_again_changes_nothing(published: Published) -> None:
    next_version(published.world, KEPT)
    before = places(published.world, 2)
    act(published.world, lambda db, code: reanchor_threads(db, version(db, code, 2)))
    assert places(published.world, 2) == before


def test_a_thread_begun_after_the_next_version_is_carried_too(published: Published) -> None:
    next_version(published.world, KEPT)
    late = comment(published.world, Role.CHAIR, "Late.", eid=published.eid)
    run_all_jobs(published.world.database)
    assert places(published.world, 2)[late] == ("shifted", "The very first clause.", "first clause")


def put(world: World, role: Role, number: int, eid: str, words: str = "") -> None:
    actor = world.identity(role)
    quote = TextQuoteSelector(words) if words else None
    act(
        world,
        lambda db, code: reattach(
            db,
            actor,
            code,
            seen(world, OPERATOR, number),
            version(db, code, 2),
            eid=eid,
            quote=quote,
        ),
    )


def heading(world: World, number: int = 2) -> str:
    return look(world, lambda db, code: clauses_of(db, version(db, code, number))[0].eid)


def test_an_orphan_is_put_back_by_hand_and_stays_there(published: Published) -> None:
    world, number = published.world, published.thread_numbers[CommentState.FILED]
    next_version(world, GONE)
    put(world, Role.CHAIR, number, heading(world), "One")
    act(world, lambda db, code: reanchor_threads(db, version(db, code, 2)))
    assert places(world, 2)[number] == ("shifted", "One", "One")
    next_version(world, GONE + "\nSomething more.\n", "Third draft")
    assert places(world, 3)[number] == ("exact", "One", "One")  # the hand's place is carried on


def test_what_was_decided_by_hand_is_taken_back(published: Published) -> None:
    world, number = published.world, published.thread_numbers[CommentState.FILED]
    next_version(world, KEPT)
    put(world, Role.CHAIR, number, heading(world))
    assert places(world, 2)[number] == ("fuzzy", "One", None)
    chair = world.identity(Role.CHAIR)
    act(
        world,
        lambda db, code: take_back(
            db, chair, code, seen(world, OPERATOR, number), version(db, code, 2)
        ),
    )
    assert places(world, 2)[number][0] == "orphan"
    run_all_jobs(world.database)
    assert places(world, 2)[number] == ("shifted", "The very first clause.", "first clause")


def test_words_that_do_not_stand_there_are_refused(published: Published) -> None:
    next_version(published.world, GONE)
    with pytest.raises(QuoteNotFoundError):
        put(
            published.world,
            Role.CHAIR,
            published.thread_numbers[CommentState.FILED],
            heading(published.world),
            "nowhere",
        )


@pytest.mark.parametrize("role", [Role.DRAFTER, Role.OBSERVER])
def test_others_than_editors_and_the_author_may_not_put_it_back(
    published: Published, role: Role
) -> None:
    next_version(published.world, GONE)
    with pytest.raises(NotPermittedError):
        put(
            published.world,
            role,
            published.thread_numbers[CommentState.PUBLISHED],
            heading(published.world),
        )


def test_the_author_may_put_back_their_own(published: Published) -> None:
    next_version(published.world, GONE)
    number = published.thread_numbers[CommentState.UNFILED]
    put(published.world, Role.STAKEHOLDER, number, heading(published.world))
    assert places(published.world, 2)[number] == ("fuzzy", "One", None)


def test_nobody_puts_back_what_they_may_not_see(published: Published) -> None:
    next_version(published.world, GONE)
    with pytest.raises(ThreadNotFoundError):
        put(
            published.world,
            Role.CHAIR,
            published.thread_numbers[CommentState.UNFILED],
            heading(published.world),
        )


def test_lists_and_counts_of_carried_threads_show_only_what_the_reader_may_see(
    published: Published,
) -> None:
    world = published.world
    separate(world)
    next_version(world, KEPT)
    observer = world.identity(Role.OBSERVER)
    expected = [published.thread_numbers[CommentState.PUBLISHED]]

    def check(db, code):  # type: ignore[no-untyped-def]
        two = version(db, code, 2)
        clause = clauses_of(db, two)[2]
        here = threads_of(db, observer, code, on_clause(two, clause))
        assert [one.thread.number for one in here] == expected
        assert counts_by_clause(db, observer, code, two) == {clause.id: 1}
        assert [row.clause for row in anchors_in(db, two, here).values()] == [clause]
        assert threads_of(db, observer, code, lost_in(two)) == []
        newest = newest_anchor(db, observer, code, here[0].thread)
        assert newest is not None
        assert newest.version.number == 2

    look(world, check)


def test_a50_an_orphan_is_in_the_export_with_its_last_place(published: Published) -> None:
    next_version(published.world, GONE)
    rows = look(
        published.world,
        lambda db, code: exported_threads(
            db, OPERATOR, code, version(db, code), base_url="https://drafting.test"
        ),
    )
    assert {(row.quote, row.present_version, row.present_status) for row in rows} == {
        ("first clause", "Next draft", AnchorStatus.ORPHAN)
    }
    assert {row.present_clause for row in rows} == {
        look(published.world, lambda db, code: clauses_of(db, version(db, code, 2))[0].citation)
    }


def test_the_number_of_statements_does_not_grow_with_the_threads(published: Published) -> None:
    world = published.world
    next_version(world, KEPT)

    def count(db, code):  # type: ignore[no-untyped-def]
        return len(statements(db, lambda: reanchor_threads(db, version(db, code, 2))))

    few = act(world, count)
    for _ in range(5):
        comment(world, Role.CHAIR, "One more.", eid=published.eid)
    assert act(world, count) <= few + 1  # one insert
    assert (
        look(world, lambda db, code: db.scalar(select(func.count()).select_from(ThreadAnchor))) == 9
    )
    assert (
        look(
            world,
            lambda db, code: len(
                threads_of(db, OPERATOR, code, ThreadFilter(carried_to=version(db, code, 2).id))
            ),
        )
        == 9
    )
