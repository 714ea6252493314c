"""The filters of the list of threads, as they stand in its address."""

from collections.abc import Sequence

from flask import request

from drafting.domain.comments import CommentState
from drafting.services.thread_queries import ThreadFilter
from drafting.storage.models import Round, Version

LONGEST_SEARCH = 200  # characters
ANSWERED = {"yes": True, "no": False}


def typed_filter(versions: Sequence[Version], rounds: Sequence[Round]) -> ThreadFilter:
    """What the address asks for; a value that is none of those offered is left out."""
    version = next((one for one in versions if str(one.number) == _asked("version")), None)
    round_ = next((one for one in rounds if str(one.number) == _asked("round")), None)
    states = set(CommentState)
    return ThreadFilter(
        version_id=version.id if version else None,
        round_id=round_.id if round_ else None,
        state=CommentState(_asked("state")) if _asked("state") in states else None,
        group_id=request.args.get("group", type=int),
        answered=ANSWERED.get(_asked("answered")),
        mine=_asked("mine") == "1",
        words=_asked("q").strip().replace("\0", "")[:LONGEST_SEARCH],
    )


def _asked(name: str) -> str:
    return request.args.get(name, "")
