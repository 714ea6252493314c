"""Versions: private until published, public at the set instant by the clock alone, unchangeable
from then on.
"""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from drafting import clock
from drafting.crdt.shared_text import SharedText
from drafting.domain.roles import Role
from drafting.domain.words.text_diff import TextEdit
from drafting.errors import DraftingError, NotPermittedError
from drafting.policy.identity import NOBODY, OPERATOR, Identity
from drafting.services.codes.creating import create_code
from drafting.services.coediting.update_log import rows_after
from drafting.services.comments.feed import may_follow
from drafting.services.drafts.freezing import freeze
from drafting.services.drafts.importing import record_forward_edit
from drafting.services.errors import (
    ChoiceInvalidError,
    FieldMissingError,
    FieldTooLongError,
    InstantPastError,
    LanguageInvalidError,
)
from drafting.services.people.members import MembershipInput
from drafting.services.rounds.scheduling import rounds_of
from drafting.services.versions.errors import (
    ControlCharacterInChapterError,
    NothingToPublishError,
    VersionIsPublicError,
    VersionNotFoundError,
    VersionNotReadyError,
    VersionPendingError,
    VersionUnchangedError,
)
from drafting.services.versions.publishing import (
    discard_version,
    hold_back_version,
    next_ordinal,
    prepare_version,
    publish_version,
)
from drafting.services.versions.queries import published_versions, version_by_number, versions_of
from drafting.storage.models import (
    ActivityEntry,
    ClauseSuccession,
    Version,
    VersionChapter,
    VersionClause,
)
from tests.services.acting import act, look, make_part, version
from tests.support.people import World
from tests.support.published import make_public, prepare, publish_world, retype

TEXT = "# One\n\nAnother first clause.\n"


def publish(
    world: World, number: int = 1, at: datetime | None = None, actor: Identity = OPERATOR
) -> None:
    act(world, lambda db, code: publish_version(db, actor, code, version(db, code, number), at=at))


def discard(world: World, number: int = 1) -> None:
    act(world, lambda db, code: discard_version(db, OPERATOR, code, version(db, code, number)))


def hold_back(world: World, number: int = 1) -> None:
    act(world, lambda db, code: hold_back_version(db, OPERATOR, code, version(db, code, number)))


def readable(world: World, actor: Identity, number: int = 1) -> bool:
    """Whether the actor finds the version; all queries must say the same."""

    def ask(db, code) -> set[bool]:  # type: ignore[no-untyped-def]
        version_id = version(db, code, number).id
        listed = number in [one.number for one in versions_of(db, actor, code)]
        try:
            version_by_number(db, actor, code, number)
        except VersionNotFoundError:
            return {listed, False}
        return {listed, True} | (
            {may_follow(db, actor, version_id)}
            if actor.role_in(code.id) is not Role.SECRETARIAT
            else set()
        )

    [answer] = look(world, ask)
    return answer


@pytest.mark.parametrize("role", Role)
def test_what_is_prepared_exists_for_the_secretariat_only(world: World, role: Role) -> None:
    make_public(world)
    prepare(world)
    assert readable(world, world.identity(role)) == (role is Role.SECRETARIAT)
    assert not readable(world, NOBODY)
    assert look(world, published_versions) == []


@pytest.mark.parametrize("role", Role)
def test_what_is_published_exists_for_every_member(world: World, role: Role) -> None:
    prepare(world)
    publish(world)
    assert readable(world, world.identity(role))
    assert not readable(world, NOBODY)


def test_a_public_code_of_practice_is_read_by_anybody_once_it_is_published(world: World) -> None:
    make_public(world)
    prepare(world)
    publish(world)
    assert readable(world, NOBODY)


def test_it_is_public_at_the_set_instant_by_the_clock_alone(world: World) -> None:
    make_public(world)
    prepare(world)
    at = clock.now() + timedelta(hours=1)
    publish(world, at=at)
    for moment, is_public in (
        (clock.now(), False),
        (at - timedelta(microseconds=1), False),
        (at, True),
    ):
        with clock.frozen_at(moment):
            assert readable(world, NOBODY) == is_public
            assert len(look(world, published_versions)) == is_public
            assert readable(world, world.identity(Role.CHAIR)) == is_public


