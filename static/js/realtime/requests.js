// Events that the server answers. Each belongs to a round; a new round begins with every join and
// every lost connection, and an answer that comes late, for an earlier round, is no answer: what it
// would have told is found out by joining.

const ANSWER_MS = 10_000;

export class Requests {
  constructor({ socket, draftId, timers }) {
    Object.assign(this, { socket, draftId, timers });
    this.round = 0;
  }

  cancelPending() {
    this.round += 1;
  }

  emit(event, fields) {
    this.socket.emit(event, { draft: this.draftId, ...fields });
  }

  send(event, fields, onAnswer, onSilence) {
    const { round } = this;
    const current =
      (act) =>
      (...values) =>
        round === this.round && act(...values);
    const timer = this.timers.set(current(onSilence), ANSWER_MS);
    this.socket.emit(event, { draft: this.draftId, ...fields }, (answer) => {
      this.timers.clear(timer);
      current(onAnswer)(answer);
    });
  }
}
