"""Reading a version: clauses with safe HTML, lineage from the version before, and no trace where
it came too late.
"""

import re
from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import select

from drafting import clock
from drafting.domain.vocabulary.tables import Vocabulary
from drafting.policy.identity import OPERATOR
from drafting.services.comparison import comparisons, version_reading
from drafting.services.comparison.clause_html import TAGS
from drafting.services.comparison.comparisons import has_failed
from drafting.services.comparison.version_reading import read_version
from drafting.services.errors import TextTooComplexError
from drafting.services.jobs import LEASE, MAX_ATTEMPTS, WORKER_DIED, claim
from drafting.services.operations.job_registry import run_all_jobs, run_next_job
from drafting.services.versions.errors import VersionNotReadyError
from drafting.services.versions.publishing import discard_version, publish_version
from drafting.services.versions.queries import clause_by_eid, clauses_of
from drafting.storage.models import ClauseSuccession, Job, Version, VersionClause
from tests.services.acting import act, look, version
from tests.support.people import World
from tests.support.published import prepare, publish_world, retype

HOSTILE = """# One

<script>alert(1)</script> and <img src=x onerror=alert(2)> in a line.

[click](javascript:alert(3)) or
[there](https://example.org "t\\"itle") <a href="x" onclick="y">z</a>

<iframe src="https://evil.example"></iframe>

| a | b |
|---|---|
| <script>alert(4)</script> | [x](data:text/html;base64,AAAA) |

`<script>` **bold**
"""
COPYRIGHT, SAFETY = "# Two\n\nOn copyright.\n", "# Three\n\nOn safety.\n"
ANOTHER = "# One\n\nThe first clause, amended.\n\n- (a) a point – with é and 😀\n"


def clauses(world: World, number: int = 1) -> list[VersionClause]:
    return look(world, lambda db, code: list(clauses_of(db, version(db, code, number))))


def publish_unique(world: World) -> None:
    """Version 1, in which no two clauses have the same words."""
    retype(world, COPYRIGHT, 2)
    retype(world, SAFETY, 3)
    publish_world(world)


def details(world: World, number: int = 1) -> dict[str, Any]:
    made = look(world, lambda db, code: version(db, code, number))
    return {"version_id": made.id, "digest": made.digest}


def test_the_clauses_are_stored_in_their_order_with_their_words_and_their_place(
    world: World,
) -> None:
    publish_world(world)
    read, text = clauses(world), look(world, lambda db, code: version(db, code).text)
    assert [one.position for one in read] == list(range(len(read)))
    assert [one.text for one in read[:3]] == ["One", "The first clause.", "a point – with é and 😀"]
    assert "The first clause." in text[read[1].start : read[1].end]
    assert len({one.eid for one in read}) == len({one.lineage_id for one in read}) == len(read)
    made = look(world, version)
    assert (made.clause_count, made.failure) == (len(read), None)


def test_a_clause_is_found_by_its_address_and_by_its_own_id(world: World) -> None:
    retype(world, "# One {#first}\n\nA clause.\n")
    publish_world(world)
    first = clauses(world)[0]
    for eid in {first.eid, "first"}:
        assert (
            look(world, lambda db, code, eid=eid: clause_by_eid(db, version(db, code), eid).id)
            == first.id
        )


def test_nothing_that_a_browser_would_run_is_stored(world: World) -> None:
    retype(world, HOSTILE)
    publish_world(world)
    html = "\n".join(one.html for one in clauses(world))
    tags = re.findall(r"<[^>]*>", html)
    assert {re.sub(r"\W.*", "", tag[1:].lstrip("/")) for tag in tags} <= TAGS
    assert {word for tag in tags for word in re.findall(r' (\w+)="', tag)} <= {
        "href",
        "rel",
        "title",
        "class",
        "scope",
    }
    assert [tag for tag in tags if "href" in tag] == [
        '<a href="https://example.org" rel="nofollow noopener">'
    ]
    assert "<strong>bold</strong>" in html
    assert "&lt;script&gt;" in html


def test_a_clause_that_stays_keeps_its_lineage_and_a_new_one_gets_its_own(world: World) -> None:
    publish_unique(world)
    retype(
        world,
        "# One\n\nThe first clause.\n\nAn altogether new paragraph about corrections.\n\n- "
        "(a) a point – with é and 😀\n",
    )
    publish_world(world, label="Second draft")
    old, new = clauses(world), clauses(world, 2)
    lineage = {one.lineage_id: one.text for one in old}
    carried = {one.text: lineage.get(one.lineage_id) for one in new[:4]}
    assert carried["The first clause."] == "The first clause."
    assert carried["An altogether new paragraph about corrections."] is None
    assert len({one.lineage_id for one in new}) == len(new)


BODY = (
    "Providers keep a list of all the works that they were trained on, and they show it to "
    "whoever asks for it in writing."
)
TAIL = "The list is brought up to date each spring."


def lineage_after(world: World, before: str, after: str) -> dict[str, str]:
    """The words that each clause of the second version has its lineage from."""
    retype(world, f"# One\n\n{before}\n")
    publish_unique(world)
    retype(world, f"# One\n\n{after}\n")
    publish_world(world, label="Second draft")
    known = {one.lineage_id: one.text for one in clauses(world)}
    assert len({one.lineage_id for one in clauses(world, 2)}) == len(clauses(world, 2))
    return {one.text: known[one.lineage_id] for one in clauses(world, 2) if one.lineage_id in known}


@pytest.mark.parametrize("parts", [(BODY, TAIL), (TAIL, BODY)])
def test_of_a_clause_that_was_split_the_largest_part_keeps_the_lineage(
    world: World, parts: tuple[str, str]
) -> None:
    inherited = lineage_after(world, " ".join(parts), "\n\n".join(parts))
    assert inherited[BODY] == " ".join(parts)
    assert TAIL not in inherited


