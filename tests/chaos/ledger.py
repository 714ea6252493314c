"""The ledger of every word typed: unique tokens like ⟦c17:000342⟧, and what the server has
promised about each.

A promise is an acknowledgement: of a token (it is there exactly once from now on), or of its
deletion (it never comes back). Anything else may or may not have happened, but never twice.
`judge` holds a text against the promises.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Self

TOKEN = re.compile(r"⟦c\d+:\d{6}⟧")


class BrokenPromiseError(AssertionError):
    """What was promised and is not so."""

    def __init__(self, findings: list["Finding"], where: str) -> None:
        self.findings = findings
        super().__init__(
            f"{where}: " + ", ".join(f"{one.kind} {one.token}" for one in findings[:20])
        )


@dataclass(frozen=True, slots=True)
class Finding:
    """One broken promise: lost, doubled, resurrected, or a token that nobody typed."""

    kind: str
    token: str


@dataclass(slots=True)
class Entry:
    """What is known of one token. `*_sent` is what a typist did, `*_acked` what the server
    promised.
    """

    draft_id: int
    acked: bool = False
    delete_sent: bool = False
    delete_acked: bool = False

    def kind_of_breach(self, times: int) -> str | None:
        if times > 1:
            return "doubled"
        if times == 1:
            return "resurrected" if self.delete_acked else None
        return "lost" if self.acked and not self.delete_sent else None


@dataclass(slots=True)
class Ledger:
    """Written by all typists (each only in its own entries), read by the checker when they are
    silent.
    """

    entries: dict[str, Entry] = field(default_factory=dict)

    def new_token(self, typist: int, draft_id: int) -> str:
        """A token that nobody typed before, entered as sent."""
        token = f"⟦c{typist}:{len(self.entries):06d}⟧"
        self.entries[token] = Entry(draft_id)
        return token

    def judge(self, draft_id: int, text: str) -> list[Finding]:
        """Every promise about a draft that its text does not keep."""
        times = Counter(TOKEN.findall(text))
        entries = {token: one for token, one in self.entries.items() if one.draft_id == draft_id}
        breaches = [(entry.kind_of_breach(times[token]), token) for token, entry in entries.items()]
        unknown = [Finding("unknown", token) for token in times if token not in entries]
        return unknown + [Finding(kind, token) for kind, token in breaches if kind]

    @property
    def figures(self) -> dict[str, int]:
        entries = list(self.entries.values())
        return {
            "sent": len(entries),
            "acked": sum(one.acked for one in entries),
            "deleted": sum(one.delete_acked for one in entries),
        }


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that a typist did to one token, which an acknowledgement will cover."""

    token: str
    entry: Entry
    is_deletion: bool = False

    @classmethod
    def deletion(cls, token: str, entry: Entry) -> Self:
        entry.delete_sent = True
        return cls(token, entry, is_deletion=True)

    def is_acknowledged(self) -> None:
        """The server promised it."""
        if self.is_deletion:
            self.entry.delete_acked = True
        else:
            self.entry.acked = True
