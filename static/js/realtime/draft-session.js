// One person at one working draft, from opening to closing: combines local copy, provider and save
// state, and decides when editing may start, and when the text becomes a recovery copy and the
// document is reopened. It knows no DOM.

import { Awareness } from "y-protocols/awareness";
import { DraftProvider } from "./draft-provider.js";
import { PATIENCE_MS, describe, initialFacts, reduce } from "./save-state.js";

const AFRESH_AT_MOST = 5;

export class DraftSession {
  constructor({ draft, openLocalCopy, openSocket, copies, whoIsSignedIn, timers, on }) {
    Object.assign(this, { draft, openLocalCopy, openSocket, copies, whoIsSignedIn, timers, on });
    this.lineage = draft.lineage;
    this.timesAfresh = 0;
  }

  async open() {
    const { draftId, accountId, mayWrite } = this.draft;
    this.facts = initialFacts(mayWrite);
    this.isReady = this.hasJoined = false;
    this.#tell();
    this.copy = await this.openLocalCopy({
      accountId,
      draftId,
      lineage: this.lineage,
      onLost: () => this.#report({ type: "not-kept" }),
    });
    if (this.copy.recovered) await this.#keep(this.copy.recovered, "lineage");
    this.doc = this.copy.doc;
    this.awareness = new Awareness(this.doc);
    this.#report({
      type: "local-loaded",
      kept: this.copy.kept,
      holdsLineage: this.copy.holdsLineage,
    });
    this.provider = this.#makeProvider();
    this.provider.start();
  }

  async close() {
    this.provider?.stop();
    this.awareness?.destroy();
    await this.copy?.close();
  }

  // A sign from outside (network, visibility) that a retry may succeed now.
  retryNow() {
    this.provider?.connection.retryNow();
  }

  get text() {
    return this.doc.getText("body").toString();
  }

  #makeProvider() {
    const { draftId, accountId } = this.draft;
    return new DraftProvider({
      socket: this.openSocket(),
      doc: this.doc,
      awareness: this.awareness,
      draftId,
      lineage: this.lineage,
      accountId,
      whoIsSignedIn: this.whoIsSignedIn,
      timers: this.timers,
      report: (event) => this.#report(event),
    });
  }

  #report(event) {
    this.facts = reduce(this.facts, event);
    if (this.facts.ready && !this.isReady) this.#ready();
    this.#tell();
    if (event.type === "joined") this.#joined(event);
    if (event.type === "sent" || event.type === "changed") this.#lookAgain();
    if (event.type === "lineage") this.#afresh(event, "lineage", event.lineage);
    if (event.type === "malformed") this.#afresh(event, "malformed", this.lineage);
    if (event.type === "unsendable") this.#afresh(event, "rights", this.lineage);
    if (event.type === "refused") this.#refused(event);
  }

  #ready() {
    this.isReady = true;
    this.on.ready(this);
  }

  #tell() {
    this.on.state(describe(this.facts, this.timers.now()));
  }

  // “Not saved yet” appears with time alone.
  #lookAgain() {
    this.timers.clear(this.timer);
    this.timer = this.timers.set(() => this.#tell(), PATIENCE_MS + 1);
  }

  // Only now does the local copy get this lineage: before, an empty document would have passed for
  // the draft.
  async #joined({ waiting }) {
    if (this.hasJoined) return;
    this.hasJoined = true;
    this.copy.hold(this.lineage);
    if (waiting) return;
    await this.copies.forgetEqualTo(this.text);
    this.on.copies();
  }

  async #afresh({ message }, reason, lineage) {
    const kept = await this.#keep(this.text, reason);
    this.on.afresh({ reason, message, kept });
    this.timesAfresh += 1;
    if (!kept || this.timesAfresh > AFRESH_AT_MOST)
      return void this.#report({ type: "refused", message });
    this.awareness.destroy();
    await this.copy.clear();
    this.lineage = lineage ?? this.lineage;
    await this.open();
  }

  async #refused({ reason = "refused" }) {
    if (describe(this.facts, this.timers.now()).unsaved) await this.#keep(this.text, reason);
  }

  // Returns true if the text is safe: kept now, kept before, or empty.
  async #keep(text, reason) {
    try {
      await this.copies.add({ title: this.draft.title, text, at: this.timers.now(), reason });
      this.on.copies();
      return true;
    } catch {
      return false;
    }
  }
}
