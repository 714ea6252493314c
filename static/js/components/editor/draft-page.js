// The parts of the co-editing page: passes on what the session reports to the status line, the
// notices, the toolbar, the outline, the preview and the editor. It decides nothing about saving.

import { part, setText } from "../../lib/dom.js";
import { number } from "../../lib/times.js";
import { DraftOutline } from "./draft-outline.js";
import { DraftPreview } from "./draft-preview.js";
import { goToLine, makeEditorView, setEditable } from "./editor-view.js";
import { formatToolbar } from "./format-toolbar.js";
import { Notices } from "./notices.js";
import { paneSwitch } from "./pane-switch.js";
import { presenceBar } from "./presence-bar.js";
import { RecoveryList } from "./recovery-list.js";
import { SaveStateLine } from "./save-state-line.js";
import { reopenNotice, stateNotice } from "./state-notices.js";

export class DraftPage {
  constructor(root, { say, copies, title, nonce, workerUrl, self }) {
    Object.assign(this, {
      root,
      say,
      title,
      nonce,
      self,
      editor: null,
      isUnsaved: false,
      kept: "window",
      isEditable: false,
    });
    this.line = new SaveStateLine(part(root, "save-state"), say);
    this.notices = new Notices(part(root, "notices"));
    this.recovery = new RecoveryList({ container: part(root, "notices"), copies, say });
    this.toolbar = formatToolbar(part(root, "toolbar"), () => this.editor);
    this.outline = new DraftOutline({
      list: part(root, "outline"),
      place: part(root, "place"),
      say,
      goTo: (line) => this.editor && goToLine(this.editor.view, line),
    });
    this.preview = new DraftPreview({
      element: part(root, "preview"),
      workerUrl,
      text: () => this.editor?.view.state.doc.toString() ?? "",
      onRendered: (rendered) => this.#rendered(rendered),
    });
    paneSwitch({
      element: part(root, "pane-switch"),
      root,
      text: root.querySelector(".pane"),
      preview: part(root, "preview-pane"),
      say,
    });
    this.toolbar.setEditable(false);
    this.copies();
  }

  state(state) {
    this.root.dataset.saveState = state.name;
    this.isEditable = state.editable;
    this.isUnsaved = state.unsaved;
    this.kept = state.kept;
    this.line.show(state);
    stateNotice(this.notices, state, this.say);
    this.toolbar.setEditable(state.editable);
    if (this.editor) setEditable(this.editor.view, state.editable);
  }

  // Everything that the server does not have yet must be on this device, down to the last key, and
  // so must text that could not be sent.
  mayLeave({ copy }) {
    if (this.recovery.isOnlyHere) return false;
    return !this.isUnsaved || (this.kept === "device" && copy.isSettled());
  }

  ready(session) {
    const { awareness, doc } = session;
    this.editor = makeEditorView({
      parent: part(this.root, "editor"),
      ytext: doc.getText("body"),
      awareness,
      nonce: this.nonce,
      label: this.title,
      editable: this.isEditable,
      say: this.say,
      onChange: () => this.preview.changed(),
      onSelection: (view) => this.#place(view),
    });
    this.stopPresence = presenceBar(part(this.root, "presence"), awareness, this.self, this.say);
    this.root.draft = {
      doc,
      view: this.editor.view,
      get provider() {
        return session.provider;
      },
    };
    this.preview.start();
  }

  afresh(what) {
    this.stopPresence?.();
    this.preview.stop();
    this.editor?.view.destroy();
    this.editor?.undoManager.destroy();
    this.editor = null;
    reopenNotice(this.notices, what, this.say);
  }

  copies() {
    this.recovery.refresh().catch(() => {});
  }

  #rendered({ headings, words }) {
    this.outline.show(headings);
    setText(
      part(this.root, "words"),
      words === 1 ? this.say("words_one") : this.say("words", { count: number(words) }),
    );
    if (this.editor) this.#place(this.editor.view);
  }

  #place(view) {
    this.outline.mark(view.state.doc.lineAt(view.state.selection.main.head).number - 1);
  }
}
