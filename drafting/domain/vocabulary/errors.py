"""What can be wrong with a vocabulary: each fault by name, with its place. What people read
stands in request/messages/.
"""

from drafting.errors import InvalidInputError


class VocabularyError(InvalidInputError):
    """The root. `field` is the place: "duty_words", or "provisions-2-words" for the third kind
    of provision.
    """

    def __init__(self, field: str, **facts: object) -> None:
        super().__init__(**facts)
        self.field = field


class VocabularyShapeError(VocabularyError):
    """It has not the shape of as_json."""


class KindNameMissingError(VocabularyError):
    """A kind has words or numbers, and no name."""


class KindTwiceError(VocabularyError):
    """Two kinds have the same key or name."""


class TooManyKindsError(VocabularyError):
    """More kinds than readers could tell apart."""


class TooManyWordsError(VocabularyError):
    """More words than a list holds."""


class WordInvalidError(VocabularyError):
    """A word is too long, or does not begin with a letter."""


class WordTwiceError(VocabularyError):
    """One word opens two kinds."""


class SingleWordsError(VocabularyError):
    """An entry of several words in a list of single words."""


class NumberPatternError(VocabularyError):
    """An example of a number from which no pattern can be read."""
