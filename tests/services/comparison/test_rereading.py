"""A version that an earlier reader read is read again: clauses keep their ids and addresses."""

from sqlalchemy import delete, select, update

from drafting.domain.anchors.selectors import TextQuoteSelector
from drafting.domain.clauses.parsing import READING
from drafting.domain.consultation.comments import CommentState
from drafting.domain.roles import Role
from drafting.policy.identity import OPERATOR
from drafting.services.codes.queries import code_by_slug
from drafting.services.comments.threads import CommentInput, start_thread
from drafting.services.comparison.rereading import read_again, read_version_again
from drafting.services.operations.job_registry import run_all_jobs
from drafting.services.versions.queries import clauses_of, version_by_number
from drafting.storage.models import Thread, Version, VersionClause
from tests.support.people import World
from tests.support.published import open_round, publish_world, retype

TABLE = (
    "# One\n\n| Duty | When |\n|---|---|\n| Report | 15 days | never ~~not~~ exempt |\n\nThe end.\n"
)


def rows(world: World, number: int = 1) -> list[VersionClause]:
    with world.database.reading() as session:
        code = code_by_slug(session, OPERATOR, world.slug)
        found = list(clauses_of(session, version_by_number(session, OPERATOR, code, number)))
        session.expunge_all()
        return found


def as_an_earlier_reader_left_it(world: World) -> int:
    """The third cell is in no clause, a tilde is a tilde, an address was given out otherwise."""
    [row] = [one for one in rows(world) if one.text.startswith("Report")]
    with world.database.transaction() as session:
        session.execute(update(Version).values(reading=1))
        values = {"text": "~~Report~~ 15 days", "html": "<td>old</td>", "eid": "given-out"}
        session.execute(update(VersionClause).where(VersionClause.id == row.id).values(**values))
    return row.id


def test_it_keeps_ids_and_addresses_and_gets_the_words_that_were_lost(world: World) -> None:
    retype(world, TABLE)
    publish_world(world)
    before = rows(world)
    row_id = as_an_earlier_reader_left_it(world)
    with world.database.reading() as session:
        version_id = session.scalars(select(Version.id)).one()
    read_again(world.database, version_id)
    after = rows(world)
    assert [(one.id, one.lineage_id) for one in after] == [
        (one.id, one.lineage_id) for one in before
    ]
    [row] = [one for one in after if one.id == row_id]
    assert (row.eid, row.text) == ("given-out", "Report 15 days never not exempt")
    assert "<s>not</s>" in row.html
    with world.database.reading() as session:
        assert session.scalars(select(Version.reading)).one() == READING


def test_places_of_threads_follow_the_words(world: World) -> None:
    retype(world, TABLE)
    publish_world(world)
    open_round(world)
    row_id = as_an_earlier_reader_left_it(world)
    actor = world.identity(Role.STAKEHOLDER)
    with world.database.transaction() as session:
        code = code_by_slug(session, actor, world.slug)
        version = version_by_number(session, actor, code, 1)
        given = CommentInput("Too long.", CommentState.FILED)
        quote = TextQuoteSelector("15 days", "", "")
        start_thread(session, actor, code, version, given=given, eid="given-out", quote=quote)
        version_id = version.id
    read_version_again(world.database, {"version_id": version_id})
    with world.database.reading() as session:
        thread = session.scalars(select(Thread)).one()
        words = session.get_one(VersionClause, row_id).text
        assert thread.start is not None
        assert words[thread.start : thread.end] == "15 days" == thread.exact


def test_clauses_that_were_missing_come_and_others_that_were_none_go(world: World) -> None:
    retype(world, TABLE)
    publish_world(world)
    after = rows(world)
    with world.database.transaction() as session:
        session.execute(update(Version).values(reading=1))
        session.execute(delete(VersionClause).where(VersionClause.id == after[-1].id))
        # part of another clause now: what refers to it refers to that one
        made = {
            "version_id": after[0].version_id,
            "position": 90,
            "kind": after[0].kind,
            "level": 0,
            "number": "",
            "eid": "gone",
            "citation": "x",
            "explicit_id": "",
            "parent": None,
            "start": after[1].start + 1,
            "end": after[1].end,
            "start_line": 1,
            "end_line": 1,
        }
        session.add(VersionClause(**made, text="x", html="x", lineage_id="x"))
    read_again(world.database, after[0].version_id)
    assert [(one.text, one.eid) for one in rows(world)] == [(one.text, one.eid) for one in after]


def test_a_comparison_reads_both_versions_again_before(world: World) -> None:
    retype(world, TABLE)
    publish_world(world)
    as_an_earlier_reader_left_it(world)
    retype(world, TABLE.replace("never ~~not~~ exempt", "exempt"))
    publish_world(world, label="Second draft")
    run_all_jobs(world.database)
    with world.database.reading() as session:
        assert set(session.scalars(select(Version.reading))) == {READING}
    assert "never not exempt" in rows(world)[2].text


def test_what_waits_to_be_read_and_what_is_gone_is_left_alone(world: World) -> None:
    read_again(world.database, 4711)
    retype(world, TABLE)
    publish_world(world)
    before = [one.text for one in rows(world)]
    with world.database.reading() as session:
        version_id = session.scalars(select(Version.id)).one()
    read_again(world.database, version_id)
    assert [one.text for one in rows(world)] == before
