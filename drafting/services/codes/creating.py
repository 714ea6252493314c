"""Creates a code of practice, and changes its title, summary and visibility."""

import re

from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting import clock
from drafting.domain.events.codes import CodeChanged, CodeCreated
from drafting.domain.events.people import MemberJoined
from drafting.domain.limits import MAX_SUMMARY_CHARACTERS
from drafting.domain.roles import FIRST_STAKEHOLDER_GROUPS, Role
from drafting.policy.identity import Identity
from drafting.policy.permission_map import require
from drafting.policy.permissions import Permission
from drafting.policy.predicates import Context
from drafting.services.codes.errors import SlugInvalidError, SlugTakenError
from drafting.services.fields import checked_name, checked_text
from drafting.services.people.rights_epoch import rights_changed
from drafting.services.recording import record
from drafting.storage.models import CodeOfPractice, Membership, StakeholderGroup

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_SLUG = 80
RESERVED_SLUGS = frozenset({"new", "admin", "api"})


def create_code(
    session: Session, actor: Identity, *, slug: str, title: str, summary: str = ""
) -> CodeOfPractice:
    """Create a code of practice with the usual stakeholder groups; the actor becomes its
    secretariat.
    """
    require(actor, Permission.CODE_CREATE)
    code = CodeOfPractice(
        slug=_free_slug(session, slug),
        title=checked_name(title, field="title"),
        summary=checked_text(summary, field="summary", most=MAX_SUMMARY_CHARACTERS),
        created_at=clock.now(),
        stakeholder_groups=[
            StakeholderGroup(key=key, name=name, position=position)
            for position, (key, name) in enumerate(FIRST_STAKEHOLDER_GROUPS, start=1)
        ],
    )
    session.add(code)
    session.flush()
    record(session, actor, CodeCreated(code_id=code.id, slug=code.slug))
    if actor.account_id is not None:
        _join_as_secretariat(session, actor, code)
    return code


def change_code(
    session: Session,
    actor: Identity,
    code: CodeOfPractice,
    *,
    title: str,
    summary: str,
    is_public: bool | None = None,
) -> None:
    """Change title and summary, and open or close it to the public; its address stays."""
    require(actor, Permission.CODE_CHANGE, Context(code_id=code.id))
    code.title = checked_name(title, field="title")
    code.summary = checked_text(summary, field="summary", most=MAX_SUMMARY_CHARACTERS)
    if is_public is not None and is_public != code.is_public:
        code.is_public = is_public
        rights_changed(session)
    record(session, actor, CodeChanged(code_id=code.id))


def _free_slug(session: Session, slug: str) -> str:
    if not SLUG.fullmatch(slug) or len(slug) > LONGEST_SLUG or slug in RESERVED_SLUGS:
        raise SlugInvalidError(slug=slug)
    if (
        session.scalars(select(CodeOfPractice.id).where(CodeOfPractice.slug == slug)).first()
        is not None
    ):
        raise SlugTakenError(slug=slug)
    return slug


def _join_as_secretariat(session: Session, actor: Identity, code: CodeOfPractice) -> None:
    session.add(
        Membership(
            account_id=actor.account_id,
            code_id=code.id,
            role=Role.SECRETARIAT,
            declared_interests="",
            joined_at=clock.now(),
        )
    )
    rights_changed(session)
    record(
        session,
        actor,
        MemberJoined(code_id=code.id, account_id=actor.account_id or 0, role=Role.SECRETARIAT),
    )
