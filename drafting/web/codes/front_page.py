"""The front page of a code of practice: its state, what is new, who commented, the answers."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from drafting import clock
from drafting.domain.comparison.redline import number_of_changes
from drafting.domain.consultation.rounds import RoundState
from drafting.policy.identity import Identity
from drafting.services.comments.code_figures import code_figures, own_figures
from drafting.services.comments.queries import latest_answers
from drafting.services.comments.round_figures import figures_of
from drafting.services.comparison.comparisons import counts_of
from drafting.services.drafts.chapters import chapters_in_use
from drafting.services.people.members import own_membership
from drafting.services.rounds.scheduling import rounds_of, state_of
from drafting.services.versions.queries import published_versions
from drafting.storage.models import CodeOfPractice, Round, Version
from drafting.storage.unit_of_work import Session
from drafting.web.versions.reading import is_asked_to_comment


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """A version or a round on the timeline; one of them is set."""

    at: datetime
    version: Version | None
    round: Round | None
    is_now: bool
    is_ahead: bool


def front_page_of(db: Session, actor: Identity, code: CodeOfPractice) -> dict[str, Any]:
    """All that templates/codes/show.html needs."""
    versions, rounds = published_versions(db, code), rounds_of(db, actor, code)
    return {
        "code": code,
        "chapters": chapters_in_use(code),
        "mine": own_membership(db, actor, code) if actor.role_in(code.id) else None,
        "line": _timeline(versions, rounds),
        "own": own_figures(db, actor, code),
        "figures": code_figures(db, actor, code),
        "answers": latest_answers(db, actor, code),
        **_latest_versions(db, versions),
        **_latest_rounds(db, actor, code, rounds),
    }


def _latest_versions(db: Session, versions: list[Version]) -> dict[str, Any]:
    """The newest version, the one before it, and the number of changes between them."""
    latest, before = [*versions[:2], None, None][:2]
    counts = counts_of(db, before, latest) if latest and before else {}
    return {"latest": latest, "before": before, "changes": number_of_changes(counts)}


def _latest_rounds(
    db: Session, actor: Identity, code: CodeOfPractice, rounds: list[Round]
) -> dict[str, Any]:
    """The open round, and the newest that has begun, with its figures."""
    begun = next((one for one in rounds if state_of(one) is not RoundState.PLANNED), None)
    open_round = next((one for one in rounds if state_of(one) is RoundState.OPEN), None)
    return {
        "open_round": open_round,
        "is_asked": open_round is not None
        and is_asked_to_comment(db, actor, code, open_round.version),
        "begun_round": begun,
        "begun_figures": figures_of(db, actor, code, begun) if begun else None,
    }


def _timeline(versions: list[Version], rounds: list[Round]) -> list[TimelineEntry]:
    now = clock.now()
    entries = [TimelineEntry(one.published_at or now, one, None, False, False) for one in versions]
    for one in rounds:
        is_now, is_ahead = (
            state_of(one, now) is state for state in (RoundState.OPEN, RoundState.PLANNED)
        )
        entries.append(TimelineEntry(one.opens_at, None, one, is_now, is_ahead))
    return sorted(entries, key=lambda entry: entry.at)
