"""Working groups of a code of practice: the chairs and drafters to whom chapters are given."""

from sqlalchemy.orm import Session

from drafting.domain.events.people import WorkingGroupChanged
from drafting.errors import NotFoundError
from drafting.policy.identity import Identity
from drafting.policy.permission_map import require
from drafting.policy.permissions import Permission
from drafting.policy.predicates import Context
from drafting.services.fields import checked_name
from drafting.services.people.errors import WorkingGroupExistsError
from drafting.services.recording import record
from drafting.storage.models import CodeOfPractice, WorkingGroup


def create_working_group(
    session: Session, actor: Identity, code: CodeOfPractice, *, name: str
) -> WorkingGroup:
    """Add a working group; raises WorkingGroupExistsError."""
    require(actor, Permission.WORKING_GROUP_CHANGE, Context(code_id=code.id))
    group = WorkingGroup(code_id=code.id, name=_free_name(code, name))
    code.working_groups.append(group)
    session.flush()
    _record(session, actor, group, "created")
    return group


def rename_working_group(
    session: Session, actor: Identity, code: CodeOfPractice, working_group_id: int, *, name: str
) -> None:
    """Give a working group another name; raises WorkingGroupExistsError."""
    require(actor, Permission.WORKING_GROUP_CHANGE, Context(code_id=code.id))
    group = next((group for group in code.working_groups if group.id == working_group_id), None)
    if group is None:
        raise NotFoundError
    group.name = _free_name(code, name, besides=group)
    _record(session, actor, group, "name")


def _free_name(code: CodeOfPractice, name: str, besides: WorkingGroup | None = None) -> str:
    checked = checked_name(name)
    if checked.casefold() in {
        group.name.casefold() for group in code.working_groups if group is not besides
    }:
        raise WorkingGroupExistsError(name=checked)
    return checked


def _record(session: Session, actor: Identity, group: WorkingGroup, what: str) -> None:
    record(
        session,
        actor,
        WorkingGroupChanged(code_id=group.code_id, working_group_id=group.id, what=what),
    )
