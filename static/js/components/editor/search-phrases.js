// CodeMirror's own phrases, most of them of its search panel, by CodeMirror's keys, in the language
// of the page.

export const searchPhrases = (say) => ({
  Find: say("find_words"),
  Replace: say("replace_words"),
  next: say("find_next"),
  previous: say("find_previous"),
  all: say("find_all"),
  "match case": say("find_match_case"),
  regexp: say("find_regexp"),
  "by word": say("find_by_word"),
  replace: say("replace_one"),
  "replace all": say("replace_all"),
  close: say("find_close"),
  "current match": say("find_current"),
  "on line": say("find_on_line"),
  "replaced match on line $": say("replaced_on_line"),
  "replaced $ matches": say("replaced_count"),
  "Go to line": say("go_to_line"),
  go: say("go"),
  "Selection deleted": say("selection_deleted"),
  "Control character": say("control_character"),
});
