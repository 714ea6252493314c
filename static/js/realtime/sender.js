// Sends local updates: merged, at most one message at a time; they count as committed only when the
// server acknowledges them. It tracks the server's state vector, so that a difference too large for
// one message can be recomputed in parts.

import { ServerStateVector, smallestDifferenceTo } from "./missing-updates.js";
import { LARGEST_UPDATE } from "./message-limits.js";
import { Outbox } from "./outbox.js";
import { splitUpdate } from "./update-parts.js";

const LARGEST_TEXT = 5 * 1024 * 1024;
const RECOMPUTE_MS = 1000;
const LONGEST_DELAY_MS = 4000; // a client that lacks updates must rejoin within five seconds
const sizeOf = (text) => new TextEncoder().encode(text.toString()).byteLength;

export class Sender {
  constructor({ doc, timers, report, ask }) {
    Object.assign(this, { doc, timers, report, ask });
    this.outbox = new Outbox();
    this.known = new ServerStateVector();
    this.failures = 0;
    this.close();
  }

  open({ stateVector, lacking, mayWrite }) {
    this.known = new ServerStateVector(stateVector);
    this.outbox.clear();
    if (lacking) this.outbox.add(lacking);
    Object.assign(this, { isOpen: true, mayWrite });
  }

  // Forgets the message in flight: it is in the document, and the next join determines whether the
  // server has it.
  close() {
    Object.assign(this, {
      isOpen: false,
      mayWrite: false,
      held: false,
      tooLarge: false,
      inFlight: null,
    });
    this.timers.clear(this.timer);
  }

  get hasUnsent() {
    return this.inFlight !== null || !this.outbox.empty;
  }

  add(update) {
    if (this.isOpen) this.outbox.add(update);
    this.report("changed");
    if (this.isOpen && this.tooLarge) this.#later(() => this.#tryDifference(), RECOMPUTE_MS);
    else this.flush();
  }

  flush() {
    if (!this.isOpen || !this.mayWrite || this.held || this.inFlight || this.outbox.empty) return;
    const update = this.outbox.take() ?? this.#firstPart();
    if (!update) return void this.tooLargeNow();
    this.inFlight = update;
    this.report("sent", { rest: !this.outbox.empty });
    this.ask(update);
  }

  committed({ seq, at }) {
    this.known.advance(this.inFlight);
    this.inFlight = null;
    this.failures = 0;
    this.report("acked", { at, seq });
    this.flush();
  }

  tryAgainLater() {
    this.#hold();
    this.report("doubt");
    this.#later(() => {
      this.held = false;
      this.flush();
    }, this.retryDelay());
  }

  tooLargeNow(message) {
    this.#hold();
    this.tooLarge = true;
    this.report("too-large", { message });
  }

  // One second after the first failure, doubled after each further one up to four, until an update
  // is committed.
  retryDelay() {
    return Math.min(LONGEST_DELAY_MS, 1000 * 2 ** this.failures++);
  }

  #hold() {
    if (this.inFlight) this.outbox.putBack(this.inFlight);
    this.inFlight = null;
    this.held = true;
  }

  // Text that was typed and deleted again has no content any more, so the difference can be far
  // smaller than its updates. A text that would not fit is not started: others would get half of
  // it, with no room left.
  #firstPart() {
    if (sizeOf(this.doc.getText("body")) > LARGEST_TEXT) return null;
    const known = this.known.encode();
    const parts = splitUpdate(smallestDifferenceTo(this.doc, known), known, LARGEST_UPDATE);
    this.outbox.replaceBy(parts);
    return this.outbox.take();
  }

  #tryDifference() {
    const update = this.#firstPart();
    if (!update) return;
    this.outbox.putBack(update);
    this.held = this.tooLarge = false;
    this.flush();
  }

  #later(run, ms) {
    this.timers.clear(this.timer);
    this.timer = this.timers.set(run, ms);
  }
}
