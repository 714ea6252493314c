"""What the chairs may decide about a thread (on screen: the answer), and when they must say why."""

from enum import StrEnum


class DispositionKind(StrEnum):
    """The recorded decisions, in the words of consultation practice."""

    ACCEPTED = "accepted"
    ACCEPTED_WITH_MODIFICATION = "accepted_with_modification"
    ACCEPTED_IN_PART = "accepted_in_part"
    NOT_ACCEPTED = "not_accepted"
    NOTED = "noted"  # no change was asked for
    ALREADY_ADDRESSED = "already_addressed"
    OUT_OF_SCOPE = "out_of_scope"
    DUPLICATE = "duplicate"
    DEFERRED = "deferred"
    WITHDRAWN = "withdrawn"


NEEDS_NO_REASON = frozenset({DispositionKind.ACCEPTED, DispositionKind.NOTED})
