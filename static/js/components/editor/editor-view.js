// The CodeMirror view of the shared text, created once, with the whole text, when editing may
// start. Classes colour the Markdown syntax; Tab leaves the editor, as keyboard users expect.

import { defaultKeymap } from "@codemirror/commands";
import { commonmarkLanguage, markdownKeymap } from "@codemirror/lang-markdown";
import { LanguageSupport, syntaxHighlighting } from "@codemirror/language";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { Compartment, EditorState } from "@codemirror/state";
import { EditorView, highlightActiveLine, highlightSpecialChars, keymap } from "@codemirror/view";
import { tagHighlighter, tags } from "@lezer/highlight";
import { yCollab, yUndoManagerKeymap } from "y-codemirror.next";
import * as Y from "yjs";
import { formatting } from "../../lib/formatting.js";
import { wholeCharacters } from "../../lib/whole-characters.js";
import { remoteSelections } from "./remote-selections.js";
import { searchPhrases } from "./search-phrases.js";

const words = tagHighlighter([
  { tag: tags.processingInstruction, class: "tok-meta" },
  { tag: tags.heading1, class: "tok-heading tok-heading1" },
  { tag: tags.heading2, class: "tok-heading tok-heading2" },
  { tag: tags.heading3, class: "tok-heading tok-heading3" },
  { tag: tags.heading, class: "tok-heading" },
  { tag: tags.strong, class: "tok-strong" },
  { tag: tags.emphasis, class: "tok-emphasis" },
  { tag: tags.list, class: "tok-list" },
  { tag: tags.quote, class: "tok-quote" },
  { tag: tags.monospace, class: "tok-monospace" },
  { tag: tags.link, class: "tok-link" },
  { tag: tags.url, class: "tok-url" },
]);

// Characters that are shown as signs, in addition to CodeMirror's own: those that change the
// direction of writing or have no width (Trojan Source).
const unseen = highlightSpecialChars({
  addSpecialChars: /[\u061c\u180e\u2060\u202a-\u202c\u2068]/g,
});

const writing = new Compartment();
const mayWrite = (allowed) => [EditorState.readOnly.of(!allowed), EditorView.editable.of(true)];
export const setEditable = (view, allowed) => {
  if (view.state.readOnly === allowed)
    view.dispatch({ effects: writing.reconfigure(mayWrite(allowed)) });
};

const keys = keymap.of([
  { key: "Mod-b", run: formatting.bold, preventDefault: true },
  { key: "Mod-i", run: formatting.italic, preventDefault: true },
  ...yUndoManagerKeymap,
  ...searchKeymap,
  ...markdownKeymap,
  ...defaultKeymap,
]);

// The shared text counts every character, so the editor must too: “\n” is the only line ending,
// also in pasted text. Breaks of other systems part words (drafting/domain/words/line_breaks.py).
const oneLineEnd = [
  EditorState.lineSeparator.of("\n"),
  EditorView.clipboardInputFilter.of((text) =>
    text.replace(/\r\n|[\r\u0085\u2029]/g, "\n").replace(/[\v\f\u2028]/g, " "),
  ),
];

// On a phone the save state covers the lower end of the text, so the cursor must stay above it; its
// line grows when “Saving…” becomes “Saved 14:02:11”.
const ONE_MORE_ROW = 30; // px
const aboveTheStatus = EditorView.scrollMargins.of((view) => {
  const status = view.dom.closest(".pane")?.querySelector(".status");
  return {
    bottom:
      status && getComputedStyle(status).position === "sticky"
        ? status.offsetHeight + ONE_MORE_ROW
        : 0,
  };
});

// y-codemirror's undo ignores that the editor is read-only; an undo would then be a forbidden edit.
class PoliteUndo extends Y.UndoManager {
  allowed = () => true;
  undo() {
    return this.allowed() ? super.undo() : null;
  }
  redo() {
    return this.allowed() ? super.redo() : null;
  }
}

export function makeEditorView({
  parent,
  ytext,
  awareness,
  nonce,
  label,
  editable,
  say,
  onChange,
  onSelection,
}) {
  const undoManager = new PoliteUndo(ytext);
  const watch = EditorView.updateListener.of((update) => {
    if (update.docChanged) onChange();
    if (update.docChanged || update.selectionSet) onSelection(update.view);
  });
  const extensions = [
    EditorView.cspNonce.of(nonce),
    oneLineEnd,
    EditorView.perLineTextDirection.of(true),
    wholeCharacters,
    writing.of(mayWrite(editable)),
    EditorState.phrases.of(searchPhrases(say)),
    EditorView.contentAttributes.of({
      "aria-label": label,
      spellcheck: "true",
      autocapitalize: "sentences",
    }),
    EditorView.lineWrapping,
    aboveTheStatus,
    unseen,
    highlightActiveLine(),
    highlightSelectionMatches(),
    search({ top: true }),
    new LanguageSupport(commonmarkLanguage),
    syntaxHighlighting(words),
    keys,
    yCollab(ytext, null, { undoManager }),
    remoteSelections({ awareness, ytext }),
    watch,
  ];
  const view = new EditorView({
    state: EditorState.create({ doc: ytext.toString(), extensions }),
    parent,
  });
  undoManager.allowed = () => !view.state.readOnly;
  return { view, undoManager };
}

export function goToLine(view, line) {
  const { from } = view.state.doc.line(Math.min(line + 1, view.state.doc.lines));
  view.dispatch({
    selection: { anchor: from },
    effects: EditorView.scrollIntoView(from, { y: "start", yMargin: 24 }),
  });
  view.focus();
}
