"""Markdown from outside: refused with its reason, or worked in without anybody losing a word."""

import pytest
from sqlalchemy import func, select

from drafting.crdt.shared_text import SharedText
from drafting.domain.limits import MAX_TEXT_BYTES
from drafting.domain.markdown.splitting import ChapterText
from drafting.domain.roles import Role
from drafting.domain.words.text_diff import TextEdit
from drafting.errors import DraftingError, NotPermittedError
from drafting.policy.identity import OPERATOR
from drafting.services.codes.queries import chapter_of_draft, code_by_slug
from drafting.services.coediting.queries import draft_text, head_seqs
from drafting.services.coediting.update_log import LogRow, append_rows, rows_after
from drafting.services.drafts.errors import (
    EmptyTextError,
    NotTextError,
    NotUtf8Error,
    TextTooLargeError,
)
from drafting.services.drafts.importing import (
    chapters_of,
    checked_markdown,
    forward_edit,
    import_chapters,
    record_forward_edit,
)
from drafting.services.errors import ControlCharacterError, FieldMissingError
from drafting.services.people.members import member, remove_member
from drafting.storage.models import Chapter
from tests.support.people import SLUG, TEXT, World


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (b"# One\n", "# One\n"),
        (b"\xef\xbb\xbf# One\n", "# One\n"),
        (b"a\r\nb\rc\n\td", "a\nb\nc\n\td"),
        ("é 😀 \u2028 \ufeff".encode(), "é 😀   \ufeff"),
    ],
    ids=["plain", "byte order mark", "CRLF and CR", "whole Unicode"],
)
def test_markdown_is_taken_as_it_is_with_line_ends_made_one(source: bytes, text: str) -> None:
    assert checked_markdown(source) == text


@pytest.mark.parametrize(
    ("source", "line"),
    [
        (b"\xff", 1),
        (b"a\nb\n\xe9 caf\xe9", 3),
        (b"ok\n\xed\xa0\x80", 2),
        (b"a\r\nb\r\n\xc3", 3),
        ("x".encode("utf-16"), 1),
    ],
    ids=["first byte", "Latin-1", "A40 lone surrogate", "cut short", "UTF-16 mark"],
)
def test_A40_what_is_not_utf8_is_refused_with_its_line(source: bytes, line: int) -> None:
    with pytest.raises((NotUtf8Error, NotTextError)) as caught:
        checked_markdown(source)
    if isinstance(caught.value, NotUtf8Error):
        assert caught.value.facts == {"line": line}


@pytest.mark.parametrize(
    "source",
    [b"a\0b", b"%PDF-1.7\x00\xff"],
)
def test_A40_what_is_binary_is_no_text(source: bytes) -> None:
    with pytest.raises(NotTextError):
        checked_markdown(source)


@pytest.mark.parametrize(
    ("source", "line", "name"),
    [
        (b"PK\x03\x04", 1, "U+0003"),
        (b"a\n\x1b[31m", 2, "U+001B"),
        ("# A\n\nThe provider\x92s duty.".encode(), 3, "U+0092"),
    ],
)
def test_A40_control_characters_are_refused_with_line_and_name(
    source: bytes, line: int, name: str
) -> None:
    with pytest.raises(ControlCharacterError) as caught:
        checked_markdown(source)
    assert (caught.value.facts["line"], caught.value.facts["name"]) == (line, name)


@pytest.mark.parametrize("mark", ["\x0b", "\x0c", "\x85", "\u2028", "\u2029", "\r", "\r\n"])
def test_a_break_of_another_system_parts_words(mark: str) -> None:
    text = checked_markdown(f"Providers shall{mark}not report.".encode())
    assert text.split() == ["Providers", "shall", "not", "report."]


@pytest.mark.parametrize("source", [b"", b" \n\t\r\n", b"\xef\xbb\xbf", "\u2028\u00a0".encode()])
def test_an_empty_text_is_refused(source: bytes) -> None:
    with pytest.raises(EmptyTextError):
        checked_markdown(source)


def test_five_mebibytes_are_taken_and_one_byte_more_is_not() -> None:
    assert len(checked_markdown(b"a" * MAX_TEXT_BYTES)) == MAX_TEXT_BYTES
    with pytest.raises(TextTooLargeError):
        checked_markdown(b"a" * (MAX_TEXT_BYTES + 1))


def test_a_chapter_without_a_heading_has_the_title_given() -> None:
    parts = chapters_of("Words.\n\nMore.\n\n# One\n\na\n", "h1", otherwise="My file")
    assert [part.title for part in parts] == ["My file", "One"]


