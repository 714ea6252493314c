"""All models in one namespace: for services, and so that Alembic sees every table."""

from drafting.storage.models.accounts import Account, FederatedIdentity, PersonalToken, SignIn
from drafting.storage.models.activity import ActivityEntry
from drafting.storage.models.anchors import ThreadAnchor
from drafting.storage.models.changes import Change, DraftSnapshot, LastReading, SuccessionDecision
from drafting.storage.models.codes import Chapter, CodeOfPractice
from drafting.storage.models.drafts import DraftCheckpoint, DraftUpdate, RightsEpoch, WorkingDraft
from drafting.storage.models.members import (
    Invitation,
    Membership,
    Organisation,
    StakeholderGroup,
    WorkingGroup,
    working_group_member,
)
from drafting.storage.models.rounds import Round
from drafting.storage.models.threads import Comment, Disposition, Thread
from drafting.storage.models.versions import (
    ClauseSuccession,
    Version,
    VersionChapter,
    VersionClause,
)
from drafting.storage.models.work import Job, StoredComparison

__all__ = [
    "Account",
    "ActivityEntry",
    "Change",
    "Chapter",
    "ClauseSuccession",
    "CodeOfPractice",
    "Comment",
    "Disposition",
    "DraftCheckpoint",
    "DraftSnapshot",
    "DraftUpdate",
    "FederatedIdentity",
    "Invitation",
    "Job",
    "LastReading",
    "Membership",
    "Organisation",
    "PersonalToken",
    "RightsEpoch",
    "Round",
    "SignIn",
    "StakeholderGroup",
    "StoredComparison",
    "SuccessionDecision",
    "Thread",
    "ThreadAnchor",
    "Version",
    "VersionChapter",
    "VersionClause",
    "WorkingDraft",
    "WorkingGroup",
    "working_group_member",
]
