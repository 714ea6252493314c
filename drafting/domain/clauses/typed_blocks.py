"""Which typed block each clause stands in: legal text, explanation, open question, told by how
it is opened.

By a fenced part (::: explanation), a quote or list item that opens with a marker or with its
words, a heading of these words, or a paragraph that begins with them. One that is nothing but
these words is about what comes next.
"""

import re
from collections.abc import Iterator, Sequence

from drafting.domain.clauses.labels import designation
from drafting.domain.clauses.tree import ClauseKind
from drafting.domain.clauses.wording import Wording, marker_name, marks_of
from drafting.domain.markdown.blocks import Block, Container, Reading
from drafting.domain.vocabulary.openings import openings_of
from drafting.domain.vocabulary.tables import Vocabulary

COUNTED = r"(?:\s+[\w.()/–-]{0,12}\d[\w.()/–-]{0,12})?"  # "Recital 105:", "Question 2."
ENDED = re.compile(rf"{COUNTED}\s*(?:$|[:—–]|[.-]\s)")
ALONE = re.compile(rf"{COUNTED}\s*[:.]?\s*$")
EMPHASIS = ("**", "__")
SPOKEN = frozenset(
    {ClauseKind.HEADING, ClauseKind.PARAGRAPH, ClauseKind.LIST_ITEM, ClauseKind.QUOTE}
)


def typed_blocks_of(
    reading: Reading,
    kinds: Sequence[ClauseKind],
    words: Sequence[Wording],
    parents: Sequence[int | None],
    vocabulary: Vocabulary,
) -> list[str]:
    """For each block of the text the key of the typed block it opens or stands in, "" for none."""
    typing = _Typing(vocabulary)
    rows = zip(reading.blocks, kinds, words, parents, strict=True)
    return [typing.take(*row) for row in rows]


class _Typing:
    """What is known while the blocks go by."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.words = openings_of(vocabulary.blocks)
        self.names = marks_of(vocabulary).blocks
        self.containers: dict[int, str] = {}  # by id: each lives as long as the reading
        self.below: list[str] = []  # of each block, what stands under it as under a heading is of
        self.announced = ""  # by a paragraph that was nothing but the words

    def take(self, block: Block, kind: ClauseKind, words: Wording, parent: int | None) -> str:
        """The typed block of the next block."""
        opened = words.block or self._opened(kind, words)
        above = "" if parent is None else self.below[parent]
        announced, self.announced = self.announced, ""
        if kind is ClauseKind.HEADING and not block.container:
            self.below.append(opened or above)
        else:
            self.below.append(above)
            if opened and not block.container and ALONE.match(words.text, self._end(words)):
                self.announced = opened
        around = self._container(block.container, opened or announced) if block.container else ""
        return opened or around or self._fence(block) or announced or above

    def _fence(self, block: Block) -> str:
        return next(
            (self.names[name] for name in map(marker_name, block.fences) if name in self.names), ""
        )

    def _container(self, inside: Container, opened: str) -> str:
        """Of the containers around a block; those of which it is the first one open with it."""
        unknown = list(_unknown(inside, self.containers))
        outer = unknown[-1].outer if unknown else inside
        known = self.containers[id(outer)] if outer else ""
        for container in unknown:
            self.containers[id(container)] = opened or known
        return self.containers[id(inside)]

    def _opened(self, kind: ClauseKind, words: Wording) -> str:
        if kind not in SPOKEN:
            return ""
        if words.number and (word := designation(words.number)):
            return self.words.key_of(word)
        found = self.words.at(words.text)
        if not found or words.text[0].islower():
            return ""
        is_loud = kind is not ClauseKind.HEADING and (
            words.text[: found.end].isupper() or words.contents[0].startswith(EMPHASIS)
        )
        return (
            found.key
            if ENDED.match(words.text, found.end) or (is_loud and self._is_apart(words, found.end))
            else ""
        )

    def _is_apart(self, words: Wording, end: int) -> bool:
        """Whether the words stand out from the sentence: in capitals, or alone in bold."""
        if words.text[:end].isupper():
            return True
        bold = words.contents[0].find(words.contents[0][:2], 2)
        return (
            bold >= 0
            and " ".join(words.contents[0][2:bold].split()).rstrip(" .:") == words.text[:end]
        )

    def _end(self, words: Wording) -> int:
        found = self.words.at(words.text)
        return found.end if found else 0


def _unknown(inside: Container | None, known: dict[int, str]) -> Iterator[Container]:
    while inside and id(inside) not in known:
        yield inside
        inside = inside.outer
