// Replaces the socket for readers who are signed out: polls every few seconds for changes, with the
// events of a socket ("connect", "changed", "left"). A hidden page does not poll.

export const EVERY_MS = 10_000;
const LONGEST_MS = 120_000; // between two requests while the server does not answer
const PATIENCE_MS = 20_000; // for one request

export class PollingSocket {
  constructor({
    href,
    timers,
    fetch = globalThis.fetch.bind(globalThis),
    isHidden = () => document.hidden,
    random = Math.random,
  }) {
    Object.assign(this, {
      href,
      timers,
      fetch,
      isHidden,
      random,
      listeners: new Map(),
      since: 0,
      failures: 0,
      timer: null,
    });
    this.connected = this.active = false;
  }

  on(name, run) {
    this.listeners.set(name, run);
  }

  connect() {
    if (this.connected) return;
    this.connected = this.active = true;
    this.#tell("connect");
    this.#later();
  }

  disconnect() {
    this.connected = this.active = false;
    this.timers.clear(this.timer);
  }

  // The only event it accepts is "join", with the time from which the page needs changes.
  emit(_event, { since }, answered) {
    this.since = since;
    answered({ ok: true });
  }

  #tell(name, value) {
    this.listeners.get(name)?.(value);
  }

  // Random pauses, so that a thousand readers do not ask at once.
  #later() {
    const pause = Math.min(EVERY_MS * 2 ** this.failures, LONGEST_MS);
    this.timer = this.timers.set(() => this.#ask(), pause * (0.75 + this.random() / 2));
  }

  async #ask() {
    if (!this.isHidden()) await this.#look();
    if (this.connected) this.#later();
  }

  async #look() {
    try {
      const answer = await this.fetch(`${this.href}?since=${this.since}`, {
        headers: { Accept: "application/json" },
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      if (answer.status === 404 || answer.status === 403) return this.#tell("left", {});
      if (!answer.ok) throw new Error(`${answer.status}`);
      const { since, changed } = await answer.json();
      this.failures = 0;
      this.since = since;
      for (const change of changed) this.#tell("changed", change);
    } catch {
      this.failures += 1; // the next answer has everything after `since`
    }
  }
}
