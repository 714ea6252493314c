"""The words of a code of practice: a page on which the secretariat tries, changes and takes back
what the text is read with.
"""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from drafting.domain.vocabulary.checks import vocabulary_from_json
from drafting.domain.vocabulary.errors import VocabularyError
from drafting.domain.vocabulary.tables import Vocabulary
from drafting.errors import DraftingError
from drafting.policy.permission_map import require
from drafting.policy.permissions import Permission
from drafting.request.app_context import app_context
from drafting.request.forms import Problem, form_text
from drafting.request.identity import asks, identity
from drafting.request.messages import message_of
from drafting.request.status import status_of
from drafting.services.codes.queries import code_by_slug, context_of_code
from drafting.services.codes.vocabularies import change_vocabulary, digest_of, vocabulary_of
from drafting.services.sandbox import counts_in_child
from drafting.services.versions.vocabulary_counts import newest_read
from drafting.storage.models import CodeOfPractice
from drafting.storage.unit_of_work import Session
from drafting.web.codes.vocabulary_form import VocabularyForm

bp = Blueprint("vocabularies", __name__, url_prefix="/codes/<slug>/vocabulary")


@bp.get("")
@asks(Permission.CODE_CHANGE)
def edit(slug: str) -> ResponseReturnValue:
    return _page(slug)


@bp.post("")
@asks(Permission.CODE_CHANGE)
def change(slug: str) -> ResponseReturnValue:
    form = VocabularyForm.typed({name: form_text(name) for name in request.form})
    try:
        if form_text("do") == "try":
            return _page(slug, form, tried=vocabulary_from_json(form.tables()))
        with app_context().database.transaction() as db:
            code = _code(db, slug)
            change_vocabulary(
                db, identity(), code, form.tables(), instead_of=form_text("instead_of")
            )
    except DraftingError as error:
        return _page(slug, form, error=error), status_of(error)
    flash(_("Changed. The next version that is prepared is read with these words."))
    return redirect(url_for("vocabularies.edit", slug=slug))


@bp.post("/usual")
@asks(Permission.CODE_CHANGE)
def take_back(slug: str) -> ResponseReturnValue:
    try:
        with app_context().database.transaction() as db:
            change_vocabulary(
                db, identity(), _code(db, slug), None, instead_of=form_text("instead_of")
            )
    except DraftingError as error:
        return _page(slug, error=error), status_of(error)
    flash(_("These are the usual words again."))
    return redirect(url_for("vocabularies.edit", slug=slug))


def _code(db: Session, slug: str) -> CodeOfPractice:
    code = code_by_slug(db, identity(), slug)
    require(identity(), Permission.CODE_CHANGE, context_of_code(code))
    return code


def _page(
    slug: str,
    form: VocabularyForm | None = None,
    *,
    tried: Vocabulary | None = None,
    error: DraftingError | None = None,
) -> str:
    with app_context().database.reading() as db:
        code = _code(db, slug)
        present = vocabulary_of(code)
        newest = newest_read(db, identity(), code)
        instead_of = digest_of(code.vocabulary)
        is_usual = code.vocabulary is None
    return render_template(
        "codes/vocabularies/edit.html",
        code=code,
        form=form or VocabularyForm.of(present),
        newest=newest,
        names=tried or present,
        trial=counts_in_child(newest.text, tried) if newest and tried else None,
        instead_of=instead_of,
        is_usual=is_usual,
        problem=_problem(error) if error else None,
    )


def _problem(error: DraftingError) -> Problem:
    return Problem(message_of(error), error.field if isinstance(error, VocabularyError) else None)
