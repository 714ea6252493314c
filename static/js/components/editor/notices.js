// Shows important notes in the page, not in a message that vanishes; a note replaces the one of the
// same name.

import { button, make } from "../../lib/dom.js";

export class Notices {
  constructor(container) {
    this.container = container;
    this.notes = new Map();
  }

  // A note with unchanged text is not replaced, so that it is not read aloud again.
  show(name, { kind = "", title, text = "", actions = [] }) {
    const words = `${title} ${text}`;
    if (this.notes.get(name)?.dataset.words === words) return;
    this.hide(name);
    const note = make(
      "div",
      {
        class: `note ${kind}`.trim(),
        role: kind === "error" ? "alert" : "status",
        "data-note": name,
      },
      [
        make("b", {}, [title]),
        " ",
        make("span", {}, [text]),
        ...actions.map(([label, run]) => button(label, run)),
      ],
    );
    note.dataset.words = words;
    this.notes.set(name, note);
    this.container.append(note);
  }

  hide(name) {
    this.notes.get(name)?.remove();
    this.notes.delete(name);
  }
}
