"""What changed in the threads of a version since a moment, for pages without a socket, which poll.

A socket is opened only for people who are signed in (attack A1). Readers of a public code of
practice who are not signed in poll here.
"""

from datetime import UTC, datetime

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from drafting import clock
from drafting.services.comments.feed import ThreadNotification, notifications_visible_since
from drafting.web.view import Permission, asks, db, identity, version

bp = Blueprint("thread_feed", __name__, url_prefix="/codes/<slug>/versions/<key:number>/threads")
LATEST = 253402300799  # seconds since 1970: the end of the year 9999, datetime's last


@bp.get("/changed")
@asks(Permission.VERSION_READ)
def changed(number: int) -> ResponseReturnValue:
    """The new `since` (ms since 1970) and `changed`: [{version, eid, thread, what}].

    The same four fields as the socket event "changed".
    """
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