def test_a_heading_longer_than_a_title_is_cut() -> None:
    [part] = chapters_of(f"# {'a' * 300}\n", None, otherwise="x")
    assert part.title == "a" * 200
    assert part.markdown == f"# {'a' * 300}\n"


def test_A33_a_heading_of_invisible_characters_has_the_title_given(world: World) -> None:
    parts = chapters_of("# \u200b\n\na\n", "h1", otherwise="My file")
    with world.database.transaction() as session:
        [chapter] = import_chapters(session, OPERATOR, code_by_slug(session, OPERATOR, SLUG), parts)
    assert chapter.title == "My file"


def test_an_import_is_all_or_nothing(world: World) -> None:
    def broken() -> None:
        with world.database.transaction() as session:
            parts = [ChapterText("Fine", "a\n"), ChapterText("", "b\n")]
            import_chapters(session, OPERATOR, code_by_slug(session, OPERATOR, SLUG), parts)

    with pytest.raises(FieldMissingError):
        broken()
    with world.database.reading() as session:
        assert session.scalar(select(func.count(Chapter.id))) == 3


def test_A92_a_forward_edit_leads_to_the_text_in_the_same_lineage(world: World) -> None:
    draft = world.draft_ids[0]
    with world.database.reading() as session:
        lineage = chapter_of_draft(session, draft).working_draft.lineage_id
        update = forward_edit(session, draft, TEXT.replace("first", "very first"))
    assert update is not None
    assert len(update) < 60
    chair = world.identity(Role.CHAIR)
    with world.database.transaction() as session:
        record_forward_edit(session, chair, draft_id=draft, update=update)
    with world.database.reading() as session:
        assert draft_text(session, draft) == TEXT.replace("first", "very first")
        assert chapter_of_draft(session, draft).working_draft.lineage_id == lineage
        assert head_seqs(session, [draft]) == {draft: 2}


def test_A76_A92_a_forward_edit_keeps_what_others_type_meanwhile(world: World) -> None:
    draft = world.draft_ids[0]
    with world.database.reading() as session:
        births = [row.payload for row in rows_after(session.connection(), draft, 0)]
        update = forward_edit(session, draft, "# New title\n\nThe first clause.\n")
    assert update is not None
    typist = SharedText(births)
    place = TEXT.index("first")
    typed = typist.edit([TextEdit(place, place, "😀 very ")])
    with world.database.transaction() as session:
        append_rows(
            session.connection(), draft, 1, [LogRow(world.account_ids[Role.DRAFTER], typed)]
        )
    with world.database.transaction() as session:
        record_forward_edit(session, OPERATOR, draft_id=draft, update=update)
    typist.apply(update)
    with world.database.reading() as session:
        assert (
            draft_text(session, draft)
            == typist.text
            == "# New title\n\nThe 😀 very first clause.\n"
        )


def test_an_import_of_the_present_text_changes_nothing(world: World) -> None:
    with world.database.reading() as session:
        assert forward_edit(session, world.draft_ids[0], TEXT) is None


@pytest.mark.parametrize("role", [Role.STAKEHOLDER, Role.OBSERVER])
def test_who_may_not_write_cannot_import_into_a_chapter(world: World, role: Role) -> None:
    actor, draft = world.identity(role), world.draft_ids[0]
    with world.database.reading() as session:
        update = forward_edit(session, draft, "Mine.\n")
    assert update is not None
    with world.database.transaction() as session, pytest.raises(NotPermittedError):
        record_forward_edit(session, actor, draft_id=draft, update=update)
    with world.database.reading() as session:
        assert draft_text(session, draft) == TEXT


def test_an_import_of_somebody_removed_while_it_was_worked_out_is_refused(world: World) -> None:
    """The door asked at the beginning; the child may have worked for seconds since."""
    chair, draft_id = world.identity(Role.CHAIR), world.draft_ids[0]
    with world.database.reading() as session:
        update = forward_edit(session, draft_id, TEXT + "Too late.\n")
    with world.database.transaction() as session:
        code = code_by_slug(session, OPERATOR, SLUG)
        remove_member(
            session, OPERATOR, code, member(session, code, world.membership_ids[Role.CHAIR])
        )
    assert update is not None
    with pytest.raises(DraftingError), world.database.transaction() as session:
        record_forward_edit(session, chair, draft_id=draft_id, update=update)
    with world.database.reading() as session:
        assert draft_text(session, draft_id) == TEXT
