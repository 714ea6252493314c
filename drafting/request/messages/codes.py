"""The sentences for refusals of a code of practice and its vocabulary."""

from flask_babel import lazy_gettext as _l

from drafting.domain.vocabulary.errors import (
    KindNameMissingError,
    KindTwiceError,
    NumberPatternError,
    SingleWordsError,
    TooManyKindsError,
    TooManyWordsError,
    VocabularyShapeError,
    WordInvalidError,
    WordTwiceError,
)
from drafting.services.codes.errors import SlugInvalidError, SlugTakenError, VocabularyChangedError

MESSAGES = {
    SlugInvalidError: _l(
        "Use lower-case letters, digits and single hyphens, for instance trustworthy-ai."
    ),
    SlugTakenError: _l("Another code of practice has this address. Choose another."),
    VocabularyChangedError: _l(
        "Somebody else changed these words meanwhile. Yours stand below and are not saved; "
        "saving them again replaces theirs. "
        "To see theirs, open this page in a second window."
    ),
    VocabularyShapeError: _l("The form did not arrive whole. Open the page again."),
    KindNameMissingError: _l("Give this kind a name, or tick “Remove”."),
    KindTwiceError: _l("There is another kind called “%(name)s”. Give each its own name."),
    TooManyKindsError: _l("That would be more than %(most)s kinds. Remove one first."),
    TooManyWordsError: _l("That is more than %(most)s entries. Take some out."),
    WordInvalidError: _l(
        "“%(word)s” cannot be used: an entry begins with a letter and has at most %(most)s "
        "characters."
    ),
    WordTwiceError: _l("“%(word)s” also stands at “%(other)s”. A word can open one kind only."),
    SingleWordsError: _l("“%(word)s” is more than one word. Here each entry is a single word."),
    NumberPatternError: _l(
        "“%(number)s” is no example of a number. Write 1, I, A, a or i where the number "
        "stands, for instance I.1 or M-1."
    ),
}
