"""Finds characters that readers do not see: invisible or bidirectional ones, and look-alikes.

A text that says something else than it shows is published only after the secretariat confirmed it
(CVE-2021-42574, CVE-2021-42694).
"""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from drafting.domain.words.invisible import InvisibleChange, invisible_changes
from drafting.services.versions.queries import clauses_of
from drafting.storage.models import Version, VersionClause


@dataclass(frozen=True, slots=True)
class HiddenCharacters:
    """A clause and its hidden characters, without typography such as no-break spaces."""

    clause: VersionClause
    signs: tuple[InvisibleChange, ...]


def hidden_characters_in(session: Session, version: Version) -> list[HiddenCharacters]:
    """The clauses with hidden characters, in the order of the text."""
    found = []
    for clause in clauses_of(session, version):
        signs = tuple(one for one in invisible_changes("", clause.text) if not one.is_typography)
        if signs:
            found.append(HiddenCharacters(clause, signs))
    return found
