// Local updates that wait to be sent. They are sent merged, as many as fit into one message. Parts
// of a difference and updates that were in flight go first, one by one: they are known to fit.

import * as Y from "yjs";
import { LARGEST_UPDATE, fitsOneMessage } from "./message-limits.js";

export class Outbox {
  #ready = [];
  #updates = [];

  add(update) {
    this.#updates.push(update);
  }

  putBack(update) {
    this.#ready.unshift(update);
  }

  // The parts contain everything that waits here.
  replaceBy(parts) {
    this.#ready = [...parts];
    this.#updates = [];
  }

  clear() {
    this.replaceBy([]);
  }

  get empty() {
    return this.#ready.length + this.#updates.length === 0;
  }

  // The longest prefix that is sure to fit; null if even the first update is too large.
  take() {
    if (this.#ready.length) return this.#ready.shift();
    const run = this.#updates.slice(0, this.#countThatFits());
    const merged = run.length > 1 ? Y.mergeUpdates(run) : null;
    if (merged && fitsOneMessage(merged)) {
      this.#updates.splice(0, run.length);
      return merged;
    }
    return run.length && fitsOneMessage(run[0]) ? this.#updates.shift() : null;
  }

  #countThatFits() {
    let size = 0;
    const end = this.#updates.findIndex((update) => (size += update.byteLength) > LARGEST_UPDATE);
    return end < 0 ? this.#updates.length : end;
  }
}
