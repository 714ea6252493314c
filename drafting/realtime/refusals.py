"""What a refused browser is told: the `error` words of docs/realtime-protocol.md, each with a
sentence for people.
"""

from flask_babel import lazy_gettext as _l

SENTENCES = {
    "not_found": _l("This does not exist, or it is not open to you."),
    "lineage": _l(
        "This text was replaced by another document. What you typed is kept on this device."
    ),
    "not_permitted": _l(
        "You may read this chapter but no longer write in it. What was not saved is kept "
        "on this device."
    ),
    "missing": _l("Something in between is missing; it is being sent again."),
    "malformed": _l("The server could not read this change. Your text is kept on this device."),
    "too_large": _l(
        "This change is too large: at most 1 MiB at once, and 5 MiB for a chapter. It is "
        "kept on this device."
    ),
    "not_joined": _l("The connection to this working draft was lost; it is being made again."),
    "not_saved_yet": _l("The server is busy: not saved yet. It is being tried again."),
    "damaged": _l(
        "The stored text of this chapter is damaged. Nothing is overwritten; the operator "
        "must look at it."
    ),
    "send_by_form": _l(
        "Comments are taken by the form beside the clause or by the API. Nothing was saved "
        "here; send it there."
    ),
    "too_many_sockets": _l(
        "You have more than 20 windows open here. Close some of them; this one then "
        "connects by itself."
    ),
    "signed_out": _l(
        "You signed out, or your session ended. Sign in again; what you typed is kept on "
        "this device."
    ),
}

Answer = dict[str, object]


def refusal(error: str, **more: object) -> Answer:
    """The acknowledgement that refuses."""
    return {"ok": False, "error": error, "message": str(SENTENCES[error]), **more}


def too_many_sockets() -> tuple[str, Answer]:
    """The sentence and the data of a refused connection to a namespace."""
    error = "too_many_sockets"
    return str(SENTENCES[error]), {"error": error}
