"""What the page of a vocabulary shows: its form, and what it finds in the newest version."""

from typing import Any

from drafting.domain.vocabulary.checks import vocabulary_from_json
from drafting.services.codes.vocabularies import digest_of, vocabulary_of
from drafting.services.sandbox import kind_counts_limited
from drafting.services.versions.vocabulary_counts import newest_read
from drafting.storage.models import CodeOfPractice
from drafting.web.codes.vocabulary_form import VocabularyForm
from drafting.web.view import db, end_reading, identity


def vocabulary_page_of(
    code: CodeOfPractice, form: VocabularyForm | None, *, is_trial: bool
) -> dict[str, Any]:
    """All that templates/codes/vocabularies/edit.html needs; a trial counts with the form's words.

    Raises VocabularyError if these cannot be used.
    """
    present, newest = vocabulary_of(code), newest_read(db(), identity(), code)
    tried = vocabulary_from_json(form.tables()) if form and is_trial else None
    end_reading()  # before the counting, which may take seconds
    return {
        "code": code,
        "form": form or VocabularyForm.of(present),
        "newest": newest,
        "names": tried or present,
        "trial": kind_counts_limited(newest.text, tried) if newest and tried else None,
        "instead_of": digest_of(code.vocabulary),
        "is_usual": code.vocabulary is None,
    }