@pytest.mark.parametrize("parts", [(BODY, TAIL), (TAIL, BODY)])
def test_clauses_that_were_merged_go_on_under_the_lineage_of_the_largest(
    world: World, parts: tuple[str, str]
) -> None:
    assert lineage_after(world, "\n\n".join(parts), " ".join(parts))[" ".join(parts)] == BODY


def test_the_succession_of_each_clause_that_stayed_is_kept_with_its_kind(world: World) -> None:
    publish_unique(world)
    retype(world, ANOTHER)
    publish_world(world, label="Second draft")
    texts = {one.id: one.text for one in clauses(world) + clauses(world, 2)}
    rows = look(world, lambda db, code: db.scalars(select(ClauseSuccession)).all())
    kinds = {(texts[one.old_clause_id], texts[one.new_clause_id]): one.kind for one in rows}
    assert kinds["The first clause.", "The first clause, amended."] == "edited"
    assert kinds["One", "One"] == "unchanged"
    assert all(0 <= one.confidence <= 1 and one.decided_by is None for one in rows)


def test_reading_twice_changes_nothing(world: World) -> None:
    publish_world(world)
    before = [(one.id, one.lineage_id) for one in clauses(world)]
    read_version(world.database, details(world))
    assert [(one.id, one.lineage_id) for one in clauses(world)] == before


def test_a_version_discarded_before_it_is_read_is_left_alone(world: World) -> None:
    prepare(world, is_read=False)
    act(world, lambda db, code: discard_version(db, OPERATOR, code, version(db, code)))
    run_all_jobs(world.database)
    assert look(world, lambda db, code: db.scalars(select(VersionClause.id)).all()) == []
    assert look(world, lambda db, code: db.scalars(select(Job.failure)).all()) == [None]


def in_between(monkeypatch: pytest.MonkeyPatch, what) -> None:  # type: ignore[no-untyped-def]
    """Do something while the worker has read the text and not yet stored its clauses."""
    read = version_reading.read_clauses_limited

    def and_then(text: str, vocabulary: Vocabulary, chapters: Sequence[int]) -> object:
        found = read(text, vocabulary, chapters)
        monkeypatch.setattr(version_reading, "read_clauses_limited", read)
        what()
        return found

    monkeypatch.setattr(version_reading, "read_clauses_limited", and_then)


def test_a_version_discarded_while_it_is_read_leaves_no_clauses(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare(world, is_read=False)
    in_between(
        monkeypatch,
        lambda: act(world, lambda db, code: discard_version(db, OPERATOR, code, version(db, code))),
    )
    assert run_next_job(world.database)
    assert look(world, lambda db, code: db.scalars(select(VersionClause.id)).all()) == []


def test_clauses_never_go_to_the_version_prepared_in_place_of_the_one_that_was_read(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare(world, is_read=False)

    def replace() -> None:
        act(world, lambda db, code: discard_version(db, OPERATOR, code, version(db, code)))
        retype(world, ANOTHER)
        prepare(world, is_read=False)

    in_between(monkeypatch, replace)
    run_next_job(world.database)
    assert look(world, lambda db, code: version(db, code).read_at) is None
    run_all_jobs(world.database)
    assert clauses(world)[1].text == "The first clause, amended."


def test_a_text_that_cannot_be_read_is_said_so_and_nothing_is_half_there(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("drafting.services.sandbox.MEMORY", 1)
    prepare(world, is_read=False)
    run_all_jobs(world.database)
    made = look(world, version)
    assert (made.failure, made.read_at, made.clause_count) == ("TextTooComplexError", None, 0)
    assert clauses(world) == []
    [job] = look(world, lambda db, code: db.scalars(select(Job)).all())
    assert (job.failure, job.tries, job.ended_at is None) == ("TextTooComplexError", 1, False)
    with pytest.raises(TextTooComplexError):
        act(world, lambda db, code: publish_version(db, OPERATOR, code, version(db, code)))
    act(world, lambda db, code: discard_version(db, OPERATOR, code, version(db, code)))
    assert look(world, lambda db, code: db.scalars(select(Version.id)).all()) == []


def test_a_version_that_cannot_be_compared_is_read_all_the_same(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_complex(*given: object) -> object:
        raise TextTooComplexError

    publish_unique(world)
    for module in (version_reading, comparisons):
        monkeypatch.setattr(module, "compare_limited", too_complex)
    retype(world, ANOTHER)
    publish_world(world, label="Second draft")
    made = look(world, lambda db, code: version(db, code, 2))
    assert (made.failure, made.clause_count) == (None, len(clauses(world, 2)))
    assert not {one.lineage_id for one in clauses(world)} & {
        one.lineage_id for one in clauses(world, 2)
    }
    assert look(world, lambda db, code: has_failed(db, version(db, code, 1), version(db, code, 2)))


def test_until_it_is_read_it_is_not_ready(world: World) -> None:
    prepare(world, is_read=False)
    with pytest.raises(VersionNotReadyError):
        act(world, lambda db, code: publish_version(db, OPERATOR, code, version(db, code)))
    before = clock.now()
    run_all_jobs(world.database)
    read_at = look(world, version).read_at
    assert read_at is not None
    assert read_at >= before


def test_a_version_whose_reading_killed_every_worker_says_so(world: World) -> None:
    prepare(world, is_read=False)
    now = clock.now()
    for life in range(MAX_ATTEMPTS):
        with clock.frozen_at(now + life * 2 * LEASE):
            assert claim(world.database) is not None
    with clock.frozen_at(now + MAX_ATTEMPTS * 2 * LEASE):
        run_all_jobs(world.database)
    assert look(world, version).failure == WORKER_DIED
