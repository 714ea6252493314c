// Others' cursors and selections in the text, from awareness, as decorations with classes only (y-codemirror's own set
// style attributes, which the page's policy forbids). Places are looked up when somebody moves and carried along with
// changes otherwise: looking up is a walk through the document, too dear for each keystroke.

import { StateEffect } from "@codemirror/state";
import { Decoration, ViewPlugin, WidgetType } from "@codemirror/view";
import { ySyncAnnotation } from "y-codemirror.next";
import * as Y from "yjs";
import { make } from "../../lib/dom.js";
import { realTimers, throttle } from "../../lib/timers.js";

const FLAG_MS = 2000;
const INTERVAL_MS = 100;
const moved = StateEffect.define();

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

// A place in the shared text as an offset now; null while the words it hangs on have not come yet.
export function offsetOf(place, ytext) {
  if (!place) return null;
  const found = Y.createAbsolutePositionFromRelativePosition(Y.createRelativePositionFromJSON(place), ytext.doc);
  return found && found.type === ytext ? found.index : null;
}

export const cursorOf = ({ anchor, head }, ytext) => ({
  anchor: Y.createRelativePositionFromTypeIndex(ytext, anchor),
  head: Y.createRelativePositionFromTypeIndex(ytext, head),
});

export function decorationsFor({ anchor, head, user, flag }) {
  const colour = Number(user.colour) % 8 || 0;
  const caret = Decoration.widget({ widget: new Caret(user.name, colour, flag), side: head > anchor ? -1 : 1 }).range(head);
  if (anchor === head) return [caret];
  const range = Decoration.mark({ class: `range person-${colour}` }).range(Math.min(anchor, head), Math.max(anchor, head));
  return [range, caret];
}

class RemoteSelections {
  constructor(view, { awareness, ytext, timers }) {
    Object.assign(this, { view, awareness, ytext, timers, people: new Map(), decorations: Decoration.none });
    this.tellOwn = throttle(() => this.#tellOwn(), INTERVAL_MS, timers);
    this.listener = ({ added, updated, removed }) => this.#moved([...added, ...updated], removed);
    awareness.on("change", this.listener);
    [...awareness.getStates().keys()].forEach((id) => this.#lookUp(id));
    this.#draw();
  }

  update(update) {
    if (update.docChanged) this.#carryAlong(update);
    if (update.transactions.some((tr) => tr.effects.some((effect) => effect.is(moved)))) this.#draw();
    if (update.selectionSet || update.docChanged || update.focusChanged) this.tellOwn();
  }

  destroy() {
    this.awareness.off("change", this.listener);
    this.tellOwn.stop();
    for (const { timer } of this.people.values()) this.timers.clear(timer);
    this.people.clear();
  }

  #carryAlong({ changes, transactions }) {
    const remote = transactions.some((tr) => tr.annotation(ySyncAnnotation));
    for (const [id, person] of this.people) {
      if (person.anchor !== null) {
        // After what is typed at this very place: most often it is the person whose cursor stands there that types.
        person.anchor = changes.mapPos(person.anchor, 1);
        person.head = changes.mapPos(person.head, 1);
      } else if (remote) this.#lookUp(id);
    }
    this.#draw();
  }

  #moved(here, gone) {
    gone.forEach((id) => this.#forget(id));
    here.forEach((id) => this.#lookUp(id));
    if (here.some((id) => id !== this.awareness.clientID) || gone.length) this.#redraw();
  }

  #forget(id) {
    this.timers.clear(this.people.get(id)?.timer);
    this.people.delete(id);
  }

  #lookUp(id) {
    const state = this.awareness.getStates().get(id);
    this.#forget(id);
    if (id === this.awareness.clientID || !state?.cursor || !state.user) return;
    const [anchor, head] = [offsetOf(state.cursor.anchor, this.ytext), offsetOf(state.cursor.head, this.ytext)];
    const known = anchor !== null && head !== null;
    const timer = this.timers.set(() => this.#lower(id), FLAG_MS);
    this.people.set(id, { user: state.user, anchor: known ? anchor : null, head: known ? head : null, flag: true, timer });
  }

  #lower(id) {
    this.people.get(id).flag = false;
    this.#redraw();
  }

  // Never in the middle of another update of the view.
  #redraw() {
    queueMicrotask(() => this.people && this.view.dom.isConnected && this.view.dispatch({ effects: moved.of(null) }));
  }

  #draw() {
    const end = this.view.state.doc.length;
    const shown = [...this.people.values()].filter(({ anchor, head }) => anchor !== null && Math.max(anchor, head) <= end);
    this.decorations = Decoration.set(shown.flatMap(decorationsFor), true);
  }

  #tellOwn() {
    if (!this.awareness.getLocalState()) return;
    const cursor = this.view.hasFocus ? cursorOf(this.view.state.selection.main, this.ytext) : null;
    this.awareness.setLocalStateField("cursor", cursor);
  }
}

export const remoteSelections = ({ awareness, ytext, timers = realTimers }) =>
  ViewPlugin.define((view) => new RemoteSelections(view, { awareness, ytext, timers }), { decorations: (plugin) => plugin.decorations });
