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
    NoRoundOpenError: _l("No round is open on this version, so no comments are taken."),
    RoundClosedError: _l(
        "Round %(number)s is closed since %(closed_at)s: comments are no longer taken."
    ),
    RoundOverError: _l(
        "Round %(number)s is closed since %(closed_at)s; its times stay as they are."
    ),
    RoundEndsBeforeItBeginsError: _l("The round would close before it opens. Choose a later time."),
    RoundOverlapsError: _l(
        "Round %(number)s is on this version at that time. Choose another time, or close it first."
    ),
}
