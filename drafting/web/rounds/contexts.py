"""What the templates of rounds show."""

from datetime import timedelta
from typing import Any

from drafting import clock
from drafting.services.answers.deciding import prepared_count
from drafting.services.comments.round_figures import figures_of
from drafting.services.comments.transitions import may_publish_comments
from drafting.services.rounds.scheduling import rounds_of
from drafting.services.versions.queries import published_versions
from drafting.storage.models import CodeOfPractice, Round
from drafting.web.instants import format_datetime_local
from drafting.web.versions.reading import is_asked_to_comment
from drafting.web.view import Permission, db, identity, may_in_code

USUAL_LENGTH = timedelta(days=21)


def new_round(code: CodeOfPractice) -> dict[str, Any]:
    """All that templates/rounds/new.html needs."""
    numbers = [one.number for one in rounds_of(db(), identity(), code)]
    return {
        "code": code,
        "choices": [(str(one.number), one.label) for one in published_versions(db(), code)],
        "suggested": format_datetime_local(clock.now() + USUAL_LENGTH),
        "number": max(numbers, default=0) + 1,
    }


def shown_round(code: CodeOfPractice, round_: Round) -> dict[str, Any]:
    """All that templates/rounds/show.html needs."""
    rounds = rounds_of(db(), identity(), code)
    may_publish = may_in_code(Permission.ANSWER_PUBLISH)
    return {
        "code": code,
        "round": round_,
        "figures": figures_of(db(), identity(), code, round_),
        "prepared": prepared_count(db(), round_) if may_publish else 0,
        "is_asked": is_asked_to_comment(db(), identity(), code, round_.version),
        "may_publish_comments": may_publish_comments(identity(), code, round_),
        "closes_field": format_datetime_local(round_.closes_at),
        "others": [one for one in rounds if one.number < round_.number],
    }
