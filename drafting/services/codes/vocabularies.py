"""The vocabulary of a code of practice: read, changed, reset; and the one frozen with a version."""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from sqlalchemy.orm import Session

from drafting.domain.events.codes import VocabularyChanged
from drafting.domain.vocabulary.checks import vocabulary_from_json
from drafting.domain.vocabulary.tables import Vocabulary
from drafting.domain.vocabulary.usual import USUAL
from drafting.policy.identity import Identity
from drafting.policy.permission_map import require
from drafting.policy.permissions import Permission
from drafting.services.codes.errors import VocabularyChangedError
from drafting.services.codes.queries import context_of_code
from drafting.services.people.identities import reload_identity
from drafting.services.recording import record
from drafting.storage.models import CodeOfPractice, Version

USUAL_TABLES = USUAL.as_json()


def vocabulary_of(code: CodeOfPractice) -> Vocabulary:
    """The vocabulary with which the next version will be read."""
    return USUAL if code.vocabulary is None else vocabulary_from_json(code.vocabulary)


def vocabulary_of_version(version: Version) -> Vocabulary:
    """The vocabulary that was frozen with a version."""
    return USUAL if version.vocabulary is None else vocabulary_from_json(version.vocabulary)


def digest_of(stored: Mapping[str, Any] | None) -> str:
    """The digest that tells two stored vocabularies apart."""
    return sha256(
        json.dumps(USUAL_TABLES if stored is None else stored, sort_keys=True).encode()
    ).hexdigest()


def change_vocabulary(
    session: Session,
    actor: Identity,
    code: CodeOfPractice,
    given: Mapping[str, Any] | None,
    *,
    instead_of: str,
) -> None:
    """Replace the vocabulary; None is the usual one. Existing versions keep theirs.

    Raises a VocabularyError with its place, or VocabularyChangedError if the edited one is no
    longer current.
    """
    require(reload_identity(session, actor), Permission.CODE_CHANGE, context_of_code(code))
    vocabulary = USUAL if given is None else vocabulary_from_json(given)
    session.refresh(code, ["vocabulary"], with_for_update=True)
    if digest_of(code.vocabulary) != instead_of:
        raise VocabularyChangedError
    if vocabulary == vocabulary_of(code):
        return
    code.vocabulary = None if vocabulary == USUAL else vocabulary.as_json()
    record(session, actor, VocabularyChanged(code_id=code.id, is_usual=vocabulary == USUAL))
