// How another person's cursor and selection look in the editor: CSS classes only, because the
// decorations of y-codemirror set style attributes, which the content security policy forbids.

import { Decoration, WidgetType } from "@codemirror/view";
import { make } from "../../lib/dom.js";

class Caret extends WidgetType {
  constructor(person, colour, flag) {
    super();
    Object.assign(this, { person, colour, flag });
  }

  eq(other) {
    return other.person === this.person && other.colour === this.colour && other.flag === this.flag;
  }

  toDOM() {
    const caret = document.createElement("span");
    caret.className = `caret person-${this.colour}`;
    caret.setAttribute("aria-hidden", "true");
    if (this.flag) caret.append(make("span", { class: "caret-name" }, [this.person]));
    return caret;
  }

  ignoreEvent() {
    return true;
  }
}

export function decorationsFor({ anchor, head, user, flag }) {
  const colour = Number(user.colour) % 8 || 0;
  const caret = Decoration.widget({
    widget: new Caret(user.name, colour, flag),
    side: head > anchor ? -1 : 1,
  }).range(head);
  if (anchor === head) return [caret];
  const range = Decoration.mark({ class: `range person-${colour}` }).range(
    Math.min(anchor, head),
    Math.max(anchor, head),
  );
  return [range, caret];
}
