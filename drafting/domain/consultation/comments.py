"""The states of a comment, and which way each may go. Who may take which step stands in
policy/permission_map.py.
"""

from enum import StrEnum


class CommentState(StrEnum):
    """How far a comment has been given out."""

    UNFILED = "unfiled"  # its author sees it
    SHARED = "shared"  # the author's organisation sees it too
    FILED = "filed"  # those whom the round names see it too
    PUBLISHED = "published"  # visible to all who may read the version


# What an author may make of an own comment while the round is open: on the way out, and back.
AUTHOR_STEPS: dict[CommentState, frozenset[CommentState]] = {
    CommentState.UNFILED: frozenset({CommentState.SHARED, CommentState.FILED}),
    CommentState.SHARED: frozenset({CommentState.UNFILED, CommentState.FILED}),
    CommentState.FILED: frozenset({CommentState.UNFILED, CommentState.SHARED}),
    CommentState.PUBLISHED: frozenset(),
}
# What the secretariat may make of a comment that was given to it.
SECRETARIAT_STEPS: dict[CommentState, frozenset[CommentState]] = {
    CommentState.UNFILED: frozenset(),
    CommentState.SHARED: frozenset(),
    CommentState.FILED: frozenset({CommentState.PUBLISHED}),
    CommentState.PUBLISHED: frozenset({CommentState.FILED}),
}
