"""A tab of a browser as the machine of the rooms has it: what it holds, what it has not sent,
what it was promised.
"""

from dataclasses import dataclass, field

from drafting.crdt.shared_text import SharedText
from drafting.domain.roles import Role
from drafting.realtime.drafts.connections import Connection
from drafting.realtime.transport.outboxes import EncodedEvent
from tests.realtime.process import Line, Process

# each word is a character of its own, and two units of UTF-16: no comparison can take it apart
FIRST_WORD = 0x20000


# the committer's failpoints, and those of a checkpoint
IN_COMMIT = (
    "after_insert_before_commit",
    "after_commit_before_apply",
    "after_apply_before_acknowledge",
    "after_relay",
)
IN_CHECKPOINT = ("after_checkpoint_before_delete", "after_delete_before_commit", "after_commit")


class CrashError(BaseException):
    """The process is no more."""


@dataclass
class Unsent:
    """An update on its way, and the words that are promised when it is acknowledged."""

    update: bytes
    words: frozenset[str]


@dataclass(eq=False)
class Tab:
    """One tab of a browser: its replica outlives its connections, but not the loss of a right."""

    role: Role
    replica: SharedText = field(default_factory=SharedText)
    lineage: str | None = None
    seq: int = 0
    unsent: list[Unsent] = field(default_factory=list)
    unpromised: set[str] = field(default_factory=set)
    deleted: set[str] = field(default_factory=set)
    last: bytes = b""  # the update sent last
    heard: list[EncodedEvent] = field(default_factory=list)
    line: Line = field(default_factory=Line)
    connection: Connection | None = None
    process: Process | None = None
    may_write: bool = False

    def forget(self) -> None:
        """A page loaded afresh."""
        self.replica, self.lineage, self.seq, self.last, self.may_write = (
            SharedText(),
            None,
            0,
            b"",
            False,
        )
        self.unsent, self.unpromised, self.deleted, self.heard = [], set(), set(), []


def words_in(text: str) -> set[str]:
    return {sign for sign in text if ord(sign) >= FIRST_WORD}
