// Stand-ins for the tests: timers whose time is set by hand, a socket with no network, and a server
// that keeps a real Y.Doc and answers as docs/realtime-protocol.md says.

import * as Y from "yjs";

const MIB = 1024 * 1024;
const sizeOf = (text) => new TextEncoder().encode(text).byteLength;

export class FakeTimers {
  time = 1_000_000;
  #next = 1;
  #waiting = new Map();
  now = () => this.time;
  set = (run, ms) => {
    this.#waiting.set(this.#next, { at: this.time + ms, run });
    return this.#next++;
  };
  clear = (timer) => {
    this.#waiting.delete(timer);
  };

  pass(ms) {
    const end = this.time + ms;
    for (;;) {
      const due = [...this.#waiting]
        .filter(([, { at }]) => at <= end)
        .sort((a, b) => a[1].at - b[1].at)[0];
      if (!due) break;
      this.#waiting.delete(due[0]);
      this.time = due[1].at;
      due[1].run();
    }
    this.time = end;
  }
}

export class FakeSocket {
  listeners = new Map();
  connected = false;
  active = false;
  sent = [];
  connects = 0;
  server = null;

  on(name, run) {
    this.listeners.set(name, [...(this.listeners.get(name) ?? []), run]);
  }
  off(name, run) {
    this.listeners.set(
      name,
      (this.listeners.get(name) ?? []).filter((other) => other !== run),
    );
  }
  hear(name, ...values) {
    for (const run of this.listeners.get(name) ?? []) run(...values);
  }
  connect() {
    this.connects += 1;
    this.active = true;
    if (this.autoUp !== false) this.up();
    return this;
  }
  up() {
    this.connected = this.active = true;
    this.hear("connect");
  }
  down(reason = "transport close") {
    this.connected = false;
    this.active = !reason.startsWith("io ");
    this.hear("disconnect", reason);
  }
  disconnect() {
    this.active = false;
    if (this.connected) {
      this.connected = false;
      this.hear("disconnect", "io client disconnect");
    }
  }
  emit(event, fields, ack) {
    const message = { event, fields, ack };
    this.sent.push(message);
    if (this.connected && this.server) this.server.handle(message);
  }
  of(event) {
    return this.sent.filter((message) => message.event === event);
  }
}

export class FakeServer {
  doc = new Y.Doc();
  lineage = "lineage-1";
  mayWrite = true;
  seq = 0;
  deaf = false; // takes nothing in, answers nothing
  answersLost = false; // commits, but its answer is lost
  refuseNext = [];
  commits = [];

  constructor(text = "") {
    if (text) this.doc.getText("body").insert(0, text);
  }
  get text() {
    return this.doc.getText("body").toString();
  }

  handle({ event, fields, ack }) {
    if (this.deaf) return;
    const refusal =
      event !== "awareness" && event !== "leave" && this.refuseNext.length
        ? this.refuseNext.shift()
        : null;
    const answer = refusal ?? this[event](fields);
    if (!this.answersLost) ack?.(answer);
  }

  join({ lineage, state_vector: sv }) {
    if (lineage !== null && lineage !== this.lineage)
      return { ok: false, error: "lineage", lineage: this.lineage, message: "another document" };
    return {
      ok: true,
      lineage: this.lineage,
      seq: this.seq,
      may_write: this.mayWrite,
      update: Y.encodeStateAsUpdate(this.doc, sv),
      state_vector: Y.encodeStateVector(this.doc),
    };
  }

  update({ update }) {
    if (!this.mayWrite) return { ok: false, error: "not_permitted", message: "no" };
    const error = this.#errorOf(update, Y.decodeUpdate(update));
    if (error) return refusal(error);
    this.commits.push(update);
    Y.applyUpdate(this.doc, update);
    if (this.doc.store.pendingStructs) throw new Error("the browser sent an update with gaps");
    this.seq += 1;
    return { ok: true, seq: this.seq, at: 1000 + this.seq };
  }

  // Stricter than the real one: what an update deletes makes no room for what it brings itself.
  #errorOf(update, { structs, ds }) {
    const clients = new Set(structs.map(({ id }) => id.client));
    if (update.byteLength > MIB || structs.length > 20_000 || clients.size > 64) return "too_large";
    const clocks = Y.decodeStateVector(Y.encodeStateVector(this.doc));
    for (const { id, length } of structs)
      clocks.set(id.client, Math.max(id.clock + length, clocks.get(id.client) ?? 0));
    for (const [client, ranges] of ds.clients) {
      if (ranges.some(({ clock, len }) => clock + len > (clocks.get(client) ?? 0)))
        return "missing";
    }
    const brought = structs.reduce(
      (size, { content }) => size + (content instanceof Y.ContentString ? sizeOf(content.str) : 0),
      0,
    );
    return brought && sizeOf(this.text) + brought > 5 * MIB ? "too_large" : null;
  }

  awareness() {
    return { ok: true };
  }
  leave() {
    return { ok: true };
  }
}

export const settle = () => new Promise((resolve) => setImmediate(resolve));
export const refusal = (error, more = {}) => ({
  ok: false,
  error,
  message: `refused: ${error}`,
  ...more,
});
