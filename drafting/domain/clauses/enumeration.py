"""Nests labelled clauses, such as "(1)", "(a)" and "(i)" in a row, by how their labels count.

"(i)" may be the ninth letter or the first Roman number: what came before decides, then what comes
after.
"""

import re
from dataclasses import dataclass, field

from drafting.domain.clauses.labels import designation, ordinal

ROMAN = re.compile(r"(?=[ivxlc])(c{0,3})(xc|xl|l?x{0,3})(ix|iv|v?i{0,3})$")
ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
# as they are counted in law: without letters that are only variants
ALPHABETS = (
    "abcdefghijklmnopqrstuvwxyz",
    "αβγδεζηθικλμνξοπρστυφχψω",
    "абвгдежзиклмнопрстуфхцчшщэюя",
)
TWO = 2


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
    letter = [Count(style + case, value) for value in _letters(last.lower())]
    roman = (
        [Count(style + case + "i", value)]
        if ROMAN.match(last.lower()) and (value := _roman(last.lower()))
        else []
    )
    first = (roman or letter or [Count("", 0)])[0].value
    return tuple(roman + letter if head or first == 1 else letter + roman)


def _letters(letters: str) -> list[int]:
    """The places of a letter, or of two behind z: "bb" comes after "aa" or long after "ab"."""
    alphabet = next((one for one in ALPHABETS if letters[0] in one), "")
    places = [alphabet.find(one) + 1 for one in letters]
    if not alphabet or 0 in places:
        return []
    size = len(alphabet)
    if len(places) == 1:
        return places
    repeated = [(len(places) - 1) * size + places[0]] if len(set(places)) == 1 else []
    counted = [places[0] * size + places[1]] if len(places) == TWO and places[0] == 1 else []
    return list(dict.fromkeys([*repeated, *counted]))


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
        readings = counts(number)
        stands_alone = number.startswith("§") or bool(designation(number))
        if not readings and not stands_alone and self.levels:
            # a label that does not count stands beside the last one, and counts for nothing
            return self.levels[-2].clause if len(self.levels) > 1 else None
        depth, count = self._choose(readings, counts(following))
        if stands_alone:
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
