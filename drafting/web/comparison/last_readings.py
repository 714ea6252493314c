"""The button "I have read this version": it comes back to the page on which it was pressed."""

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from drafting.services.comparison.last_readings import mark_read
from drafting.web.view import (
    Permission,
    asks,
    code,
    forms,
    identity,
    redirect_to,
    transaction,
    version,
)

bp = Blueprint("last_readings", __name__, url_prefix="/codes/<slug>/versions/<key:number>/read")


@bp.post("")
@asks(Permission.READING_MARK)
def mark(number: int) -> ResponseReturnValue:
    with transaction() as session:
        read = version(number)
        mark_read(session, identity(), code(), read)
        label = read.label
    message = _(
        "Saved: you have read %(label)s. Comparisons can now show what changed since.",
        label=label,
    )
    old = forms.integer("compared_with") or 0
    if 0 < old < number:
        return redirect_to("comparisons.show", message, old=old, new=number)
    return redirect_to("versions.show", message, number=number)
