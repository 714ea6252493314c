// Shows how long a round is still open. The server's clock decides, so the script asks the server
// for the time before it shows “closed”; it then dispatches “round-closed”, and panels ask the
// server what may still be written.

import { readStrings } from "../../lib/strings.js";
import { lengthOfTime } from "../../lib/times.js";
import { realTimers } from "../../lib/timers.js";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

// At most two units, the smaller one only if it is not zero; less than a minute counts as one
// minute.
export function unitsOf(ms) {
  const minutes = Math.max(1, Math.floor(ms / MINUTE_MS));
  const units =
    ms >= DAY_MS
      ? [
          ["day", Math.floor(ms / DAY_MS)],
          ["hour", Math.floor((ms % DAY_MS) / HOUR_MS)],
        ]
      : ms >= HOUR_MS
        ? [
            ["hour", Math.floor(ms / HOUR_MS)],
            ["minute", minutes % 60],
          ]
        : [["minute", minutes]];
  return units.filter(([, count]) => count > 0);
}

export async function askServerTime(fetcher = (...call) => fetch(...call)) {
  try {
    const answer = await fetcher("/sign-in/status", { cache: "no-store" });
    return Date.parse(answer.headers.get("date")) || null;
  } catch {
    return null;
  }
}

export class TimeLeft {
  constructor(
    element,
    { say = readStrings(), timers = realTimers, serverTime = askServerTime, page = document } = {},
  ) {
    Object.assign(this, {
      element,
      say,
      timers,
      serverTime,
      page,
      ahead: 0,
      closes: Date.parse(element.dataset.closes),
    });
    if (!Number.isNaN(this.closes)) this.draw();
  }

  draw() {
    const left = this.closes - (this.timers.now() - this.ahead);
    if (left <= 0) return void this.#check();
    this.element.textContent = this.say("time_left", { time: lengthOfTime(unitsOf(left)) });
    this.timers.set(() => this.draw(), Math.min(MINUTE_MS, left));
  }

  async #check() {
    const now = await this.serverTime();
    if (now !== null && now < this.closes) {
      this.ahead = this.timers.now() - now;
      this.draw();
      return;
    }
    this.element.textContent = this.say("round_closed");
    this.page.dispatchEvent(new Event("round-closed"));
  }
}

export const timeLeft = (element) => new TimeLeft(element);
