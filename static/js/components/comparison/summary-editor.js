// Edits the summary of a change in place: shows the server's form, then the saved summary. Without
// a script the link loads the page with the form in it.

import { part } from "../../lib/dom.js";
import { isPlainClick } from "../../lib/plain-click.js";
import { removeErrors, errorNote } from "../shared/error-note.js";

export class SummaryEditor {
  constructor(main, { requests, say }) {
    Object.assign(this, { main, requests, say });
    main.addEventListener("click", (event) => this.#click(event));
    main.addEventListener("keydown", (event) => this.#key(event));
    main.addEventListener("submit", (event) => {
      if (!event.target.matches('[data-part="summary-form"]')) return;
      event.preventDefault();
      this.save(event.target, event.submitter ?? null);
    });
  }

  async open(link) {
    const article = link.closest(".change");
    if (formIn(article)) return formIn(article).querySelector('[name="summary"]').focus();
    for (const form of this.main.querySelectorAll('[data-part="summary-form"]')) this.close(form);
    removeErrors(article);
    const answer = await this.requests.read(link.dataset.href, { isFragment: true });
    const form = answer.panel && formIn(answer.panel);
    if (!form) return this.#trouble(article, answer, () => this.open(link));
    part(article, "summary").after(form);
    form.querySelector('[name="summary"]').focus();
  }

  async save(form, submitter) {
    const article = form.closest(".change");
    removeErrors(form);
    form.setAttribute("aria-busy", "true");
    const answer = await this.requests.send(form, submitter, { isFragment: true });
    form.removeAttribute("aria-busy");
    const refused = answer.panel && formIn(answer.panel);
    if (refused) {
      form.replaceWith(refused);
      refused.querySelector(".error-summary")?.focus();
    } else if (answer.panel) this.#take(article, answer.panel, form);
    else await this.#failed(article, form, submitter, answer);
  }

  close(form) {
    const link = part(form.closest(".change"), "edit-summary");
    form.remove();
    link.focus();
  }

  #take(article, saved, form) {
    const summary = part(saved, "summary").textContent;
    for (const name of ["summary", "weight"]) part(article, name).replaceWith(part(saved, name));
    for (const line of this.main.querySelectorAll(`[data-summary="${article.id}"]`))
      line.textContent = summary;
    this.close(form);
  }

  // A form from before the last sign-in gets the token of a new form; the typed text stays.
  async #failed(article, form, submitter, answer) {
    if (answer.kind === "stale") {
      const anew = await this.requests.read(part(article, "edit-summary").dataset.href, {
        isFragment: true,
      });
      const token = anew.panel?.querySelector('[name="csrf_token"]');
      if (token) form.querySelector('[name="csrf_token"]').value = token.value;
    }
    this.#trouble(form, answer, () => this.save(form, submitter));
  }

  #trouble(place, answer, retry) {
    removeErrors(place);
    place.append(errorNote(answer, { say: this.say, isSending: true, retry }));
  }

  #click(event) {
    const link = event.target.closest('[data-part="edit-summary"], [data-part="cancel"]');
    if (!link || !isPlainClick(event)) return;
    event.preventDefault();
    if (link.dataset.part === "cancel") this.close(link.closest("form"));
    else this.open(link);
  }

  #key(event) {
    const form = event.target.closest('[data-part="summary-form"]');
    if (event.key !== "Escape" || event.isComposing || !form) return;
    event.preventDefault();
    this.close(form);
  }
}

const formIn = (element) => element.querySelector('[data-part="summary-form"]');
