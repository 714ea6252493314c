"""A version as it is written out, and what is said about one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from drafting.domain.anchors.anchoring import AnchorStatus
from drafting.domain.clauses.tree import ClauseKind
from drafting.domain.consultation.comments import CommentState
from drafting.domain.consultation.dispositions import DispositionKind
from drafting.domain.roles import Role
from drafting.domain.versions import Stage


@dataclass(frozen=True, slots=True)
class ExportedClause:
    """A clause with its HTML, which was sanitised when it was stored."""

    kind: ClauseKind
    level: int
    number: str
    eid: str
    explicit_id: str  # "" for none
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class ExportedVersion:
    """A version with its clauses in order."""

    title: str  # of the code of practice
    label: str
    note: str
    stage: Stage
    language: str  # a BCP 47 tag
    published_at: datetime | None  # None while it is prepared and nothing is set
    time_zone: str  # IANA name of the zone in which instants are written
    digest: str
    address: str  # of its page
    clauses: Sequence[ExportedClause]


@dataclass(frozen=True, slots=True)
class ExportedChange:
    """A change between two versions; a clause and its words are "" on a side where it is not."""

    name: str  # "C-014"
    kind: str
    significance: str
    reasons: Sequence[str]
    summary: str
    old_clause: str
    old_text: str
    new_clause: str
    new_text: str
    comments: int
    address: str


@dataclass(frozen=True, slots=True)
class ExportedAnswer:
    """The published answer to a thread."""

    kind: DispositionKind
    reason: str
    published_at: datetime


@dataclass(frozen=True, slots=True)
class ExportedReply:
    """A reply in a thread."""

    author: str
    organisation: str  # "" for none
    is_organisation_confirmed: bool
    text: str


@dataclass(frozen=True, slots=True)
class ExportedThread:
    """A thread as one row. `clause_number` is how the clause is cited; None for the version as a
    whole.
    """

    number: int
    round_number: int | None
    version: str
    clause_number: str | None
    heading: str
    quote: str
    group: str
    organisation: str
    is_organisation_confirmed: bool
    author: str
    role: Role
    language: str
    state: CommentState
    text: str
    replies: Sequence[ExportedReply]
    answer: ExportedAnswer | None
    filed_at: datetime | None
    address: str
    present_version: str = ""  # the newest one, if the thread was carried there from an earlier one
    present_clause: str = ""  # how it is cited there; where it was last, if the words are gone
    present_status: AnchorStatus | None = None
    provision: str = ""  # what the kind of provision that the clause stands in is called
