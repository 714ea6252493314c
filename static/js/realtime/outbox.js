// Local updates that wait to be sent. They leave together, merged, as far as they fit into one message.

import * as Y from "yjs";

export class Outbox {
  #updates = [];

  add(update) {
    this.#updates.push(update);
  }

  putBack(update) {
    this.#updates.unshift(update);
  }

  clear() {
    this.#updates = [];
  }

  get empty() {
    return this.#updates.length === 0;
  }

  // The longest run from the front that is sure to fit; null when even the first one is too large.
  take(limit) {
    let size = 0;
    let count = 0;
    while (count < this.#updates.length && size + this.#updates[count].byteLength <= limit) {
      size += this.#updates[count].byteLength;
      count += 1;
    }
    if (count === 0) return null;
    const taken = this.#updates.splice(0, count);
    if (count === 1) return taken[0];
    const merged = Y.mergeUpdates(taken);
    if (merged.byteLength <= limit) return merged;
    this.#updates.unshift(...taken.slice(1));
    return taken[0];
  }
}
