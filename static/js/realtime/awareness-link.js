// Sends and receives awareness over the socket: only this browser's own state is sent, at most ten
// times a second; others' states are removed with the connection. Awareness is not durable, so
// nothing is repeated or waited for.

import {
  applyAwarenessUpdate,
  encodeAwarenessUpdate,
  removeAwarenessStates,
} from "y-protocols/awareness";
import { throttle } from "../lib/timers.js";

const INTERVAL_MS = 100;

export class AwarenessLink {
  constructor({ awareness, send, timers }) {
    this.awareness = awareness;
    this.joined = false;
    this.push = throttle(
      () => this.joined && send(encodeAwarenessUpdate(awareness, [awareness.clientID])),
      INTERVAL_MS,
      timers,
    );
    this.listener = ({ added, updated, removed }, origin) => {
      const own = [...added, ...updated, ...removed].includes(awareness.clientID);
      if (own && origin === "local") this.push();
    };
    awareness.on("update", this.listener);
  }

  // The clock must rise by two: the server announced this browser's leaving with a clock one above
  // the last.
  join() {
    const state = this.awareness.getLocalState() ?? {};
    this.awareness.setLocalState(state);
    this.joined = true;
    this.push.stop();
    this.awareness.setLocalState(state);
  }

  // The clocks of others are removed too: on return the server sends the same states again, and
  // they must count as new.
  leave() {
    this.joined = false;
    this.push.stop();
    const others = [...this.awareness.meta.keys()].filter((id) => id !== this.awareness.clientID);
    removeAwarenessStates(this.awareness, others, this);
    others.forEach((id) => this.awareness.meta.delete(id));
  }

  receive(update) {
    applyAwarenessUpdate(this.awareness, update, this);
  }

  stop() {
    this.leave();
    this.awareness.off("update", this.listener);
  }
}
