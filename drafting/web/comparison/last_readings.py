"""The button "I have read this version": it comes back to the page on which it was pressed."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from drafting.policy.permissions import Permission
from drafting.request.app_context import app_context
from drafting.request.identity import asks, identity
from drafting.services.codes.queries import code_by_slug
from drafting.services.comparison.last_readings import mark_read
from drafting.services.versions.queries import version_by_number
from drafting.web.view import forms

bp = Blueprint("last_readings", __name__, url_prefix="/codes/<slug>/versions/<key:number>/read")


@bp.post("")
@asks(Permission.READING_MARK)
def mark(slug: str, number: int) -> ResponseReturnValue:
    with app_context().database.transaction() as db:
        code = code_by_slug(db, identity(), slug)
        version = version_by_number(db, identity(), code, number)
        mark_read(db, identity(), code, version)
        label = version.label
    flash(
        _("Noted: you have read %(label)s. Comparisons can show what changed since.", label=label)
    )
    old = forms.text("compared_with")
    if old.isdecimal() and 0 < int(old[:9]) < number:
        return redirect(url_for("comparisons.show", slug=slug, old=int(old[:9]), new=number))
    return redirect(url_for("versions.show", slug=slug, number=number))
