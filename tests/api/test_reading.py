"""What the API answers to those who read."""

import hashlib
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import delete

from drafting.domain.consultation.comments import CommentState
from drafting.domain.roles import Role
from drafting.storage.models import StoredComparison
from tests.api.conftest import ProgramOf
from tests.support.people import SLUG, declare_as
from tests.support.published import QUOTED, comment
from tests.support.spoken import HIDDEN_REPLY, PREPARED_ANSWER, PUBLIC_ANSWER, PUBLIC_REPLY, Spoken

CODE = f"codes/{SLUG}"


def test_nobody_reads_a_public_code_of_practice_and_no_other(
    spoken: Spoken, program_of: ProgramOf
) -> None:
    assert program_of(None).read("codes") == {"codes": []}
    assert [one["slug"] for one in program_of(Role.OBSERVER).read("codes")["codes"]] == [SLUG]


def test_a_public_code_of_practice_is_read_without_a_token(
    public: Spoken, program_of: ProgramOf
) -> None:
    code = program_of(None).read(CODE)
    assert code == program_of(None).read("codes")["codes"][0]
    assert code["url"].endswith(f"/codes/{SLUG}")
    assert {"key": "ai-providers", "name": "AI providers"} in code["stakeholder_groups"]


def test_versions_are_those_that_the_caller_may_see(public: Spoken, program_of: ProgramOf) -> None:
    numbers = {
        who: [one["number"] for one in program_of(who).read(f"{CODE}/versions")["versions"]]
        for who in (None, *Role)
    }
    assert numbers == {**{who: [2, 1] for who in (None, *Role)}, Role.SECRETARIAT: [3, 2, 1]}


def test_the_digest_of_a_version_is_that_of_its_text(public: Spoken, program_of: ProgramOf) -> None:
    version = program_of(None).read(f"{CODE}/versions/1")
    assert hashlib.sha256(version["text"].encode()).hexdigest() == version["digest"]
    first = version["chapters"][0]
    assert version["text"][first["start"] : first["end"]].startswith("# One")


def test_instants_are_utc_with_z(public: Spoken, program_of: ProgramOf) -> None:
    said = program_of(None).read(f"{CODE}/rounds")["rounds"][0]
    assert said["closes_at"].endswith("Z")
    assert (
        datetime.fromisoformat(said["opens_at"])
        < datetime.now(UTC)
        < datetime.fromisoformat(said["closes_at"])
    )
    assert said["state"] == "open"


def test_clauses_come_in_pages_that_lead_through_all_of_them(
    public: Spoken, program_of: ProgramOf
) -> None:
    program = program_of(None)
    version, whole = (program.read(f"{CODE}/versions/1{more}") for more in ("", "/clauses"))
    assert whole["next"] is None
    page, eids = program.read(f"{CODE}/versions/1/clauses?limit=2"), []
    while True:
        eids += [one["eid"] for one in page["clauses"]]
        if page["next"] is None:
            break
        page = program.call(page["next"][page["next"].index("/api/") :]).json
    assert eids == [one["eid"] for one in whole["clauses"]] == public.published.eids
    assert len(eids) == version["clause_count"]


def test_a_clause_names_its_parent_and_its_place_in_the_text(
    public: Spoken, program_of: ProgramOf
) -> None:
    program = program_of(None)
    version = program.read(f"{CODE}/versions/1")
    for eid in public.published.eids:
        clause = program.read(f"{CODE}/versions/1/clauses/{eid}")
        assert clause["parent"] is None or clause["parent"] in public.published.eids
        words = version["text"][clause["start"] : clause["end"]]
        assert clause["text"].split()[-1] in words
    assert clause in program.read(f"{CODE}/versions/1/clauses")["clauses"]


