"""The filters of the list of threads, as they stand in its address."""

from collections.abc import Sequence

from flask import request

from drafting.domain.consultation.comments import CommentState
from drafting.request.forms import ROW_ID
from drafting.services.comments.queries import ThreadFilter
from drafting.services.versions.errors import ClauseNotFoundError
from drafting.services.versions.queries import clause_by_eid
from drafting.storage.models import Round, Version, VersionClause
from drafting.storage.unit_of_work import Session

LONGEST_SEARCH = 200  # characters
NAMES = ("version", "clause", "round", "group", "state", "answered", "mine", "q", "carried", "lost")
ANSWERED = {"yes": True, "no": False}


def clause_from_query(db: Session, versions: Sequence[Version]) -> VersionClause | None:
    """The clause that the address asks for together with its version; None if that version has
    no such clause.
    """
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
    """What the address asks for; a value that is none of those offered is left out."""
    version = _version_from_query(versions)
    lost, carried = _version_from_query(versions, "lost"), _version_from_query(versions, "carried")
    later = lost or carried
    round_ = next((one for one in rounds if str(one.number) == _query_value("round")), None)
    states = set(CommentState)
    return ThreadFilter(
        version_id=version.id if version else None,
        clause_id=clause.id if clause else None,
        round_id=round_.id if round_ else None,
        carried_to=later.id if later else None,
        is_lost=lost is not None,
        state=CommentState(_query_value("state")) if _query_value("state") in states else None,
        group_id=query_int("group"),
        answered=ANSWERED.get(_query_value("answered")),
        mine=_query_value("mine") == "1",
        words=_query_value("q").strip().replace("\0", "")[:LONGEST_SEARCH],
    )


def query_fields() -> dict[str, str]:
    """What the address asks for as it was typed, for the form and for the link to the next page."""
    return {name: _query_value(name) for name in NAMES if _query_value(name)}


def _version_from_query(versions: Sequence[Version], name: str = "version") -> Version | None:
    return next((one for one in versions if str(one.number) == _query_value(name)), None)


def query_int(name: str) -> int | None:
    """A number from the address, None for anything that is no number of a row."""
    return int(_query_value(name)) if ROW_ID.fullmatch(_query_value(name)) else None


def _query_value(name: str) -> str:
    return request.args.get(name, "")
