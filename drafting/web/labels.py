"""The words of the domain as people read them, for templates."""

from flask_babel import lazy_gettext as _l

from drafting.domain.anchors.anchoring import AnchorStatus
from drafting.domain.comparison.significance import Reason, Significance
from drafting.domain.consultation.comments import CommentState
from drafting.domain.consultation.dispositions import DispositionKind
from drafting.domain.consultation.rounds import Audience
from drafting.domain.roles import Role
from drafting.domain.versions import Stage

WORDS = {
    "role_names": {
        Role.SECRETARIAT: _l("Secretariat"),
        Role.CHAIR: _l("Chair"),
        Role.DRAFTER: _l("Drafter"),
        Role.STAKEHOLDER: _l("Stakeholder"),
        Role.OBSERVER: _l("Observer"),
    },
    "stage_names": {
        Stage.DRAFT: _l("Draft"),
        Stage.FINAL: _l("Final text"),
        Stage.ADOPTED: _l("Adopted text"),
    },
    "audience_names": {
        Audience.DRAFTERS: _l("Drafters, chairs and the secretariat"),
        Audience.PARTICIPANTS: _l("Everyone who takes part"),
        Audience.EVERYONE: _l("Everyone who can read the version"),
    },
    "state_names": {
        CommentState.UNFILED: _l("Draft"),
        CommentState.SHARED: _l("Shared"),
        CommentState.FILED: _l("Filed"),
        CommentState.PUBLISHED: _l("Published"),
    },
    "state_meanings": {
        CommentState.UNFILED: _l("only you see it"),
        CommentState.SHARED: _l("your organisation sees it"),
        CommentState.FILED: _l("handed in; the readers that the round names see it"),
        CommentState.PUBLISHED: _l("everyone who can read the version sees it"),
    },
    "step_names": {
        CommentState.UNFILED: _l("Withdraw"),
        CommentState.SHARED: _l("Share with your organisation"),
        CommentState.FILED: _l("Hand in"),
        CommentState.PUBLISHED: _l("Publish"),
    },
    "reason_names": {
        Reason.ADDED: _l("a new clause"),
        Reason.DELETED: _l("a deleted clause"),
        Reason.DUTY_WORD: _l("a word of duty or permission"),
        Reason.NEGATION: _l("a negation or exception"),
        Reason.NUMBER: _l("a number"),
        Reason.DATE: _l("a date"),
        Reason.THRESHOLD: _l("a figure with its unit"),
        Reason.REFERENCE: _l("a reference"),
        Reason.DEFINED_TERM: _l("a defined term"),
        Reason.WORDS: _l("other words"),
        Reason.INVISIBLE: _l("characters that cannot be seen"),
        Reason.BLOCK: _l("another kind of block"),
        Reason.STRUCTURE: _l("what it stands under, or its kind"),
        Reason.STRUCK: _l("words struck out, or no longer"),
    },
    "anchor_names": {
        AnchorStatus.EXACT: _l("the same words"),
        AnchorStatus.SHIFTED: _l("the same words, in another place"),
        AnchorStatus.FUZZY: _l("the words were changed"),
        AnchorStatus.ORPHAN: _l("the words are gone"),
    },
    "disposition_names": {
        DispositionKind.ACCEPTED: _l("Accepted"),
        DispositionKind.ACCEPTED_WITH_MODIFICATION: _l("Accepted with modification"),
        DispositionKind.ACCEPTED_IN_PART: _l("Accepted in part"),
        DispositionKind.NOT_ACCEPTED: _l("Not accepted"),
        DispositionKind.NOTED: _l("Noted"),
        DispositionKind.ALREADY_ADDRESSED: _l("Already addressed"),
        DispositionKind.OUT_OF_SCOPE: _l("Out of scope"),
        DispositionKind.DUPLICATE: _l("Duplicate"),
        DispositionKind.DEFERRED: _l("Deferred"),
        DispositionKind.WITHDRAWN: _l("Withdrawn"),
    },
    "disposition_marks": {
        DispositionKind.ACCEPTED: "ok",
        DispositionKind.ACCEPTED_WITH_MODIFICATION: "ok",
        DispositionKind.ACCEPTED_IN_PART: "ok",
        DispositionKind.NOT_ACCEPTED: "bad",
    },
    "vocabulary_lists": (
        (
            "duty_words",
            _l("Words of duty"),
            _l(
                "Words and phrases that express a duty, a power or a wish. A change to one of "
                "them is substantive."
            ),
        ),
        ("negations", _l("Negations and exceptions"), _l("Single words.")),
        (
            "defining",
            _l("Words that define"),
            _l("What comes between a term, in quotation marks or bold, and its meaning."),
        ),
        (
            "divisions",
            _l("Other divisions"),
            _l(
                "Words that name a part when a number follows, as in “Chapter 2”, but are not a "
                "kind of provision."
            ),
        ),
        (
            "articles",
            _l("Words without weight"),
            _l(
                "Single words that change nothing when they are added or removed: the articles of "
                "the language."
            ),
        ),
    ),
    "significance_names": {
        Significance.SUBSTANTIVE.value: _l("Substantive"),
        Significance.EDITORIAL.value: _l("Editorial"),
    },
    "change_names": {
        "edited": _l("Edited"),
        "moved": _l("Moved"),
        "moved_edited": _l("Moved and edited"),
        "renumbered": _l("Renumbered only"),
        "moved_renumbered": _l("Moved and renumbered"),
        "added": _l("Added"),
        "deleted": _l("Deleted"),
        "split": _l("Split"),
        "merged": _l("Merged"),
        "structure": _l("Stands elsewhere"),
        "formatting_only": _l("Formatting only"),
        "links_only": _l("Links only"),
        "invisible_only": _l("Invisible characters only"),
        "block_only": _l("Kind of block only"),
    },
}
