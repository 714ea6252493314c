"""The words of a code of practice: a page on which the secretariat tries, changes and takes back
what the text is read with.
"""

from flask import Blueprint, flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from drafting.domain.vocabulary.checks import vocabulary_from_json
from drafting.domain.vocabulary.tables import Vocabulary
from drafting.services.codes.vocabularies import change_vocabulary, digest_of, vocabulary_of
from drafting.services.sandbox import counts_in_child
from drafting.services.versions.vocabulary_counts import newest_read
from drafting.web.codes.vocabulary_form import VocabularyForm
from drafting.web.view import (
    Permission,
    asks,
    code,
    db,
    end_reading,
    forms,
    identity,
    redirect_to,
    transaction,
)

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
        return _page(_form(), tried=vocabulary_from_json(_form().tables()))
    _save(_form())
    flash(_("Changed. The next version that is prepared is read with these words."))
    return redirect_to("vocabularies.edit")


@bp.post("/usual")
@asks(Permission.CODE_CHANGE)
@forms.on_error(edit)
def take_back() -> ResponseReturnValue:
    _save(None)
    flash(_("These are the usual words again."))
    return redirect_to("vocabularies.edit")


def _form() -> VocabularyForm:
    return VocabularyForm.typed({name: forms.text(name) for name in request.form})


def _save(form: VocabularyForm | None) -> None:
    tables, instead_of = form.tables() if form else None, forms.text("instead_of")
    with transaction() as session:
        changed = code(Permission.CODE_CHANGE)
        change_vocabulary(session, identity(), changed, tables, instead_of=instead_of)


def _page(
    form: VocabularyForm | None = None, *, tried: Vocabulary | None = None
) -> ResponseReturnValue:
    shown = code(Permission.CODE_CHANGE)
    present = vocabulary_of(shown)
    newest = newest_read(db(), identity(), shown)
    end_reading()  # before the counting, which may take seconds
    return forms.render(
        "codes/vocabularies/edit.html",
        code=shown,
        form=form or VocabularyForm.of(present),
        newest=newest,
        names=tried or present,
        trial=counts_in_child(newest.text, tried) if newest and tried else None,
        instead_of=digest_of(shown.vocabulary),
        is_usual=shown.vocabulary is None,
    )
