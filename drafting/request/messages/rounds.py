"""The sentences for refusals of rounds."""

from flask_babel import lazy_gettext as _l

from drafting.services.rounds.errors import (
    NoRoundOpenError,
    RoundClosedError,
    RoundEndsBeforeItBeginsError,
    RoundOverError,
    RoundOverlapsError,
)

MESSAGES = {
    NoRoundOpenError: _l("No round is open on this version, so you cannot comment."),
    RoundClosedError: _l(
        "Round %(number)s closed on %(closed_at)s. No more comments are accepted."
    ),
    RoundOverError: _l(
        "Round %(number)s closed on %(closed_at)s. Its times can no longer be changed."
    ),
    RoundEndsBeforeItBeginsError: _l(
        "The round would close before it opens. Choose a later closing time."
    ),
    RoundOverlapsError: _l(
        "Round %(number)s is on this version at that time. Choose another time, or close that "
        "round first."
    ),
}
