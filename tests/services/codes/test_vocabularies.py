"""The words of a code of practice are changed by the secretariat, and frozen with each version
that is prepared.
"""

import json
from typing import Any

import pytest
from sqlalchemy import select

from drafting.domain.comparison.significance import Reason
from drafting.domain.roles import Role
from drafting.domain.vocabulary.errors import WordInvalidError
from drafting.domain.vocabulary.tables import Vocabulary
from drafting.domain.vocabulary.usual import USUAL
from drafting.errors import NotPermittedError
from drafting.policy.identity import OPERATOR, Identity
from drafting.services.codes.errors import VocabularyChangedError
from drafting.services.codes.vocabularies import (
    change_vocabulary,
    digest_of,
    vocabulary_of,
    vocabulary_of_version,
)
from drafting.services.comparison.comparisons import comparison_of
from drafting.services.drafts.freezing import freeze
from drafting.services.operations.job_registry import run_all_jobs
from drafting.services.versions.publishing import discard_version, prepare_version
from drafting.services.versions.queries import clauses_of
from drafting.storage.models import ActivityEntry
from tests.services.acting import act, look, version
from tests.support.people import World
from tests.support.published import publish_world, retype

FIRST = "# Pledge 1 — Peace\n\nThe parties undertake peace.\n\n> Sidenote: a remark.\n"
SECOND = FIRST.replace("undertake", "promise")


def with_words(**tables: Any) -> dict[str, Any]:
    """The usual tables with others in their place."""
    return {**json.loads(json.dumps(USUAL.as_json())), **tables}


PLEDGES = with_words(
    provisions=[{"key": "pledge", "name": "Pledge", "words": ["Pledge"], "numbers": []}],
    blocks=[{"key": "sidenote", "name": "Sidenote", "words": ["Sidenote"]}],
    duty_words=["undertake", "promise"],
)


def change(world: World, given: dict[str, Any] | None, actor: Identity = OPERATOR) -> None:
    act(
        world,
        lambda db, code: change_vocabulary(
            db, actor, code, given, instead_of=digest_of(code.vocabulary)
        ),
    )


def words_of(world: World) -> Vocabulary:
    return look(world, lambda db, code: vocabulary_of(code))


def events(world: World) -> list[dict[str, Any]]:
    query = (
        select(ActivityEntry.details)
        .where(ActivityEntry.kind == "VocabularyChanged")
        .order_by(ActivityEntry.id)
    )
    return look(world, lambda db, code: list(db.scalars(query)))


def kinds(world: World, number: int) -> list[tuple[str, str]]:
    return look(
        world,
        lambda db, code: [
            (one.provision, one.block) for one in clauses_of(db, version(db, code, number))
        ],
    )


def test_it_is_the_usual_one_until_it_is_changed_and_again_when_it_is_taken_back(
    world: World,
) -> None:
    assert words_of(world) == USUAL
    change(world, PLEDGES)
    assert [kind.name for kind in words_of(world).provisions] == ["Pledge"]
    change(world, None)
    assert words_of(world) == USUAL
    assert look(world, lambda db, code: code.vocabulary) is None
    assert events(world) == [{"is_usual": False}, {"is_usual": True}]


def test_what_changes_nothing_is_not_recorded(world: World) -> None:
    change(world, with_words())
    assert events(world) == []
    assert look(world, lambda db, code: code.vocabulary) is None


def test_only_the_secretariat_changes_it(world: World) -> None:
    for role in [role for role in Role if role is not Role.SECRETARIAT]:
        with pytest.raises(NotPermittedError):
            change(world, PLEDGES, world.identity(role))
    change(world, PLEDGES, world.identity(Role.SECRETARIAT))
    assert words_of(world) != USUAL


def test_a_wrong_word_changes_nothing(world: World) -> None:
    with pytest.raises(WordInvalidError):
        change(world, with_words(duty_words=["*"]))
    assert words_of(world) == USUAL


def test_who_edited_an_older_one_is_told(world: World) -> None:
    before = look(world, lambda db, code: digest_of(code.vocabulary))
    change(world, PLEDGES)
    with pytest.raises(VocabularyChangedError):
        act(world, lambda db, code: change_vocabulary(db, OPERATOR, code, None, instead_of=before))
    assert words_of(world) != USUAL


def test_a_version_keeps_the_words_of_the_day_it_was_prepared(world: World) -> None:
    retype(world, FIRST)
    publish_world(world)
    change(world, PLEDGES)
    retype(world, SECOND)
    publish_world(world, label="Second draft")
    assert look(world, lambda db, code: vocabulary_of_version(version(db, code, 1))) == USUAL
    assert (
        look(world, lambda db, code: vocabulary_of_version(version(db, code, 2))).block_name(
            "sidenote"
        )
        == "Sidenote"
    )
    assert kinds(world, 1)[:3] == [("", "")] * 3
    assert kinds(world, 2)[:3] == [("pledge", ""), ("pledge", ""), ("pledge", "sidenote")]
    assert (
        look(world, lambda db, code: clauses_of(db, version(db, code, 2))[0].number) == "Pledge 1"
    )


@pytest.mark.parametrize(
    ("given", "reason"), [(PLEDGES, Reason.DUTY_WORD), (with_words(duty_words=[]), Reason.WORDS)]
)
def test_a_comparison_goes_by_the_words_of_the_newer_version(
    world: World, given: dict[str, Any], reason: Reason
) -> None:
    retype(world, FIRST)
    publish_world(world)
    change(world, given)
    retype(world, SECOND)
    publish_world(world, label="Second draft")
    entries = look(
        world,
        lambda db, code: comparison_of(db, version(db, code, 1), version(db, code, 2)).entries,
    )
    assert [entry.reasons for entry in entries if entry.changes] == [(reason,)]


def test_the_same_texts_with_other_words_are_compared_anew(world: World) -> None:
    retype(world, FIRST)
    publish_world(world)
    retype(world, SECOND)
    found = []
    for given in (None, PLEDGES):
        change(world, given) if given else None
        frozen = look(world, freeze)
        act(
            world,
            lambda db, code, now=frozen: prepare_version(
                db, OPERATOR, code, now, label="Second draft"
            ),
        )
        run_all_jobs(world.database)
        entries = look(
            world,
            lambda db, code: comparison_of(db, version(db, code, 1), version(db, code, 2)).entries,
        )
        found.append([entry.reasons for entry in entries if entry.changes])
        act(world, lambda db, code: discard_version(db, OPERATOR, code, version(db, code, 2)))
    assert found == [[(Reason.WORDS,)], [(Reason.DUTY_WORD,)]]
