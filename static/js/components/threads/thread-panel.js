// The panel with the comments on one clause: loads and reloads them around a form in use, moves
// through them with j and k, and marks the words in the clause that each is about.

import { Highlights } from "../../anchoring/highlight.js";
import { busyForms } from "../../lib/busy-forms.js";
import { focusIn } from "../../lib/restore-focus.js";
import { commandOf } from "../../lib/keys.js";
import { patch } from "../../lib/patch.js";
import { PanelForms } from "./panel-forms.js";
import { removeErrors, errorNote } from "../shared/error-note.js";

const saidIn = (panel) =>
  [...panel.querySelectorAll(".said, .decision, .comment > .meta")]
    .map((one) => one.textContent)
    .join("|");

export class ThreadPanel {
  // words: the clause's element or null, without what matches `skip`; onTaken(panel) runs after
  // each answer of the server.
  constructor({ element, href, words, skip, tools, onTaken = () => {} }) {
    Object.assign(this, { element, href, tools, onTaken, turn: 0, isClosed: false });
    // A panel with a count is fetched as a fragment; the page of one thread is fetched whole.
    this.isFragment = element.hasAttribute("data-count");
    this.highlights = words ? new Highlights(words, skip) : null;
    this.forms = new PanelForms({
      element,
      tools,
      read: () => this.#read(),
      send: (form, submitter) => tools.requests.send(form, submitter, this),
      onPanel: (panel, more) => this.#answered(panel, more),
    });
    element.addEventListener("keydown", (event) => this.#key(event));
    this.#taken();
  }

  // Returns whether there are new comments; null if the panel could not be loaded.
  async reload() {
    const turn = (this.turn += 1);
    this.element.setAttribute("aria-busy", "true");
    const answer = await this.#read();
    if (turn !== this.turn || this.isClosed) return null;
    this.element.removeAttribute("aria-busy");
    if (answer.kind === "panel") return this.#take(answer.panel);
    removeErrors(this.element);
    this.element.prepend(
      errorNote(answer, { say: this.tools.say, isSending: false, retry: () => this.#again() }),
    );
    return null;
  }

  focus() {
    this.element.querySelector('[tabindex="-1"]')?.focus();
  }

  speakAbout(selector) {
    this.forms.speakAbout(selector);
  }

  close() {
    this.isClosed = true;
    this.highlights?.clear();
    this.element.remove();
  }

  #read() {
    return this.tools.requests.read(this.href, this);
  }

  async #again() {
    if ((await this.reload()) !== null) this.focus();
  }

  // The form that was answered is replaced; other forms in use stay. The newer answer wins.
  #take(panel, done = null) {
    this.turn += 1;
    this.element.removeAttribute("aria-busy");
    const before = saidIn(this.element);
    // an answer to a form sets the focus itself
    const giveBack = done ? null : focusIn(this.element);
    const kept = busyForms(this.element).filter((form) => form !== done);
    const lost = patch(this.element, panel, kept, done);
    for (const form of lost) this.forms.keepWordsOf(form);
    this.#taken();
    if (giveBack && lost.length === 0 && !giveBack()) this.focus();
    return saidIn(this.element) !== before;
  }

  #taken() {
    const stretches = [...this.element.querySelectorAll(".talk[data-start]")].map(
      ({ id, dataset }) => ({ thread: id, start: Number(dataset.start), end: Number(dataset.end) }),
    );
    this.highlights?.show(stretches);
    this.tools.start(this.element);
    this.onTaken(this);
    this.forms.restoreDrafts();
  }

  #answered(panel, { form, isRefused = false, before = new Set() }) {
    const talk = form?.closest(".talk")?.id;
    const hadFocus =
      form === null ||
      this.element.contains(document.activeElement) ||
      document.activeElement === document.body;
    this.#take(panel, form);
    if (form === null || !hadFocus) return;
    const fresh = [...this.element.querySelectorAll(".comment[id]")].find(
      ({ id }) => !before.has(id),
    );
    if (isRefused) this.element.querySelector(".error-summary")?.focus();
    else if (fresh) focusOn(fresh);
    else
      (talk ? this.#titles().find((title) => title.closest(".talk").id === talk) : null)?.focus();
  }

  #titles() {
    return [...this.element.querySelectorAll(".talk h3")];
  }

  #key(event) {
    const step = { j: 1, k: -1 }[commandOf(event)];
    if (!step) return;
    const titles = this.#titles();
    const here = titles.findIndex((title) =>
      title.closest(".talk").contains(document.activeElement),
    );
    const next = titles[here === -1 && step === -1 ? titles.length - 1 : here + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
  }
}

function focusOn(comment) {
  comment.setAttribute("tabindex", "-1");
  comment.focus();
}
