"""The vocabulary of a code of practice: names and numbers of its provisions and typed blocks, and
which words define, oblige, negate or carry no weight.

A plain value; other modules say how texts are read with it.
"""

from dataclasses import asdict, dataclass
from typing import Any

# at the end of a word that opens a provision: other words may follow it in a heading ("Recitals *")
ANY_WORDS = " *"
DEFINITION = "definition"  # the kind that a clause which defines a term is of, if the table has it


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of provision or of typed block.

    `numbers` are examples, in which 1, I, A, a and i stand for any number or letter
    (number_patterns.py); blocks have none.
    """

    key: str  # [a-z0-9-], at most 40 characters: stays when the name changes
    name: str  # as people read it
    words: tuple[str, ...]  # that open it
    numbers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All tables of one code of practice. Earlier kinds win over later ones."""

    provisions: tuple[Kind, ...]
    blocks: tuple[Kind, ...]
    divisions: tuple[
        str, ...
    ]  # other words that name a part when a number follows: "Chapter", "Section"
    defining: tuple[str, ...]  # between a term and its definition: "means"
    duty_words: tuple[str, ...]  # words and phrases that make a duty, a power or a wish
    negations: tuple[str, ...]  # single words
    articles: tuple[str, ...]  # single words without weight

    @property
    def designations(self) -> tuple[str, ...]:
        """The words that name something when a number follows: "Measure 2.1", "Chapter II"."""
        words = [
            word for kind in self.provisions for word in kind.words if not word.endswith(ANY_WORDS)
        ]
        return tuple(dict.fromkeys((*words, *self.divisions)))

    @property
    def numbers(self) -> tuple[str, ...]:
        """The examples of numbers, of all provisions."""
        return tuple(number for kind in self.provisions for number in kind.numbers)

    def as_json(self) -> dict[str, Any]:
        """What vocabulary_checks.vocabulary_from_json reads."""
        return asdict(self)

    def provision_name(self, key: str) -> str:
        """What the kind of provision is called; its key if it is none of this table, "" for
        none.
        """
        return next((kind.name for kind in self.provisions if kind.key == key), key)

    def block_name(self, key: str) -> str:
        """What the kind of typed block is called; its key if it is none of this table, "" for
        none.
        """
        return next((kind.name for kind in self.blocks if kind.key == key), key)
