// The browser's half of docs/realtime-protocol.md for one working draft. After any doubt it joins
// again: it receives what it lacks and sends the difference to the server's state vector, if any.
// It reports events and decides nothing about screens, copies or wording.

import * as Y from "yjs";
import { AwarenessLink } from "./awareness-link.js";
import { Connection } from "./connection.js";
import { hasGaps, missingOnServer } from "./missing-updates.js";
import { Requests } from "./requests.js";
import { refuseJoin, refuseUpdate, refusals } from "./refusals.js";
import { Sender } from "./sender.js";
import { connectionEvents, serverEvents } from "./server-events.js";

const bytes = (data) => (data instanceof Uint8Array ? data : new Uint8Array(data));

export class DraftProvider {
  constructor(options) {
    const { socket, doc, awareness, draftId, lineage, timers, report } = options;
    const { accountId, whoIsSignedIn, random } = options;
    Object.assign(this, { socket, doc, draftId, lineage, timers });
    this.joined = this.stopped = false;
    this.early = [];
    this.silentJoins = this.seq = 0;
    this.report = (type, fields = {}) => report({ type, now: timers.now(), ...fields });
    this.requests = new Requests({ socket, draftId, timers });
    this.sender = new Sender({
      doc,
      timers,
      report: this.report,
      ask: (update) => this.#askToCommit(update),
    });
    const send = (state) => this.requests.emit("awareness", { awareness: state });
    this.link = new AwarenessLink({ awareness, timers, send });
    const on = connectionEvents(this);
    this.connection = new Connection({ socket, accountId, whoIsSignedIn, timers, random, on });
    this.listeners = serverEvents(this);
    this.onUpdate = (update, origin) => origin !== this && this.sender.add(update);
  }

  start() {
    this.doc.on("update", this.onUpdate);
    for (const [name, listener] of this.listeners) this.socket.on(name, listener);
    this.connection.start();
  }

  stop() {
    if (this.stopped) return;
    if (this.joined) this.requests.emit("leave", {});
    this.stopped = true;
    this.leave();
    this.link.stop();
    this.doc.off("update", this.onUpdate);
    for (const [name, listener] of this.listeners) this.socket.off(name, listener);
    this.connection.stop();
  }

  join() {
    if (this.stopped || !this.socket.connected) return;
    this.leave();
    this.report("joining");
    const fields = {
      lineage: this.lineage,
      state_vector: Y.encodeStateVector(this.doc),
      client_id: this.doc.clientID,
    };
    const onAnswer = (answer) => (answer.ok ? this.#merge(answer) : refuseJoin(this, answer));
    this.requests.send("join", fields, onAnswer, () => this.#joinAgain());
  }

  // The first doubt leads to a join at once; later ones wait for the sender's retry delay.
  rejoinAfterDoubt() {
    if (this.sender.failures) return void this.rejoinLater();
    this.sender.failures = 1;
    this.join();
  }

  rejoinLater() {
    this.leave();
    this.report("joining");
    this.timer = this.timers.set(() => this.join(), this.sender.retryDelay());
  }

  // Updates relayed before the answer to the join are kept until the lineage is known to be the
  // same.
  receive(message) {
    if (!this.joined) return void this.early.push(message);
    const hadGaps = hasGaps(this.doc);
    Y.applyUpdate(this.doc, bytes(message.update), this);
    this.sender.known.advance(bytes(message.update));
    const missed = this.#advance(message.seq, message.after);
    if (missed || (hasGaps(this.doc) && !hadGaps)) this.join();
  }

  // Returns whether a seq of the log was skipped: lost deletions leave no other trace.
  #advance(seq, after = seq - 1) {
    const missed = after > this.seq;
    this.seq = Math.max(this.seq, seq);
    return missed;
  }

  #merge(answer) {
    if (answer.lineage !== this.lineage) return void refusals.lineage(this, answer);
    const [update, stateVector] = [bytes(answer.update), bytes(answer.state_vector)];
    const mayWrite = answer.may_write;
    Y.applyUpdate(this.doc, update, this);
    const lacking = missingOnServer(this.doc, stateVector, update);
    this.sender.open({ stateVector, lacking, mayWrite });
    Object.assign(this, { joined: true, seq: answer.seq, silentJoins: 0 });
    this.report("joined", { waiting: Boolean(lacking), mayWrite });
    if (lacking && !mayWrite) return void refusals.not_permitted(this, answer);
    this.link.join();
    this.early.splice(0).forEach((message) => this.receive(message));
    this.sender.flush();
  }

  #askToCommit(update) {
    const onAnswer = (answer) => (answer.ok ? this.#committed(answer) : refuseUpdate(this, answer));
    this.requests.send("update", { lineage: this.lineage, update }, onAnswer, () => this.join());
  }

  #committed(answer) {
    const missed = this.#advance(answer.seq);
    this.sender.committed(answer);
    if (missed) this.join();
  }

  // A connection that twice gives no answer is half open: it is closed and opened again.
  #joinAgain() {
    this.silentJoins += 1;
    if (this.silentJoins % 2) this.join();
    else this.connection.cycle();
  }

  leave() {
    this.joined = false;
    this.early = [];
    this.timers.clear(this.timer);
    this.requests.cancelPending();
    this.sender.close();
    this.link.leave();
  }
}
