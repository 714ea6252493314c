"""Comments and answers as a table."""

import csv
import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafting.domain.anchors.anchoring import AnchorStatus
from drafting.domain.consultation.comments import CommentState
from drafting.domain.consultation.dispositions import DispositionKind
from drafting.domain.roles import Role
from drafting.exports.comment_table import COLUMNS, comment_table
from drafting.exports.documents import ExportedAnswer, ExportedReply, ExportedThread

THREAD = ExportedThread(
    number=7,
    round_number=2,
    version="Second draft",
    clause_number="Measure I.2 (a)",
    heading="Copyright",
    quote="the words",
    group="Rightsholders",
    organisation="An office",
    is_organisation_confirmed=True,
    author="Ada",
    role=Role.STAKEHOLDER,
    language="fr",
    state=CommentState.PUBLISHED,
    text='Two\n\nparagraphs, with “quotes” and "straight" ones; é 😀',
    replies=[ExportedReply("Bo", "Another", True, "Yes."), ExportedReply("Cy", "", False, "No.")],
    answer=ExportedAnswer(
        DispositionKind.ACCEPTED_WITH_MODIFICATION,
        "Because.",
        datetime(2026, 7, 1, 12, tzinfo=timezone(timedelta(hours=2))),
    ),
    filed_at=datetime(2026, 6, 1, 8, tzinfo=UTC),
    address="https://drafting.test/codes/c/threads/7",
    provision="Measure",
)


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_a_thread_is_one_row_with_all_its_columns() -> None:
    (row,) = rows(comment_table([THREAD]))
    assert tuple(row) == COLUMNS
    assert list(row.values()) == [
        "7", "2", "Second draft", "Measure I.2 (a)", "Copyright", "Measure", "the words",
        "Rightsholders", "An office", "yes",
        "Ada", "Stakeholder", "fr", "Published", THREAD.text, "Bo (Another): Yes.\n\nCy: No.",
        "Accepted with modification",
        "Because.", "2026-07-01T10:00:00Z", "2026-06-01T08:00:00Z", THREAD.address, "", "", "",
    ]  # fmt: skip


def test_a50_a_thread_that_lost_its_place_says_so() -> None:
    lost = replace(
        THREAD,
        present_version="Third draft",
        present_clause="Measure I.1",
        present_status=AnchorStatus.ORPHAN,
    )
    (row,) = rows(comment_table([lost]))
    assert [row[name] for name in COLUMNS[-3:]] == ["Third draft", "Measure I.1", "Orphan"]


def test_what_is_missing_is_empty_and_the_whole_version_is_general() -> None:
    bare = replace(
        THREAD, round_number=None, clause_number=None, answer=None, filed_at=None, replies=[]
    )
    (row,) = rows(comment_table([bare]))
    assert row["Clause number"] == "General"
    for name in ("Round", "Replies", "Answer", "Reason", "Answered at", "Filed at"):
        assert row[name] == ""


@pytest.mark.parametrize(
    ("organisation", "is_confirmed", "told"),
    [("An office", True, "yes"), ("An office", False, "no"), ("", False, "")],
)
def test_whether_the_organisation_is_confirmed_is_told(
    organisation: str, is_confirmed: bool, told: str
) -> None:
    thread = replace(THREAD, organisation=organisation, is_organisation_confirmed=is_confirmed)
    (row,) = rows(comment_table([thread]))
    assert (row["Organisation"], row["Organisation confirmed"]) == (organisation, told)


def test_a_reply_in_the_name_of_an_organisation_says_where_that_is_not_confirmed() -> None:
    (row,) = rows(
        comment_table([replace(THREAD, replies=[ExportedReply("Bo", "Another", False, "Yes.")])])
    )
    assert row["Replies"] == "Bo (Another, not confirmed): Yes."


def test_the_file_begins_with_a_bom_and_its_lines_end_with_crlf() -> None:
    content = comment_table([])
    assert content.startswith(b"\xef\xbb\xbfNumber,")
    assert content.endswith(b"Present words\r\n")


@pytest.mark.parametrize(
    "beginning", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"]
)
@pytest.mark.parametrize("field", ["text", "quote", "author", "organisation", "heading"])
def test_a_cell_that_a_spreadsheet_would_run_is_defused(beginning: str, field: str) -> None:
    cell = f'{beginning}HYPERLINK("https://evil.test";"x")'
    content = comment_table([replace(THREAD, **{field: cell})])
    assert "'" + cell in rows(content)[0].values()


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_any_text_comes_back_as_it_was_but_for_the_apostrophe(text: str) -> None:
    (row,) = rows(comment_table([replace(THREAD, text=text)]))
    assert row["Comment"] in {text, f"'{text}"}
    assert not row["Comment"].startswith(("=", "+", "-", "@", "\t", "\r"))


def test_the_guard_touches_the_first_character_only() -> None:
    text = "We ask for:\n\n- a log;\n- a contact;\n\n= and that, -1, @home"
    (row,) = rows(comment_table([replace(THREAD, text=text)]))
    assert row["Comment"] == text


@pytest.mark.parametrize("beginning", [" ", '"', " \n", "\u00a0"])
def test_blanks_and_quotes_do_not_hide_a_formula(beginning: str) -> None:
    (row,) = rows(comment_table([replace(THREAD, text=f"{beginning}=1+1")]))
    assert row["Comment"] == f"'{beginning}=1+1"


@pytest.mark.parametrize("number", ["2.10", "10/11", "1.", "2.1)", "007", "5E3", "1,5", "1:10"])
def test_a_label_that_a_spreadsheet_would_change_is_text(number: str) -> None:
    (row,) = rows(comment_table([replace(THREAD, clause_number=number)]))
    assert row["Clause number"] == f"'{number}"


@pytest.mark.parametrize("number", ["5", "I.2", "(a)", "Article 5", "2.10-a"])
def test_other_labels_stay_as_they_are(number: str) -> None:
    (row,) = rows(comment_table([replace(THREAD, clause_number=number)]))
    assert row["Clause number"] == number


@pytest.mark.parametrize("text", ["word " * 20_000, "x" * 70_000, "😀" * 40_000, "a\n= b" * 20_000])
def test_what_is_too_long_for_a_cell_goes_on_in_the_next_row(text: str) -> None:
    table = rows(comment_table([replace(THREAD, text=text), THREAD]))
    assert {row["Number"] for row in table} == {"7"}
    parts = [row["Comment"] for row in table][:-1]
    assert "".join(parts).removeprefix("'") == text
    assert all(len(part.encode("utf-16-le")) // 2 <= 32_767 for part in parts)
    assert not any(row["Author"] for row in table[1:-1])


def test_a_sign_within_a_line_stays_as_it_was() -> None:
    text = "A well-known a@b.example; 1 + 1 = 2, and so on"
    (row,) = rows(comment_table([replace(THREAD, text=text)]))
    assert row["Comment"] == text
