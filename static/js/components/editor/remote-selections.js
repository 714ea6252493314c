// Shows the cursors and selections of other people from awareness. A relative position is resolved
// when its person moves; other changes only map its offset, because resolving walks through the
// document, which is too expensive for each keystroke.

import { StateEffect } from "@codemirror/state";
import { Decoration, ViewPlugin } from "@codemirror/view";
import { ySyncAnnotation } from "y-codemirror.next";
import * as Y from "yjs";
import { realTimers, throttle } from "../../lib/timers.js";
import { decorationsFor } from "./caret-decorations.js";

const FLAG_MS = 2000;
const INTERVAL_MS = 100;
const moved = StateEffect.define();

// The current offset of a relative position; null until the text it refers to has arrived.
export function offsetOf(place, ytext) {
  if (!place) return null;
  const found = Y.createAbsolutePositionFromRelativePosition(
    Y.createRelativePositionFromJSON(place),
    ytext.doc,
  );
  return found && found.type === ytext ? found.index : null;
}

export const cursorOf = ({ anchor, head }, ytext) => ({
  anchor: Y.createRelativePositionFromTypeIndex(ytext, anchor),
  head: Y.createRelativePositionFromTypeIndex(ytext, head),
});

class RemoteSelections {
  constructor(view, { awareness, ytext, timers }) {
    Object.assign(this, {
      view,
      awareness,
      ytext,
      timers,
      people: new Map(),
      decorations: Decoration.none,
    });
    this.tellOwn = throttle(() => this.#tellOwn(), INTERVAL_MS, timers);
    this.listener = ({ added, updated, removed }) => this.#moved([...added, ...updated], removed);
    awareness.on("change", this.listener);
    [...awareness.getStates().keys()].forEach((id) => this.#lookUp(id));
    this.#draw();
  }

  update(update) {
    if (update.docChanged) this.#carryAlong(update);
    if (update.transactions.some((tr) => tr.effects.some((effect) => effect.is(moved))))
      this.#draw();
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
        // Maps to the position after an insertion at this very place: usually the person with the
        // cursor typed it.
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
    const [anchor, head] = [
      offsetOf(state.cursor.anchor, this.ytext),
      offsetOf(state.cursor.head, this.ytext),
    ];
    const known = anchor !== null && head !== null;
    const timer = this.timers.set(() => this.#lower(id), FLAG_MS);
    this.people.set(id, {
      user: state.user,
      anchor: known ? anchor : null,
      head: known ? head : null,
      flag: true,
      timer,
    });
  }

  #lower(id) {
    this.people.get(id).flag = false;
    this.#redraw();
  }

  // Never during another update of the view.
  #redraw() {
    queueMicrotask(
      () =>
        this.people && this.view.dom.isConnected && this.view.dispatch({ effects: moved.of(null) }),
    );
  }

  #draw() {
    const end = this.view.state.doc.length;
    const shown = [...this.people.values()].filter(
      ({ anchor, head }) => anchor !== null && Math.max(anchor, head) <= end,
    );
    this.decorations = Decoration.set(shown.flatMap(decorationsFor), true);
  }

  #tellOwn() {
    if (!this.awareness.getLocalState()) return;
    const cursor = this.view.hasFocus ? cursorOf(this.view.state.selection.main, this.ytext) : null;
    this.awareness.setLocalStateField("cursor", cursor);
  }
}

export const remoteSelections = ({ awareness, ytext, timers = realTimers }) =>
  ViewPlugin.define((view) => new RemoteSelections(view, { awareness, ytext, timers }), {
    decorations: (plugin) => plugin.decorations,
  });