def test_a_publication_that_lies_ahead_may_be_moved_and_held_back(world: World) -> None:
    prepare(world)
    soon = clock.now() + timedelta(hours=1)
    publish(world, at=soon)
    publish(world, at=soon + timedelta(hours=1))
    hold_back(world)
    with clock.frozen_at(soon + timedelta(days=1)):
        assert look(world, published_versions) == []
        publish(world)
        assert len(look(world, published_versions)) == 1


def test_an_instant_that_has_passed_is_refused(world: World) -> None:
    prepare(world)
    with pytest.raises(InstantPastError), clock.frozen_at(clock.now()):
        publish(world, at=clock.now())
    assert look(world, published_versions) == []


@pytest.mark.parametrize("change", [publish, hold_back, discard])
def test_what_is_public_is_not_published_again_nor_held_back_nor_thrown_away(
    world: World, change
) -> None:  # type: ignore[no-untyped-def]
    prepare(world)
    at = clock.now() + timedelta(hours=1)
    publish(world, at=at)
    with pytest.raises(VersionIsPublicError), clock.frozen_at(at):
        change(world)
    with clock.frozen_at(at):
        assert [one.published_at for one in look(world, published_versions)] == [at]


def test_typing_after_publishing_changes_neither_text_nor_digest(world: World) -> None:
    publish_world(world)
    before = look(world, lambda db, code: (version(db, code).digest, version(db, code).text))
    retype(world, TEXT)
    assert (
        look(world, lambda db, code: (version(db, code).digest, version(db, code).text)) == before
    )


def typed(world: World, words: str) -> None:
    """Type, or paste, at the beginning of the first chapter."""
    cached = SharedText(
        row.payload
        for row in look(world, lambda db, code: rows_after(db.connection(), world.draft_ids[0], 0))
    )
    update = cached.edit([TextEdit(0, 0, words)])
    act(
        world,
        lambda db, code: record_forward_edit(
            db, OPERATOR, draft_id=world.draft_ids[0], update=update
        ),
    )


def test_a_control_character_is_refused_with_its_chapter_and_line(world: World) -> None:
    typed(world, "typed\n by\x1b hand\t\n\n")
    with pytest.raises(ControlCharacterInChapterError) as caught:
        publish_world(world)
    assert caught.value.facts == {"chapter": "Chapter 1", "line": 2, "name": "U+001B"}


def test_breaks_of_other_systems_part_words(world: World) -> None:
    typed(world, "# One\n\nProviders shall\x0bnot report\u2028ever,\x85or\x0clate.\n\n")
    publish_world(world)
    text = look(world, lambda db, code: version(db, code).text)
    assert text.startswith("# One\n\nProviders shall not report ever,\nor late.\n")


def test_a_version_that_is_not_read_yet_is_not_published(world: World) -> None:
    prepare(world, is_read=False)
    with pytest.raises(VersionNotReadyError):
        publish(world)


def test_only_one_version_is_prepared_at_a_time(world: World) -> None:
    prepare(world)
    retype(world, TEXT)
    with pytest.raises(VersionPendingError):
        prepare(world)
    publish(world, at=clock.now() + timedelta(hours=1))
    with pytest.raises(VersionPendingError):
        prepare(world)


def test_nothing_changed_is_no_version(world: World) -> None:
    publish_world(world)
    with pytest.raises(VersionUnchangedError):
        prepare(world)
    retype(world, TEXT)
    assert prepare(world) == 2


def test_no_text_at_all_is_no_version(world: World) -> None:
    with world.database.transaction() as session:
        code = create_code(session, OPERATOR, slug="empty", title="Empty")
        with pytest.raises(NothingToPublishError):
            prepare_version(session, OPERATOR, code, freeze(session, code), label="First draft")
    for chapter in (1, 2, 3):
        retype(world, " \n\n", chapter)
    with pytest.raises(NothingToPublishError):
        prepare(world)


