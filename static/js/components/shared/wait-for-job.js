// Polls the status of a background job and reloads the page when the job is done.

import { button, make } from "../../lib/dom.js";
import { readStrings } from "../../lib/strings.js";
import { realTimers } from "../../lib/timers.js";

const PAUSE_MS = 1500;
const MANY = 40; // polls; a job that takes longer than a minute is polled less often
const LONG_PAUSE_MS = 10_000;

export async function fetchJobStatus(url, fetcher = (...call) => fetch(...call)) {
  try {
    const answer = await fetcher(url, {
      headers: { accept: "application/json" },
      cache: "no-store",
    });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

export class WaitForJob {
  constructor(
    element,
    {
      say = readStrings(),
      timers = realTimers,
      ask = fetchJobStatus,
      reload = () => location.reload(),
    } = {},
  ) {
    Object.assign(this, { element, say, timers, ask, reload, looks: 0 });
    this.line = make("p", { class: "meta", role: "status", "aria-live": "polite" });
    element.append(this.line);
    this.#later();
  }

  async look() {
    this.looks += 1;
    const work = await this.ask(this.element.dataset.url);
    if (work?.ready) {
      this.#tell(this.say("work_ready"));
      this.reload();
    } else if (work?.failed) {
      this.#tell(this.say("work_failed"), button(this.say("load_again"), this.reload));
    } else {
      this.#tell(work ? this.say("work_going_on") : this.say("work_unknown"));
      this.#later();
    }
  }

  #later() {
    this.timers.set(() => this.look(), this.looks < MANY ? PAUSE_MS : LONG_PAUSE_MS);
  }

  // Does not announce the same sentence twice.
  #tell(sentence, ...more) {
    if (this.line.dataset.sentence === sentence) return;
    this.line.dataset.sentence = sentence;
    this.line.replaceChildren(sentence, " ", ...more);
  }
}

export const waitForJob = (element) => new WaitForJob(element);
