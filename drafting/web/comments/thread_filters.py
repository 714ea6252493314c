"""The filters of the list of threads, read from the query string."""

from collections.abc import Sequence

from flask import request

from drafting.domain.consultation.comments import CommentState
from drafting.request.forms import ROW_ID
from drafting.services.comments.queries import ThreadFilter
from drafting.services.versions.errors import ClauseNotFoundError
from drafting.services.versions.queries import clause_by_eid
from drafting.storage.models import Round, Version, VersionClause
from drafting.storage.unit_of_work import Session

MAX_SEARCH_CHARACTERS = 200
NAMES = ("version", "clause", "round", "group", "state", "answered", "mine", "q", "carried", "lost")
ANSWERED = {"yes": True, "no": False}


def clause_from_query(db: Session, versions: Sequence[Version]) -> VersionClause | None:
    """The clause in the query; None without its version, or if that has no such clause."""
    version = _version_from_query(versions)
    if version is None:
        return None
    try:
        return clause_by_eid(db, version, _query_value("clause"))
    except ClauseNotFoundError:
        return None


def filter_from_query(
    versions: Sequence[Version], rounds: Sequence[Round], clause: VersionClause | None
) -> ThreadFilter:
    """The filter in the query; a value that the form does not offer is ignored."""
    version = _version_from_query(versions)
    lost, carried = _version_from_query(versions, "lost"), _version_from_query(versions, "carried")
    later = lost or carried
    round_ = next((one for one in rounds if str(one.number) == _query_value("round")), None)
    return ThreadFilter(
        version_id=version.id if version else None,
        clause_id=clause.id if clause else None,
        round_id=round_.id if round_ else None,
        carried_to=later.id if later else None,
        is_lost=lost is not None,
        state=_state_from_query(),
        group_id=query_int("group"),
        answered=ANSWERED.get(_query_value("answered")),
        mine=_query_value("mine") == "1",
        words=_query_value("q").strip().replace("\0", "")[:MAX_SEARCH_CHARACTERS],
    )


def query_fields() -> dict[str, str]:
    """The fields of the query as they were sent, for the form and the link to the next page."""
    return {name: _query_value(name) for name in NAMES if _query_value(name)}


def _version_from_query(versions: Sequence[Version], name: str = "version") -> Version | None:
    return next((one for one in versions if str(one.number) == _query_value(name)), None)


def _state_from_query() -> CommentState | None:
    return next((state for state in CommentState if state.value == _query_value("state")), None)


def query_int(name: str) -> int | None:
    """A row's id or number in the query, None for anything else."""
    return int(_query_value(name)) if ROW_ID.fullmatch(_query_value(name)) else None


def _query_value(name: str) -> str:
    return request.args.get(name, "")
