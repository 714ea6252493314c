"""The figures of a round: threads by stakeholder group, and how many are answered.

Counts only what the actor sees.
"""

from dataclasses import dataclass

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from drafting.domain.consultation.comments import CommentState
from drafting.policy.identity import Identity
from drafting.services.comments.visibility import visible_to
from drafting.storage.models import (
    CodeOfPractice,
    Comment,
    Disposition,
    Round,
    StakeholderGroup,
    Thread,
)


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """One group's threads in a round. `group` is None for people in no group."""

    group: StakeholderGroup | None
    threads: int
    answered: int
    filed: int  # given in, and not yet published


@dataclass(frozen=True, slots=True)
class RoundFigures:
    groups: tuple[GroupFigures, ...]

    @property
    def threads(self) -> int:
        return sum(one.threads for one in self.groups)

    @property
    def answered(self) -> int:
        return sum(one.answered for one in self.groups)

    @property
    def filed(self) -> int:
        return sum(one.filed for one in self.groups)


def figures_of(
    session: Session, actor: Identity, code: CodeOfPractice, round_: Round
) -> RoundFigures:
    """The threads of a round that the actor sees, by group in the order of the code of practice."""
    published = select(Disposition.thread_id).where(Disposition.published_at.is_not(None))
    answered = func.sum(case((Thread.id.in_(published), 1), else_=0))
    filed = func.sum(case((Comment.state == CommentState.FILED, 1), else_=0))
    query = (
        select(Comment.stakeholder_group_id, func.count(), answered, filed)
        .join(Thread, Thread.id == Comment.thread_id)
        .join(Round, Round.id == Thread.round_id)
        .where(Thread.round_id == round_.id, Comment.position == 1, visible_to(actor, code))
        .group_by(Comment.stakeholder_group_id)
    )
    found = {row[0]: row[1:] for row in session.execute(query)}
    order = [*code.stakeholder_groups, None]
    return RoundFigures(
        tuple(
            GroupFigures(group, *found[key])
            for group in order
            if (key := group.id if group else None) in found
        )
    )
