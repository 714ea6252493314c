"""Nests labelled clauses, such as "(1)", "(a)" and "(i)" in a row, by how their labels count.

"(i)" may be the ninth letter or the first Roman number: what came before decides, then what comes
after.
"""

import re
from dataclasses import dataclass, field

from drafting.domain.clauses.labels import designation, ordinal

ROMAN = re.compile(r"(?=[ivxlc])(c{0,3})(xc|xl|l?x{0,3})(ix|iv|v?i{0,3})$")
ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
LETTERS = 26


@dataclass(frozen=True, slots=True)
class Count:
    """One way to read a label: its style, and its place in the series, from 1."""

    style: str
    value: int


def counts(number: str) -> tuple[Count, ...]:
    """The ways to read a printed label, the likelier first; none if it does not count."""
    last = ordinal(number)
    if not last:
        return ()
    around, depth = number.replace(last, "", 1), last.count(".")
    head, _, last = last.rpartition(".")
    style = f"{around}{'.' * depth}"
    digits = re.match(r"\d+", last)
    if digits:
        return (Count(f"{style}1", int(digits[0])),)
    case = "A" if last.isupper() else "a"
    letter = [Count(style + case, value)] if (value := _letter(last.lower())) else []
    roman = (
        [Count(style + case + "i", value)]
        if ROMAN.match(last.lower()) and (value := _roman(last.lower()))
        else []
    )
    return tuple(roman + letter if head or value == 1 else letter + roman)


def _letter(letters: str) -> int:
    if len(set(letters)) != 1:
        return 0
    return (len(letters) - 1) * LETTERS + ord(letters[0]) - ord("a") + 1


def _roman(letters: str) -> int:
    values = [ROMAN_VALUES[letter] for letter in letters]
    return sum(
        -one if one < following else one
        for one, following in zip(values, [*values[1:], 0], strict=True)
    )


@dataclass(slots=True)
class Level:
    """A running series: its last count, and the clause that carries it."""

    count: Count
    clause: int


@dataclass(slots=True)
class Enumeration:
    """The labelled clauses of one heading, list or quote, in their order."""

    levels: list[Level] = field(default_factory=list)

    def place(self, clause: int, number: str, following: str) -> int | None:
        """Take in `clause`; the clause it stands under, or None at the outermost level.
        `following` is the next label.
        """
        depth, count = self._choose(counts(number), counts(following))
        if number.startswith("§") or designation(number):
            depth = 0  # "§ 5" and "Article 5" stand under no other label
        del self.levels[depth:]
        self.levels.append(Level(count, clause))
        return self.levels[-2].clause if depth else None

    def current(self) -> int | None:
        """The parent of what follows without a label: the last clause counted in digits."""
        return next(
            (level.clause for level in reversed(self.levels) if level.count.style.endswith("1")),
            None,
        )

    def _choose(
        self, readings: tuple[Count, ...], following: tuple[Count, ...]
    ) -> tuple[int, Count]:
        continues = self._continuing(readings, exactly=True)
        opens = [count for count in readings if count.value == 1 and not self._runs(count.style)]
        if (
            continues
            and opens
            and Count(opens[0].style, 2) in following
            and continues[1] != opens[0]
        ):
            return len(self.levels), opens[0]
        if continues or not readings:
            return continues or (0, Count("", 0))
        if opens:
            return len(self.levels), opens[0]
        return self._continuing(readings, exactly=False) or (len(self.levels), readings[0])

    def _runs(self, style: str) -> bool:
        return any(level.count.style == style for level in self.levels)

    def _continuing(
        self, readings: tuple[Count, ...], *, exactly: bool
    ) -> tuple[int, Count] | None:
        for depth in range(len(self.levels) - 1, -1, -1):
            last = self.levels[depth].count
            for count in readings:
                if count.style == last.style and (not exactly or count.value == last.value + 1):
                    return depth, count
        return None
