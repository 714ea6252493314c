"""Chapters keep a dense order, their text and their one lineage, whatever the secretariat does
with them.
"""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting.domain.limits import MAX_CHAPTERS
from drafting.domain.roles import Role
from drafting.errors import NotFoundError, NotPermittedError
from drafting.policy.identity import OPERATOR
from drafting.services.codes.creating import create_code
from drafting.services.codes.queries import chapter_of, code_by_slug
from drafting.services.coediting.queries import draft_text, head_seqs
from drafting.services.drafts.chapters import (
    assign_chapter,
    chapters_in_use,
    create_chapter,
    move_chapter,
    put_chapter_back,
    rename_chapter,
    set_chapter_aside,
)
from drafting.services.drafts.errors import TooManyChaptersError
from drafting.services.errors import FieldMissingError
from drafting.services.people.rights_epoch import rights_epoch
from drafting.services.people.working_groups import create_working_group
from drafting.storage.models import Chapter, CodeOfPractice
from tests.support.people import SLUG, TEXT, World


def opened(session: Session) -> CodeOfPractice:
    return code_by_slug(session, OPERATOR, SLUG)


def order(world: World) -> list[tuple[int, int]]:
    """(position, number of the chapter in the world) of those in use, as the pages show them."""
    with world.database.reading() as session:
        return [
            (c.position, world.chapter_ids.index(c.id) + 1)
            for c in chapters_in_use(opened(session))
        ]


def do(world: World, what: str, number: int, by: int = 0) -> None:
    with world.database.transaction() as session:
        code = opened(session)
        chapter = chapter_of(code, world.chapter_ids[number - 1])
        if what == "move":
            move_chapter(session, OPERATOR, code, chapter, by=by)
        elif what == "set aside":
            set_chapter_aside(session, OPERATOR, code, chapter)
        else:
            put_chapter_back(session, OPERATOR, code, chapter)


@pytest.mark.parametrize(
    ("number", "by", "expected"),
    [
        (1, 1, [2, 1, 3]),
        (3, -1, [1, 3, 2]),
        (1, -1, [1, 2, 3]),
        (3, 1, [1, 2, 3]),
        (1, 99, [2, 3, 1]),
        (3, -99, [3, 1, 2]),
    ],
)
def test_moving_keeps_the_order_dense(
    world: World, number: int, by: int, expected: list[int]
) -> None:
    do(world, "move", number, by)
    assert order(world) == list(enumerate(expected, start=1))


def test_setting_aside_closes_the_gap_and_keeps_the_text(world: World) -> None:
    do(world, "set aside", 1)
    assert order(world) == [(1, 2), (2, 3)]
    with world.database.reading() as session:
        assert draft_text(session, world.draft_ids[0]) == TEXT


def test_a_chapter_put_back_stands_at_the_end_with_its_lineage(world: World) -> None:
    with world.database.reading() as session:
        lineage = chapter_of(opened(session), world.chapter_ids[0]).working_draft.lineage_id
    do(world, "set aside", 1)
    do(world, "put back", 1)
    assert order(world) == [(1, 2), (2, 3), (3, 1)]
    with world.database.reading() as session:
        assert chapter_of(opened(session), world.chapter_ids[0]).working_draft.lineage_id == lineage


def test_a_chapter_in_use_is_not_put_back(world: World) -> None:
    do(world, "put back", 1)
    assert order(world) == [(1, 1), (2, 2), (3, 3)]


def test_a_chapter_set_aside_twice_is_set_aside_once(world: World) -> None:
    do(world, "set aside", 2)
    do(world, "set aside", 2)
    assert order(world) == [(1, 1), (2, 3)]


def test_moving_a_chapter_that_is_set_aside_leaves_the_order_dense(world: World) -> None:
    do(world, "set aside", 3)
    do(world, "move", 3, -99)
    assert order(world) == [(1, 1), (2, 2)]


def test_a_new_chapter_stands_last_and_its_draft_is_born_with_the_text(world: World) -> None:
    with world.database.transaction() as session:
        made = [
            create_chapter(session, OPERATOR, opened(session), title="New", markdown=text)
            for text in ("", "é 😀\n")
        ]
        drafts = [chapter.working_draft.id for chapter in made]
        lineages = {chapter.working_draft.lineage_id for chapter in made}
    with world.database.reading() as session:
        assert head_seqs(session, drafts) == {drafts[0]: 0, drafts[1]: 1}
        assert [draft_text(session, draft) for draft in drafts] == ["", "é 😀\n"]
        assert [c.position for c in session.scalars(select(Chapter).order_by(Chapter.id))] == [
            1,
            2,
            3,
            4,
            5,
        ]
    assert len(lineages) == 2


def test_A111_a_working_group_of_another_code_of_practice_is_refused(world: World) -> None:
    with world.database.transaction() as session:
        other = create_code(session, OPERATOR, slug="other", title="Other")
        foreign = create_working_group(session, OPERATOR, other, name="Foreign").id
    with world.database.transaction() as session:
        code = opened(session)
        with pytest.raises(NotFoundError):
            create_chapter(session, OPERATOR, code, title="New", working_group_id=foreign)
        with pytest.raises(NotFoundError):
            assign_chapter(session, OPERATOR, code, code.chapters[0], working_group_id=foreign)
    assert len(order(world)) == 3


@pytest.mark.parametrize("what", ["give", "set aside", "put back"])
def test_what_changes_who_may_write_moves_the_rights_epoch(world: World, what: str) -> None:
    if what == "put back":
        do(world, "set aside", 1)
    with world.database.reading() as session:
        before = rights_epoch(session)
    if what == "give":
        with world.database.transaction() as session:
            code = opened(session)
            assign_chapter(
                session, OPERATOR, code, code.chapters[0], working_group_id=world.group_ids[1]
            )
    else:
        do(world, what, 1)
    with world.database.reading() as session:
        assert rights_epoch(session) > before


def test_a_title_is_not_empty(world: World) -> None:
    with world.database.transaction() as session:
        code = opened(session)
        with pytest.raises(FieldMissingError) as caught:
            rename_chapter(session, OPERATOR, code.chapters[0], title=" \n")
    assert caught.value.field == "title"


def test_a_code_of_practice_has_an_end(world: World) -> None:
    with world.database.transaction() as session:
        code = opened(session)
        for number in range(MAX_CHAPTERS - 3):
            create_chapter(session, OPERATOR, code, title=f"Chapter {number}")
        with pytest.raises(TooManyChaptersError):
            create_chapter(session, OPERATOR, code, title="One too many")


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SECRETARIAT])
def test_only_the_secretariat_changes_chapters(world: World, role: Role) -> None:
    actor = world.identity(role)
    with world.database.transaction() as session:
        code = opened(session)
        chapter = code.chapters[0]
        for change in (
            lambda: create_chapter(session, actor, code, title="New"),
            lambda: rename_chapter(session, actor, chapter, title="New"),
            lambda: move_chapter(session, actor, code, chapter, by=1),
            lambda: assign_chapter(session, actor, code, chapter, working_group_id=None),
            lambda: set_chapter_aside(session, actor, code, chapter),
            lambda: put_chapter_back(session, actor, code, chapter),
        ):
            with pytest.raises(NotPermittedError):
                change()
    assert order(world) == [(1, 1), (2, 2), (3, 3)]