def test_what_is_thrown_away_leaves_nothing_and_frees_its_number(world: World) -> None:
    publish_world(world)
    retype(world, TEXT)
    assert prepare(world) == 2
    discard(world, 2)
    for table, of in (
        (VersionClause, VersionClause.version_id),
        (VersionChapter, VersionChapter.version_id),
    ):
        counted = look(
            world,
            lambda db, code, t=table, of=of: db.scalar(
                select(func.count()).select_from(t).where(of != 1)
            ),
        )
        assert counted == 0
    assert look(world, lambda db, code: db.scalars(select(Version.number)).all()) == [1]
    assert look(world, lambda db, code: db.scalars(select(ClauseSuccession.kind)).all()) == []
    assert prepare(world) == 2
    publish(world, 2)


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"label": " \n"}, FieldMissingError),
        ({"label": "x" * 201}, FieldTooLongError),
        ({"note": "x" * 5_001}, FieldTooLongError),
        ({"stage": "done"}, ChoiceInvalidError),
        ({"language": "english!"}, LanguageInvalidError),
    ],
)
def test_a_field_that_is_wrong_is_named_and_nothing_is_prepared(
    world: World, fields: dict[str, str], error: type[DraftingError]
) -> None:
    with pytest.raises(error) as caught:
        prepare(world, **fields)
    assert getattr(caught.value, "field", None) == next(iter(fields))
    assert look(world, lambda db, code: db.scalars(select(Version.id)).all()) == []


def test_the_fields_are_kept_as_given(world: World) -> None:
    prepare(
        world,
        label=" Final  text ",
        note=" A note.\nOf two lines. ",
        stage="final",
        language="fr-BE",
    )
    made = look(world, version)
    assert (made.label, made.note, made.stage, made.language) == (
        "Final text",
        "A note.\nOf two lines.",
        "final",
        "fr-BE",
    )


def test_the_language_is_that_of_the_code_of_practice_if_none_is_given(world: World) -> None:
    prepare(world)
    assert look(world, version).language == "en"


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SECRETARIAT])
def test_nobody_else_prepares_publishes_holds_back_or_throws_away(world: World, role: Role) -> None:
    actor = world.identity(role)
    with pytest.raises(NotPermittedError):
        prepare(world, actor=actor)
    prepare(world)
    for change in (publish_version, hold_back_version, discard_version):
        with pytest.raises(NotPermittedError):
            act(world, lambda db, code, change=change: change(db, actor, code, version(db, code)))
    assert look(world, published_versions) == []


def test_a_right_lost_since_the_door_asked_is_lost(world: World) -> None:
    actor = world.identity(Role.SECRETARIAT)
    make_part(world, Role.CHAIR, MembershipInput(Role.SECRETARIAT))
    make_part(world, Role.SECRETARIAT, MembershipInput(Role.OBSERVER))
    with pytest.raises(NotPermittedError):
        prepare(world, actor=actor)


def test_a_right_lost_while_the_version_waited_is_lost_for_publishing(world: World) -> None:
    actor = world.identity(Role.SECRETARIAT)
    prepare(world)
    make_part(world, Role.CHAIR, MembershipInput(Role.SECRETARIAT))
    make_part(world, Role.SECRETARIAT, MembershipInput(Role.OBSERVER))
    for change in (publish_version, hold_back_version, discard_version):
        with pytest.raises(NotPermittedError):
            act(world, lambda db, code, change=change: change(db, actor, code, version(db, code)))


@pytest.mark.parametrize("number", [0, -1, 2, 2**31 - 1])
def test_a_number_that_no_version_has_is_not_found(world: World, number: int) -> None:
    publish_world(world)
    with pytest.raises(VersionNotFoundError):
        look(world, lambda db, code: version_by_number(db, OPERATOR, code, number))


def test_the_trail_tells_what_happened_to_a_version(world: World) -> None:
    prepare(world)
    publish(world, at=clock.now() + timedelta(hours=1))
    hold_back(world)
    discard(world)
    kinds = look(
        world,
        lambda db, code: db.scalars(select(ActivityEntry.kind).order_by(ActivityEntry.id)).all(),
    )
    assert kinds[-4:] == [
        "VersionPrepared",
        "VersionPublished",
        "VersionHeldBack",
        "VersionDiscarded",
    ]


def test_labels_count_on(world: World) -> None:
    assert look(world, next_ordinal) == 1
    publish_world(world)
    assert look(world, next_ordinal) == 2


def test_rounds_are_asked_for_only_on_what_is_public(world: World) -> None:
    prepare(world)
    assert look(world, lambda db, code: rounds_of(db, NOBODY, code)) == []


def test_of_two_who_froze_at_once_the_second_hears_that_a_version_is_prepared(world: World) -> None:
    frozen = look(world, freeze)
    act(world, lambda db, code: prepare_version(db, OPERATOR, code, frozen, label="One"))
    with pytest.raises(VersionPendingError) as caught:
        act(world, lambda db, code: prepare_version(db, OPERATOR, code, frozen, label="Other"))
    assert caught.value.facts == {"label": "One"}