@pytest.mark.parametrize(
    "asked",
    ["limit=0", "limit=5001", "limit=x", "after=-1", "after=1.5", "after=99999999999", "limit="],
)
def test_a_number_out_of_range_is_said_at_its_name(
    public: Spoken, program_of: ProgramOf, asked: str
) -> None:
    answer = program_of(None).call(f"{CODE}/versions/1/clauses?{asked}")
    assert (answer.status_code, answer.json["field"]) == (422, asked.partition("=")[0])


def test_a_comparison_names_each_change_and_its_words_lead_from_old_to_new(
    public: Spoken, program_of: ProgramOf
) -> None:
    compared = program_of(None).read(f"{CODE}/versions/1/comparison/2")
    changes = compared["changes"]
    assert [one["name"] for one in changes] == [f"C-{n:03}" for n in range(1, len(changes) + 1)]
    assert "A clause that is new." in [one["new"]["text"] for one in changes if one["new"]]
    for one in changes:
        if one["status"] == "edited":
            assert rewritten(one) == one["new"]["text"]
    seen = [one["clause"] for one in program_of(None).read(f"{CODE}/threads?version=1")["threads"]]
    for one in changes:
        assert one["threads"] == (seen.count(one["old"]["eid"]) if one["old"] else 0)


def rewritten(change: dict[str, Any]) -> str:
    """The old words with each change made."""
    old, new = change["old"]["text"], change["new"]["text"]
    for word in reversed(change["words"]):
        old = (
            old[: word["old_start"]]
            + new[word["new_start"] : word["new_end"]]
            + old[word["old_end"] :]
        )
    return str(old)


def test_a_comparison_that_is_not_there_yet_is_a_conflict_with_a_time(
    public: Spoken, program_of: ProgramOf
) -> None:
    with public.world.database.transaction() as session:
        session.execute(delete(StoredComparison))
    answer = program_of(None).call(f"{CODE}/versions/1/comparison/2")
    assert answer.status_code == 409
    assert int(answer.headers["Retry-After"]) > 0


@pytest.mark.parametrize("pair", ["2/comparison/1", "1/comparison/1"])
def test_a_comparison_the_wrong_way_round_is_refused(
    public: Spoken, program_of: ProgramOf, pair: str
) -> None:
    assert program_of(None).call(f"{CODE}/versions/{pair}").status_code == 422


def test_a_comparison_with_a_prepared_version_is_for_the_secretariat(
    public: Spoken, program_of: ProgramOf
) -> None:
    path = f"{CODE}/versions/2/comparison/3"
    assert program_of(Role.SECRETARIAT).call(path).status_code == 200
    assert {program_of(who).call(path).status_code for who in (Role.CHAIR, "stranger")} == {404}
    assert program_of(None).call(path).status_code == 401


def test_a_thread_carries_both_selectors(public: Spoken, program_of: ProgramOf) -> None:
    program = program_of(None)
    thread = program.read(f"{CODE}/threads/{public.number(CommentState.PUBLISHED)}")
    quote, position = thread["selector"]
    assert (quote["type"], quote["exact"]) == ("TextQuoteSelector", QUOTED)
    text = program.read(f"{CODE}/versions/1/clauses/{thread['clause']}")["text"]
    assert text[position["start"] : position["end"]] == QUOTED
    assert text.startswith(quote["prefix"] + QUOTED + quote["suffix"])


def test_a_comment_says_who_spoke_for_whom(public: Spoken, program_of: ProgramOf) -> None:
    comment = program_of(None).read(f"{CODE}/threads/{public.number(CommentState.PUBLISHED)}")[
        "comments"
    ][0]
    assert {
        name: comment[name]
        for name in ("state", "author", "organisation", "group", "role", "language", "text")
    } == {
        "state": "published",
        "author": "Stakeholder Person",
        "organisation": "An office",
        "group": "ai-providers",
        "role": "stakeholder",
        "language": "en",
        "text": "A comment that is published.",
    }


