"""All models in one namespace: for services, and so that Alembic sees every table."""

from drafting.storage.models.accounts import Account, FederatedIdentity, SignIn
from drafting.storage.models.activity import ActivityEntry
from drafting.storage.models.codes import Chapter, CodeOfPractice
from drafting.storage.models.drafts import DraftUpdate, RightsEpoch, WorkingDraft
from drafting.storage.models.members import (
    Invitation,
    Membership,
    Organisation,
    StakeholderGroup,
    WorkingGroup,
    working_group_member,
)

__all__ = [
    "Account",
    "ActivityEntry",
    "Chapter",
    "CodeOfPractice",
    "DraftUpdate",
    "FederatedIdentity",
    "Invitation",
    "Membership",
    "Organisation",
    "RightsEpoch",
    "SignIn",
    "StakeholderGroup",
    "WorkingDraft",
    "WorkingGroup",
    "working_group_member",
]
