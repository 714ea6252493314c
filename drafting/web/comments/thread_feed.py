"""What changed in the threads of a version since a moment: for pages that ask now and then, since they may have no socket.

A socket is opened only for somebody signed in (attack A1); whoever reads a public code of practice signed out asks here.
"""

from datetime import UTC, datetime

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from drafting import clock
from drafting.services.comments.feed import ThreadNotification, notifications_visible_since
from drafting.web.view import Permission, asks, db, identity, version

bp = Blueprint("thread_feed", __name__, url_prefix="/codes/<slug>/versions/<key:number>/threads")
LATEST = 253402300799  # seconds since 1970: the end of the year 9999, after which datetime gives up


@bp.get("/changed")
@asks(Permission.VERSION_READ)
def changed(number: int) -> ResponseReturnValue:
    """`since` (ms since 1970) → the new `since` and `changed`: [{version, eid, thread, what}], as the socket sends it."""
    since = max(0, request.args.get("since", 0, type=int))
    moment = datetime.fromtimestamp(min(since / 1000, LATEST), UTC)
    now = clock.now()
    notifications = notifications_visible_since(db(), identity(), version(number), moment)
    return jsonify(
        since=int(now.timestamp() * 1000),
        changed=[_as_json(notification) for notification in notifications],
    )


def _as_json(notification: ThreadNotification) -> dict[str, object]:
    return {
        "version": notification.version_id,
        "eid": notification.eid,
        "thread": notification.number,
        "what": notification.what,
    }
