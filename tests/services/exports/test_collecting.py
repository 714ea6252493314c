"""What is written out, and for whom."""

from html import unescape

from drafting.domain.consultation.comments import CommentState
from drafting.domain.consultation.dispositions import DispositionKind
from drafting.domain.roles import Role
from drafting.exports.consolidated_html import consolidated_html
from drafting.exports.consolidated_markdown import consolidated_markdown
from drafting.exports.documents import ExportedThread
from drafting.policy.identity import OPERATOR, Identity
from drafting.services.codes.queries import code_by_slug
from drafting.services.comments.queries import ThreadFilter, threads_of
from drafting.services.exports.collecting import exported_threads, exported_version
from drafting.services.rounds.scheduling import round_by_number
from drafting.services.versions.publishing import version_text
from drafting.services.versions.queries import clause_by_eid, clauses_of, version_by_number
from tests.support.people import World, declare_as
from tests.support.published import QUOTED, comment, publish_world, retype
from tests.support.spoken import PUBLIC_ANSWER, make_spoken

SITE = "https://drafting.test"


def exported(
    world: World, actor: Identity, version: int = 1, round_number: int | None = None
) -> list[ExportedThread]:
    with world.database.reading() as session:
        code = code_by_slug(session, actor, world.slug)
        one = version_by_number(session, actor, code, version)
        round_ = round_by_number(session, actor, code, round_number) if round_number else None
        return exported_threads(session, actor, code, one, round_, base_url=SITE)


def test_a_table_holds_what_the_list_of_threads_shows_to_the_same_person(world: World) -> None:
    make_spoken(world)
    for role in Role:
        actor = world.identity(role)
        with world.database.reading() as session:
            code = code_by_slug(session, actor, world.slug)
            seen = threads_of(session, actor, code, ThreadFilter(), most=None)
            shown = [(one.thread.number, [each.text for each in one.comments]) for one in seen]
        assert [
            (one.number, [one.text, *(each.text for each in one.replies)])
            for one in exported(world, actor)
        ] == shown


def test_a_row_says_where_who_and_what_became_of_it(world: World) -> None:
    spoken = make_spoken(world)
    row = next(
        one
        for one in exported(world, OPERATOR)
        if one.number == spoken.number(CommentState.PUBLISHED)
    )
    assert (row.clause_number, row.heading, row.quote) == (
        citation_at(world, spoken.published.eid),
        "One",
        QUOTED,
    )
    assert (row.author, row.organisation, row.group) == (
        "Stakeholder Person",
        "An office",
        "AI providers",
    )
    assert row.answer is not None
    assert (row.answer.kind, row.answer.reason) == (
        DispositionKind.NOTED,
        PUBLIC_ANSWER,
    )  # not the newer, prepared one
    assert row.filed_at is not None
    assert row.address == f"{SITE}/codes/{world.slug}/threads/{row.number}"


def test_a_row_tells_a_declared_organisation_from_a_confirmed_one_in_replies_too(
    world: World,
) -> None:
    spoken = make_spoken(world)
    declare_as(world, Role.CHAIR, "Halvane")
    made = comment(world, Role.CHAIR, "In whose name?")
    rows = {one.number: one for one in exported(world, OPERATOR)}
    assert (rows[made].organisation, rows[made].is_organisation_confirmed) == ("Halvane", False)
    answered = rows[spoken.number(CommentState.FILED)]
    assert answered.is_organisation_confirmed
    assert [(one.organisation, one.is_organisation_confirmed) for one in answered.replies] == [
        ("An office", True)
    ] * 2


def citation_at(world: World, eid: str) -> str:
    with world.database.reading() as session:
        code = code_by_slug(session, OPERATOR, world.slug)
        return clause_by_eid(session, version_by_number(session, OPERATOR, code, 1), eid).citation


def test_a_round_holds_its_own_threads_and_a_version_all_of_its(world: World) -> None:
    make_spoken(world)
    whole = comment(world, Role.CHAIR, "On the whole.")
    of_round, of_version = exported(world, OPERATOR, 1, 1), exported(world, OPERATOR, 1)
    assert [one.number for one in of_round] == [one.number for one in of_version]
    assert exported(world, OPERATOR, 2) == []
    assert next(one for one in of_version if one.number == whole).clause_number is None


def test_clauses_are_cited_as_their_pages_cite_them(world: World) -> None:
    make_spoken(world)
    with world.database.transaction() as session:
        code = code_by_slug(session, OPERATOR, world.slug)
        clauses = clauses_of(session, version_by_number(session, OPERATOR, code, 1))
        threads = threads_of(session, OPERATOR, code, ThreadFilter())
        for seen, clause in zip(threads, clauses[1:], strict=False):
            seen.thread.clause_id = clause.id
        cited = [clause.citation for clause in clauses[1 : len(threads) + 1]]
    assert [one.clause_number for one in exported(world, OPERATOR)] == cited


def test_a_version_is_written_with_its_clauses_in_order(world: World) -> None:
    spoken = make_spoken(world)
    with world.database.reading() as session:
        code = code_by_slug(session, OPERATOR, world.slug)
        version = version_by_number(session, OPERATOR, code, 1)
        written = exported_version(session, code, version, base_url=SITE, time_zone="UTC")
    assert [one.eid for one in written.clauses] == spoken.published.eids
    assert (written.label, written.digest, written.language) == (
        version.label,
        version.digest,
        "en",
    )
    assert written.address == f"{SITE}/codes/{world.slug}/versions/1"


def test_A49_blanks_quotes_and_grouped_numbers_come_out_of_an_export_as_they_were_typed(
    world: World,
) -> None:
    typed = "“Above\u00a01\u202f000\u00a0000 users”, and\u20071\u2009500 more: the provider’s duty…"
    retype(world, f"# One\n\n{typed}\n")
    number = publish_world(world)
    with world.database.reading() as session:
        code = code_by_slug(session, OPERATOR, world.slug)
        version = version_by_number(session, OPERATOR, code, number)
        assert f"\n{typed}\n" in consolidated_markdown(version_text(session, version)).decode()
        page = consolidated_html(
            exported_version(session, code, version, base_url=SITE, time_zone="UTC")
        )
        assert typed in unescape(page)