@pytest.mark.parametrize(
    ("organisation", "told"), [("An office", True), ("Halvane", False), ("", None)]
)
def test_a_comment_says_whether_its_organisation_was_confirmed(
    public: Spoken, program_of: ProgramOf, organisation: str, told: bool | None
) -> None:
    declare_as(public.world, Role.STAKEHOLDER, organisation)
    number = comment(public.world, Role.STAKEHOLDER, "In whose name?", state=CommentState.PUBLISHED)
    said = program_of(None).read(f"{CODE}/threads/{number}")["comments"][0]
    assert (said["organisation"], said["organisation_confirmed"]) == (organisation or None, told)


@pytest.mark.parametrize("who", [None, *Role])
def test_the_prepared_answer_stands_beside_the_public_one_for_those_who_see_it(
    public: Spoken, program_of: ProgramOf, who: Role | None
) -> None:
    thread = program_of(who).read(f"{CODE}/threads/{public.number(CommentState.PUBLISHED)}")
    assert thread["answer"]["reason"] == PUBLIC_ANSWER
    assert thread["answer"]["published_at"] is not None
    if who in {Role.SECRETARIAT, Role.CHAIR, Role.DRAFTER}:
        assert thread["prepared_answer"]["reason"] == PREPARED_ANSWER
        assert thread["prepared_answer"]["published_at"] is None
    else:
        assert "prepared_answer" not in thread


def test_a_reply_is_shown_to_those_who_may_read_it(public: Spoken, program_of: ProgramOf) -> None:
    path = f"{CODE}/threads/{public.number(CommentState.FILED)}"
    texts = {
        who: [one["text"] for one in program_of(who).read(path)["comments"][1:]]
        for who in (Role.DRAFTER, Role.CHAIR)
    }
    assert texts == {Role.DRAFTER: [PUBLIC_REPLY, HIDDEN_REPLY], Role.CHAIR: [PUBLIC_REPLY]}


def test_threads_come_in_pages_and_by_version_and_round(
    public: Spoken, program_of: ProgramOf
) -> None:
    program = program_of(Role.STAKEHOLDER)
    numbers = list(public.published.thread_numbers.values())
    first = program.read(f"{CODE}/threads?limit=3&version=1&round=1")
    assert [one["number"] for one in first["threads"]] == numbers[:3]
    second = program.call(first["next"][first["next"].index("/api/") :]).json
    assert [one["number"] for one in second["threads"]] == numbers[3:]
    assert second["next"] is None
    assert program.read(f"{CODE}/threads?version=2")["threads"] == []


def test_threads_are_narrowed_to_one_clause_page_by_page(
    public: Spoken, program_of: ProgramOf
) -> None:
    program, eid = program_of(Role.STAKEHOLDER), public.published.eid
    elsewhere = comment(public.world, Role.STAKEHOLDER, "On the version as a whole.")
    assert elsewhere in [
        one["number"] for one in program.read(f"{CODE}/threads?version=1")["threads"]
    ]
    page = program.read(f"{CODE}/threads?version=1&clause={eid}&limit=3")
    found = [one["number"] for one in page["threads"]]
    found += [
        one["number"]
        for one in program.call(page["next"][page["next"].index("/api/") :]).json["threads"]
    ]
    assert found == list(public.published.thread_numbers.values())


def test_a_clause_without_its_version_is_refused_at_its_place(
    public: Spoken, program_of: ProgramOf
) -> None:
    answer = program_of(None).call(f"{CODE}/threads?clause={public.published.eid}")
    assert answer.status_code == 422
    assert "clause" in answer.text


@pytest.mark.parametrize(
    "asked",
    [
        "version=9",
        "round=9",
        "version=3",
        "version=1&clause=none",
        "version=1&clause=",
        "version=1&clause=%00",
    ],
)
def test_a_filter_by_what_is_not_there_is_not_found(
    public: Spoken, program_of: ProgramOf, asked: str
) -> None:
    assert program_of(Role.CHAIR).call(f"{CODE}/threads?{asked}").status_code == 404
