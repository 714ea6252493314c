// Socket events that the server acknowledges, with a time limit. Each belongs to a round; every
// join and every lost connection starts a new round, and a late answer of an earlier round is
// ignored, because the next join brings its news.

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
