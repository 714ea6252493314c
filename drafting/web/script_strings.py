"""The words of the pages' scripts, by the keys of static/js/lib/strings-en.json; a test holds
the two together.

{name} is filled in by the browser; only the translation happens here.
"""

from flask_babel import gettext as _


def script_strings() -> dict[str, str]:
    """All words that the script shows, in the reader's language."""
    return {
        "opening": _("Opening the draft…"),
        "saved": _("Saved {time}"),
        "saved_all": _("Saved"),
        "saving": _("Saving…"),
        "not_saved_yet": _("Not saved yet: the server has not answered. Trying again."),
        "offline_opening": _("No connection. The draft opens when the connection is back."),
        "offline_device": _("Offline since {time}: what you type is kept on this device"),
        "offline_window": _("Offline since {time}: kept in this window only; do not close it"),
        "too_large_device": _("Not saved: too large. Your text is kept on this device"),
        "too_large_window": _(
            "Not saved: too large. Your text is kept in this window only; do not close it"
        ),
        "read_only": _("You can read this draft, but not change it"),
        "refused": _("Not saved. {message}"),
        "signed_out_device": _("Sign in again; what you typed is kept on this device"),
        "signed_out_window": _(
            "Sign in again in another tab; what you typed is kept in this window only; do not "
            "close it"
        ),
        "other_account_device": _(
            "Another account is signed in now: nothing is sent. What you typed is kept on this "
            "device for you"
        ),
        "other_account_window": _(
            "Another account is signed in now: nothing is sent. What you typed is kept in this "
            "window only; do not close it"
        ),
        "kept_device": _(
            "What is not saved yet is kept on this device. It is sent when you are back."
        ),
        "kept_window": _("What is not saved yet is kept in this window only. Do not close it."),
        "note_offline": _("No connection since {time}."),
        "note_signed_out": _("You are signed out. Sign in again in another tab."),
        "note_other_account": _("Another account is signed in in this browser now."),
        "note_other_account_text": _(
            "Nothing that you typed was sent under that name. Sign in as yourself and load this "
            "page again."
        ),
        "note_too_large": _("Not saved."),
        "note_too_large_text": _(
            "The change is too large to send at once. Undo part of it; the rest is then saved."
        ),
        "note_refused": _("Not saved."),
        "afresh_lineage": _(
            "The draft was replaced by another document. Anything you had not saved is kept as a "
            "recovery copy."
        ),
        "afresh_rights": _(
            "You can no longer change this draft. What was not saved is kept as a recovery copy."
        ),
        "afresh_malformed": _(
            "The server could not read the change. Your text is kept as a recovery copy. The "
            "draft was opened again."
        ),
        "afresh_not_kept": _(
            "Your text could not be kept as a copy. Copy it from this window before you close it."
        ),
        "recovery_title": _("Recovery copies"),
        "recovery_on_device": _(
            "Your texts that could not be saved. They are kept on this device."
        ),
        "recovery_in_window": _(
            "Your texts that could not be saved. They are kept in this window only: download them "
            "before you close it."
        ),
        "recovery_lineage": _("{time}: the draft was replaced by another document"),
        "recovery_rights": _("{time}: you could no longer change the draft"),
        "recovery_malformed": _("{time}: the server could not read the change"),
        "recovery_refused": _("{time}: the server refused the change"),
        "recovery_open": _("Open"),
        "recovery_download": _("Download"),
        "recovery_remove": _("Remove"),
        "recovery_confirm": _("Remove this recovery copy? You cannot undo this."),
        "recovery_text": _("Text of the recovery copy"),
        "close": _("Close"),
        "cancel": _("Cancel"),
        "copied": _("Copied"),
        "copy_failed": _("Could not copy"),
        "here_now": _("Here now: {names}"),
        "words": _("{count} words"),
        "words_one": _("1 word"),
        "place": _("In {section}"),
        "outline_empty": _("No headings yet. Begin a line with # to make one."),
        "pane_label": _("Show"),
        "pane_text": _("Text"),
        "pane_preview": _("Preview"),
        "find_words": _("Find"),
        "replace_words": _("Replace"),
        "find_next": _("next"),
        "find_previous": _("previous"),
        "find_all": _("all"),
        "find_match_case": _("match case"),
        "find_regexp": _("regular expression"),
        "find_by_word": _("whole words"),
        "replace_one": _("replace"),
        "replace_all": _("replace all"),
        "find_close": _("close"),
        "find_current": _("current match"),
        "find_on_line": _("on line"),
        "replaced_on_line": _("replaced match on line $"),
        "replaced_count": _("replaced $ matches"),
        "go_to_line": _("Go to line"),
        "go": _("go"),
        "selection_deleted": _("Selection deleted"),
        "control_character": _("Control character"),
        "threads_opening": _("Opening the comments…"),
        "threads_unreachable": _("The comments could not be loaded. The server does not answer."),
        "threads_refused": _("The comments could not be loaded. {message}"),
        "comment_unreachable": _(
            "The server has not answered, so this may not be saved. What you typed is kept here."
        ),
        "comment_signed_out": _(
            "You are signed out. Sign in again in another tab; what you typed is kept here."
        ),
        "comment_stale": _(
            "Nothing was saved: you signed in after this form was loaded. The form is renewed, "
            "and what you typed is kept. Send it again."
        ),
        "sign_in": _("Sign in"),
        "try_again": _("Try again"),
        "load_again": _("Load the page again"),
        "form_gone": _(
            "This form is no longer open. Nothing was sent. What you typed stays here until you "
            "leave the page."
        ),
        "form_gone_text": _("What you typed"),
        "threads_on": _("Comments on {name}:"),
        "comment_on": _("Comment on {name}"),
        "new_on": _("New on {name}"),
        "new_here": _("New comments here"),
        "comment_on_words": _("Comment on these words"),
        "words_old_closed": _(
            "These words are not in the newer text. The older version no longer accepts comments. "
            "Comments on these words are here."
        ),
        "words_new_closed": _(
            "The newer version does not accept comments now. Comments on these words are here."
        ),
        "change_place": _("Change {n} of {count}"),
        "time_left": _("in {time}"),
        "round_closed": _("closed"),
        "work_ready": _("Ready: the page is loading."),
        "work_failed": _("This could not be done."),
        "work_going_on": _("Still working…"),
        "work_unknown": _("The server does not answer. Trying again…"),
    }
