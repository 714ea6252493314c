"""What people read when something was refused: a sentence for each error, what happened and what
to do.

One module for each subject, as services/<wing>/errors.py has the errors.
"""

from datetime import datetime

from flask import has_app_context

from drafting.errors import DraftingError
from drafting.request.language import instant
from drafting.request.messages import (
    answers,
    codes,
    comments,
    comparison,
    drafts,
    people,
    rounds,
    shared,
    versions,
)

MESSAGES = {
    kind: sentence
    for part in (people, codes, drafts, versions, comparison, rounds, comments, answers, shared)
    for kind, sentence in part.MESSAGES.items()
}


def message_of(error: DraftingError) -> str:
    """The sentence for the nearest kind, in the reader's language."""
    sentence = next(MESSAGES[kind] for kind in type(error).__mro__ if kind in MESSAGES)
    return str(sentence) % {name: _said(fact) for name, fact in error.facts.items()}


def _said(fact: object) -> object:
    if not isinstance(fact, datetime):
        return fact
    return instant(fact) if has_app_context() else fact.isoformat()
