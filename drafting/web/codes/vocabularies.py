"""The vocabulary of a code of practice: the secretariat tries, changes and resets it."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from drafting.services.codes.vocabularies import change_vocabulary
from drafting.web.codes.vocabulary_form import VocabularyForm
from drafting.web.codes.vocabulary_page import vocabulary_page_of
from drafting.web.view import Permission, asks, code, forms, identity, redirect_to, transaction

bp = Blueprint("vocabularies", __name__, url_prefix="/codes/<slug>/vocabulary")


@bp.get("")
@asks(Permission.CODE_CHANGE)
def edit() -> ResponseReturnValue:
    return _page()


def _edit_again() -> ResponseReturnValue:
    return _page(_form())


@bp.post("")
@asks(Permission.CODE_CHANGE)
@forms.on_error(_edit_again)
def change() -> ResponseReturnValue:
    if forms.text("do") == "try":
        return _page(_form(), is_trial=True)
    _save(_form())
    return redirect_to(
        "vocabularies.edit",
        _("Saved. The next version that you prepare uses these terms."),
    )


@bp.post("/usual")
@asks(Permission.CODE_CHANGE)
@forms.on_error(edit)
def take_back() -> ResponseReturnValue:
    _save(None)
    return redirect_to("vocabularies.edit", _("The default terms are restored."))


def _form() -> VocabularyForm:
    return VocabularyForm.from_fields({name: forms.text(name) for name in request.form})


def _save(form: VocabularyForm | None) -> None:
    tables, instead_of = form.tables() if form else None, forms.text("instead_of")
    with transaction() as session:
        changed = code(Permission.CODE_CHANGE)
        change_vocabulary(session, identity(), changed, tables, instead_of=instead_of)


def _page(form: VocabularyForm | None = None, *, is_trial: bool = False) -> ResponseReturnValue:
    shown = code(Permission.CODE_CHANGE)
    context = vocabulary_page_of(shown, form, is_trial=is_trial)
    return forms.render("codes/vocabularies/edit.html", **context)
