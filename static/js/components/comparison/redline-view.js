// Moves to the next or previous change of a comparison, shows the position, and unfolds unchanged
// text.

import { part, setText } from "../../lib/dom.js";
import { commandOf } from "../../lib/keys.js";
import { readStrings } from "../../lib/strings.js";

const STEPS = { j: 1, n: 1, k: -1, p: -1 };

export class RedlineView {
  constructor(main, { say = readStrings(), place = location, past = history } = {}) {
    Object.assign(this, {
      main,
      say,
      place,
      past,
      changes: [...main.querySelectorAll(".change")],
      here: -1,
    });
    this.#button("next", () => this.step(1), this.changes.length > 0);
    this.#button("previous", () => this.step(-1), this.changes.length > 0);
    this.#button("unfold", () => this.unfold(), main.querySelector("details.unchanged") !== null);
    document.addEventListener("keydown", (event) => this.#key(event));
    main.addEventListener("focusin", ({ target }) => this.#at(target.closest(".change")));
    addEventListener("hashchange", () => this.showHash());
    this.showHash();
  }

  step(by) {
    const start = this.here >= 0 ? this.here + by : this.#nearest(by);
    const change = this.changes[Math.min(Math.max(start, 0), this.changes.length - 1)];
    if (!change) return;
    change.scrollIntoView({ block: "start" });
    change.focus({ preventScroll: true });
    this.#at(change);
    this.past.replaceState(null, "", `#${change.id}`);
  }

  unfold() {
    for (const details of this.main.querySelectorAll("details.unchanged")) details.open = true;
  }

  // The address can name something inside a fold, or a change on another page, which the server
  // knows.
  showHash() {
    const name = decoded(this.place.hash.slice(1));
    const target = document.getElementById(name);
    if (!target) this.#lookElsewhere(name);
    if (!target || !this.main.contains(target)) return;
    let isFolded = false;
    for (
      let details = target.closest("details");
      details;
      details = details.parentNode.closest("details")
    ) {
      isFolded ||= !details.open;
      details.open = true;
    }
    if (isFolded) target.scrollIntoView({ block: "start" });
    this.#at(target.closest(".change"));
  }

  #lookElsewhere(name) {
    const number = /^C-(\d{3,9})$/.exec(name)?.[1];
    const asked = new URLSearchParams(this.place.search);
    if (!number || asked.has("at")) return;
    asked.delete("page");
    asked.set("at", String(Number(number)));
    this.place.replace(`${this.place.pathname}?${asked}#${name}`);
  }

  #at(change) {
    const here = this.changes.indexOf(change);
    if (here === -1) return;
    this.here = here;
    setText(
      part(this.main, "where"),
      this.say("change_place", { n: here + 1, count: this.changes.length }),
    );
  }

  // Before the first step, start from what is on the screen.
  #nearest(by) {
    const below = this.changes.findIndex((change) => change.getBoundingClientRect().top > 0);
    return by > 0
      ? below === -1
        ? this.changes.length - 1
        : below
      : (below === -1 ? this.changes.length : below) - 1;
  }

  #button(name, run, isOfUse) {
    const element = this.main.querySelector(`[data-part="${name}"]`);
    if (!element) return;
    element.hidden = !isOfUse;
    element.addEventListener("click", run);
  }

  // The page handles the keys only while nothing else has the focus.
  #key(event) {
    const isHere = event.target === document.body || this.main.contains(event.target);
    const by = isHere && STEPS[commandOf(event)];
    if (!by) return;
    event.preventDefault();
    this.step(by);
  }
}

function decoded(hash) {
  try {
    return decodeURIComponent(hash);
  } catch {
    return hash;
  }
}

export const redlineView = (main) => new RedlineView(main);
