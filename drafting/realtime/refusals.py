"""What a refused browser is told: the `error` words of docs/realtime-protocol.md, each with a
sentence for people.
"""

from flask_babel import lazy_gettext as _l

SENTENCES = {
    "not_found": _l("This does not exist, or you cannot see it."),
    "lineage": _l(
        "This text was replaced by another document. What you typed is kept on this device."
    ),
    "not_permitted": _l(
        "You can read this chapter but no longer write in it. What was not saved is kept on this "
        "device."
    ),
    "missing": _l("An earlier change is missing. It is being sent again."),
    "malformed": _l("The server could not read this change. Your text is kept on this device."),
    "too_large": _l(
        "This change is too large. The limits are 1 MiB at once and 5 MiB for a chapter. It is "
        "kept on this device."
    ),
    "not_joined": _l("The connection to this working draft was lost. Connecting again."),
    "not_saved_yet": _l("Not saved yet: the server is busy. Trying again."),
    "damaged": _l(
        "The stored text of this chapter is damaged. Nothing is overwritten. Tell the operator."
    ),
    "send_by_form": _l(
        "Nothing was saved. Send comments with the form beside the clause, or through the API."
    ),
    "too_many_sockets": _l(
        "You have more than 20 windows open here. Close some of them. This one then connects by "
        "itself."
    ),
    "signed_out": _l(
        "You signed out, or your session ended. Sign in again. What you typed is kept on this "
        "device."
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
