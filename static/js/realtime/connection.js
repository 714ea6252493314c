// The life of the socket: up, down, signed out, another account signed in. Before every join it
// asks who is signed in, because the cookie can change under an open page, and text of one person
// must never be sent under another's name.

const SLOW_MS = 15_000;
const RETRY_MS = 2000;
const LONGEST_RETRY_MS = 16_000;
const ASK_AGAIN_MS = 5000;

export class Connection {
  constructor({ socket, accountId, whoIsSignedIn, timers, random = Math.random, on }) {
    Object.assign(this, { socket, accountId, whoIsSignedIn, timers, random, on });
    this.stopped = false;
    this.turn = 0;
    this.timer = null;
    this.lastAsked = -Infinity;
    this.unanswered = 0; // times in a row
  }

  start() {
    this.listeners = {
      connect: () => this.#ask(),
      disconnect: (reason) => this.#down(reason),
      connect_error: (error) => this.#failed(error),
    };
    for (const [name, listener] of Object.entries(this.listeners)) this.socket.on(name, listener);
    if (this.socket.connected) this.#ask();
    else this.socket.connect();
  }

  // The network or the person came back, perhaps after signing in elsewhere: retry now, not at the
  // end of the pause.
  retryNow() {
    if (!this.stopped && !this.socket.connected) this.#ask();
  }

  stop() {
    this.stopped = true;
    this.turn += 1;
    this.timers.clear(this.timer);
    for (const [name, listener] of Object.entries(this.listeners ?? {}))
      this.socket.off(name, listener);
    this.socket.disconnect();
  }

  // Closes a connection that does not answer and opens a new one.
  cycle() {
    this.socket.disconnect();
    this.on.down();
    this.#later(() => this.socket.connect(), this.#jitter());
  }

  // The server reported the end of the session; whether that is true decides what the person is
  // told.
  async isSignedOut() {
    const who = await this.whoIsSignedIn();
    return who === null ? null : !who.signed_in;
  }

  signedOut() {
    this.turn += 1;
    this.socket.disconnect();
    this.on.signedOut();
    this.#later(() => this.#ask(), SLOW_MS);
  }

  #down(reason) {
    this.turn += 1;
    this.on.down();
    if (this.stopped || reason === "io client disconnect") return;
    if (reason === "io server disconnect") this.#later(() => this.socket.connect(), this.#jitter());
  }

  // A refused handshake looks like a lost network; asking who is signed in tells them apart. The
  // server reports too many windows.
  #failed(error) {
    this.on.down();
    if (error?.data?.error === "too_many_sockets") {
      this.on.crowded(error.message);
      return void this.#later(() => this.socket.connect(), SLOW_MS);
    }
    // a clock can be set back
    const tooSoon = Math.abs(this.timers.now() - this.lastAsked) < ASK_AGAIN_MS;
    if (!tooSoon) this.#ask();
    else if (!this.socket.active) this.#later(() => this.socket.connect(), this.#jitter());
  }

  async #ask() {
    const turn = (this.turn += 1);
    this.lastAsked = this.timers.now();
    const who = await this.whoIsSignedIn();
    if (turn !== this.turn || this.stopped) return;
    this.unanswered = who === null ? this.unanswered + 1 : 0;
    // A busy server is asked less and less often.
    if (who === null)
      this.#later(
        () => this.#again(),
        Math.min(RETRY_MS * 2 ** (this.unanswered - 1), LONGEST_RETRY_MS),
      );
    else if (!who.signed_in) this.signedOut();
    else if (String(who.account_id) !== String(this.accountId)) this.#otherAccount();
    else if (this.socket.connected) this.on.up();
    else if (!this.socket.active) this.#later(() => this.socket.connect(), this.#jitter());
  }

  #again() {
    if (this.socket.connected) this.#ask();
    else if (!this.socket.active) this.socket.connect();
  }

  #otherAccount() {
    this.stop();
    this.on.otherAccount();
  }

  #later(run, ms) {
    this.timers.clear(this.timer);
    this.timer = this.timers.set(() => this.stopped || run(), ms);
  }

  #jitter() {
    return 500 + this.random() * 4500;
  }
}
