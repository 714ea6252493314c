"""Freezing: all chapters as of one moment, and what is typed at the same time is in the version or
cleanly out of it.
"""

from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from threading import Event

from drafting.policy.identity import OPERATOR
from drafting.services.codes.queries import chapter_of_draft, code_by_slug
from drafting.services.coediting.record_updates import record_updates
from drafting.services.coediting.records import Result
from drafting.services.coediting.update_log import CommittedUpdate
from drafting.services.drafts.chapters import create_chapter, rename_chapter, set_chapter_aside
from drafting.services.drafts.freezing import FrozenChapter, catch_up, freeze
from drafting.services.versions.publishing import prepare_version, version_text
from tests.services.acting import act, look, version
from tests.services.coediting.typists import Typist
from tests.support.people import TEXT, World
from tests.support.published import prepare, retype


def frozen(world: World) -> dict[int, FrozenChapter]:
    return look(world, freeze)


def text(world: World, number: int = 1) -> str:
    return look(world, lambda db, code: version_text(db, version(db, code, number)))


def test_the_text_of_all_chapters_is_joined_in_their_order(world: World) -> None:
    prepare(world, before=frozen(world))
    assert text(world) == f"{TEXT}\n{TEXT}\n{TEXT}"


def test_what_is_typed_between_freezing_and_preparing_is_in(world: World) -> None:
    before = frozen(world)
    retype(world, "# One\n\nTyped meanwhile, with é and 😀.\n")
    retype(world, "# Two\n\nHere too.\n", chapter=2)
    prepare(world, before=before)
    assert (
        text(world) == f"# One\n\nTyped meanwhile, with é and 😀.\n\n# Two\n\nHere too.\n\n{TEXT}"
    )


def test_the_seq_of_each_chapter_says_how_far_it_was_frozen(world: World) -> None:
    before = frozen(world)
    retype(world, "# One\n\nTyped meanwhile.\n")
    prepare(world, before=before)
    retype(world, "# One\n\nToo late.\n")
    assert look(world, lambda db, code: [one.seq for one in version(db, code).chapters]) == [
        2,
        1,
        1,
    ]
    assert "Too late" not in text(world)


def test_each_chapter_lies_where_the_version_says(world: World) -> None:
    retype(world, "No heading, so the title is one. 😀\n")
    prepare(world, before=frozen(world))
    whole = text(world)
    places = look(
        world,
        lambda db, code: [(one.title, one.start, one.end) for one in version(db, code).chapters],
    )
    assert [title for title, _, _ in places] == ["Chapter 1", "Chapter 2", "Chapter 3"]
    assert (
        whole[places[0][1] : places[0][2]] == "# Chapter 1\n\nNo heading, so the title is one. 😀"
    )
    assert whole[places[1][1] : places[1][2]] == TEXT.strip("\n")


def test_the_digest_is_the_sha256_of_the_text(world: World) -> None:
    prepare(world, before=frozen(world))
    digest = look(world, version).digest
    assert digest == sha256(text(world).encode()).hexdigest()


def test_a_chapter_added_renamed_or_set_aside_meanwhile_counts_as_it_is_now(world: World) -> None:
    before = frozen(world)
    act(world, lambda db, code: create_chapter(db, OPERATOR, code, title="Fourth", markdown="New."))
    act(world, lambda db, code: rename_chapter(db, OPERATOR, code.chapters[2], title="Renamed"))
    act(world, lambda db, code: set_chapter_aside(db, OPERATOR, code, code.chapters[1]))
    prepare(world, before=before)
    assert look(world, lambda db, code: [one.title for one in version(db, code).chapters]) == [
        "Chapter 1",
        "Renamed",
        "Fourth",
    ]
    assert text(world) == f"{TEXT}\n{TEXT}\n# Fourth\n\nNew.\n"


def test_without_a_head_start_the_text_is_the_same(world: World) -> None:
    prepare(world, before={})
    assert text(world) == f"{TEXT}\n{TEXT}\n{TEXT}"


def test_a_word_typed_while_the_moment_lasts_is_committed_behind_it(world: World) -> None:
    typist, before, begun = Typist(world, chapter=2), frozen(world), Event()
    with world.database.reading() as session:
        lineage = chapter_of_draft(session, world.draft_ids[1]).working_draft.lineage_id
    update = typist.verified(lineage, "Typed. ")

    def type_it() -> list[Result]:
        begun.set()
        return record_updates(world.database, [update])

    with ThreadPoolExecutor(1) as other:
        with world.database.transaction() as session:
            code = code_by_slug(session, OPERATOR, world.slug)
            typing = other.submit(type_it)
            begun.wait()
            prepare_version(session, OPERATOR, code, before, label="First draft")
            assert [one.replica.shared.text for one in catch_up(session, code, before)] == [
                TEXT
            ] * 3
        [result] = typing.result()
    assert isinstance(result, CommittedUpdate)
    assert text(world) == f"{TEXT}\n{TEXT}\n{TEXT}"


def test_two_who_freeze_at_once_do_not_disturb_each_other(world: World) -> None:
    one, other = frozen(world), frozen(world)
    retype(world, "# One\n\nTyped.\n")
    prepare(world, before=one)
    assert other[world.draft_ids[0]].replica.shared.text == TEXT
