"""The label that a form or command proposes for the next version, in the reader's language."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

ORDINAL_DRAFTS = (
    _l("First draft"),
    _l("Second draft"),
    _l("Third draft"),
    _l("Fourth draft"),
    _l("Fifth draft"),
    _l("Sixth draft"),
    _l("Seventh draft"),
    _l("Eighth draft"),
    _l("Ninth draft"),
    _l("Tenth draft"),
)


def proposed_label(ordinal: int) -> str:
    """What the version with this ordinal, from 1, might be called: "First draft", "Draft 11"."""
    if ordinal <= len(ORDINAL_DRAFTS):
        return str(ORDINAL_DRAFTS[ordinal - 1])
    return str(_("Draft %(n)s", n=ordinal))
