"""All that was ever typed into one working draft, deleted text included, and the moments at
which one may look at it.

Only what each moment added is kept, not a whole Snapshot for each: both its parts, clocks and
deletes, only ever grow. The Doc behind it never collects garbage. Knows neither accounts nor
stores.
"""

from bisect import bisect_right
from dataclasses import dataclass, field

from drafting.crdt.past_state import past_state
from drafting.crdt.shared_text import SharedText
from drafting.crdt.wire.clock_set import ClockSet
from drafting.crdt.wire.update_reader import read_update

FINENESS = 60_000  # ms: what was committed within one minute is one moment


@dataclass(slots=True)
class Moment:
    """The state after the update `seq`, committed at `at` (ms since 1970, UTC): here, what it
    added to the one before.
    """

    at: int
    seq: int
    clocks: dict[int, int] = field(default_factory=dict)
    deletes: ClockSet = field(default_factory=ClockSet)


class EditHistory:
    """Grows by the rows of the log in their order."""

    def __init__(self) -> None:
        self.shared = SharedText(skip_gc=True)
        self.moments: list[Moment] = []

    @property
    def seq(self) -> int:
        return self.moments[-1].seq if self.moments else 0

    def append(self, at: int, seq: int, update: bytes) -> None:
        """Integrate the next update of the log."""
        self.shared.apply(update)
        reading = read_update(update)
        moment = self._moment_of(at)
        moment.at, moment.seq = at, seq
        for brought in reading.structs:
            moment.clocks[brought.client] = max(brought.end, moment.clocks.get(brought.client, 0))
        moment.deletes.add(reading.deletes)

    def _moment_of(self, at: int) -> Moment:
        if not self.moments or at // FINENESS != self.moments[-1].at // FINENESS:
            self.moments.append(Moment(at, 0))
        return self.moments[-1]

    def clocks(self) -> dict[int, int]:
        """How far each client had come according to the updates, whether or not the Doc could
        place them.
        """
        return self._clocks_of(self.moments)

    def text_at(self, seq: int) -> str:
        """The text as it was at the last moment not after `seq`; empty before the first."""
        moments = self.moments[: bisect_right(self.moments, seq, key=lambda moment: moment.seq)]
        deletes = ClockSet(one for moment in moments for one in moment.deletes)
        return SharedText(
            [past_state(self.shared.update_since(b"\0"), self._clocks_of(moments), deletes)]
        ).text

    @staticmethod
    def _clocks_of(moments: list[Moment]) -> dict[int, int]:
        clocks: dict[int, int] = {}
        for moment in moments:
            for client, clock in moment.clocks.items():
                clocks[client] = max(clock, clocks.get(client, 0))
        return clocks
