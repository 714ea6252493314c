// Receives notifications of changed comments of a version and has them fetched: after a short
// random pause, so that a thousand readers do not ask at once, each clause once for all its
// notifications, one clause after the other.

export const PAUSE_MS = 400;
const RETRY_MS = 5000;

export class ThreadFeed {
  // onChanged({eid, thread, what}) resolves when it has fetched; onBack() runs when more happened
  // than is listed one by one: after a lost connection was joined again, or when the server reports
  // many changes at once. `since` is the time up to which the page is current; the join sends later
  // changes again.
  constructor({ socket, versionId, since = 0, timers, onChanged, onBack, random = Math.random }) {
    Object.assign(this, { socket, versionId, since, timers, onChanged, onBack, random });
    this.waiting = new Map();
    this.timer = null;
    this.hasJoined = this.isBusy = this.stopped = this.isStale = false;
  }

  start() {
    this.socket.on("connect", () => this.#join());
    this.socket.on("disconnect", (reason) => reason === "io server disconnect" && this.#later());
    this.socket.on("changed", (change) => this.#changed(change));
    this.socket.on(
      "left",
      ({ version } = {}) => (version === undefined || version === this.versionId) && this.stop(),
    );
    this.socket.connect();
  }

  // The network is back, or the page is visible again. A refused handshake is not repeated by
  // itself.
  retryNow() {
    if (!this.stopped && !this.socket.connected && !this.socket.active) this.socket.connect();
  }

  stop() {
    this.stopped = true;
    this.timers.clear(this.timer);
    this.socket.disconnect();
  }

  #join() {
    this.socket.emit("join", { version: this.versionId, since: this.since }, (answer) => {
      if (this.stopped) return;
      if (!answer?.ok) return this.stop();
      this.since = Math.max(this.since, answer.since ?? 0);
      if (this.hasJoined || answer.stale) this.onBack();
      this.hasJoined = true;
    });
  }

  #later() {
    this.timers.set(() => this.retryNow(), RETRY_MS * (0.5 + this.random()));
  }

  #changed({ version, eid, thread, what, since = 0 }) {
    if (this.stopped || version !== this.versionId) return;
    this.since = Math.max(this.since, since);
    if (what === "all") this.isStale = true;
    else
      this.waiting.set(eid, {
        eid,
        thread,
        what: this.waiting.has(eid) && this.waiting.get(eid).what !== what ? "comment" : what,
      });
    this.timer ??= this.timers.set(() => this.#lookAtAll(), this.random() * PAUSE_MS);
  }

  async #lookAtAll() {
    this.timer = null;
    if (this.isBusy) return; // the running fetch handles these too
    this.isBusy = true;
    while ((this.isStale || this.waiting.size) && !this.stopped) {
      if (this.isStale) {
        this.isStale = false;
        this.waiting.clear();
        await Promise.resolve(this.onBack()).catch(() => {});
        continue;
      }
      const [eid, change] = this.waiting.entries().next().value;
      this.waiting.delete(eid);
      // a failed one is fetched with the next change
      await Promise.resolve(this.onChanged(change)).catch(() => {});
    }
    this.isBusy = false;
  }
}
