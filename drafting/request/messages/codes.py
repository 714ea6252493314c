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
        "Use lower-case letters, digits and single hyphens, for example trustworthy-ai."
    ),
    SlugTakenError: _l("Another code of practice has this address. Choose another one."),
    VocabularyChangedError: _l(
        "Another person changed these terms while you were editing. Yours are below and are not "
        "saved. To see theirs, open this page in a second window. If you save now, you replace "
        "theirs."
    ),
    VocabularyShapeError: _l("MembershipInput of the form is missing. Load the page again."),
    KindNameMissingError: _l("Give this kind a name, or tick “Remove”."),
    KindTwiceError: _l("There is another kind called “%(name)s”. Give each its own name."),
    TooManyKindsError: _l("There can be at most %(most)s kinds. Remove one first."),
    TooManyWordsError: _l("There can be at most %(most)s entries. Remove some."),
    WordInvalidError: _l(
        "“%(word)s” cannot be used. An entry must begin with a letter and have at most %(most)s "
        "characters."
    ),
    WordTwiceError: _l("“%(word)s” is also used for “%(other)s”. Use each word for one kind only."),
    SingleWordsError: _l(
        "“%(word)s” is more than one word. Each entry here must be a single word."
    ),
    NumberPatternError: _l(
        "“%(number)s” is not an example of a number. Write 1, I, A, a or i for the number, for "
        "example I.1 or M-1."
    ),
}
