// Sends the forms of a panel without leaving the page. Typed text is never lost: not by a lost
// network or answer, an ended sign-in, a reload, or a form that has disappeared.

import { commentText } from "../../lib/busy-forms.js";
import { make } from "../../lib/dom.js";
import { removeErrors, errorNote } from "../shared/error-note.js";

const FORMS = '[data-part="comment-form"], [data-part="panel-form"]';
const squeezed = (text) => text.replace(/\s+/g, " ").trim();
const commentsIn = (panel) => [...panel.querySelectorAll(".comment[id]")];

export class PanelForms {
  // read: () => the current panel from the server; onPanel(panel, {form, isRefused, before})
  // handles an answer.
  constructor({ element, tools, read, send, onPanel }) {
    Object.assign(this, {
      element,
      tools,
      read,
      send,
      onPanel,
      sending: new Set(),
      doubts: new WeakMap(),
    });
    element.addEventListener("submit", (event) => {
      if (!event.target.matches(FORMS)) return;
      event.preventDefault();
      this.submit(event.target, event.submitter ?? null);
    });
    element.addEventListener(
      "input",
      ({ target }) => target.form && tools.drafts.keep(target.form),
    );
  }

  // After an error the outcome of the form is unknown, whichever button is pressed next. `before`
  // stays the set of comments from before the first attempt, because the saved comment may have
  // arrived in the panel since. The next panel of the server brings a new form.
  async submit(form, submitter) {
    if (this.sending.has(form)) return;
    this.sending.add(form);
    form.setAttribute("aria-busy", "true");
    removeErrors(form);
    const before = this.doubts.get(form) ?? new Set(commentsIn(this.element).map(({ id }) => id));
    const arrived = this.doubts.has(form) ? await this.#arrived(form, before) : null;
    const answer = arrived ?? (await this.send(form, submitter));
    this.sending.delete(form);
    form.removeAttribute("aria-busy");
    await this.#answered(form, submitter, answer, before);
  }

  // A form that disappeared (the round is over, the right ended, the comment was withdrawn) leaves
  // its text beside the panel, where nothing replaces it.
  keepWordsOf(form) {
    const { say } = this.tools;
    const text = [...form.querySelectorAll("textarea")]
      .map(({ value }) => value.trim())
      .filter(Boolean)
      .join("\n\n");
    const hadFocus = form.contains(document.activeElement);
    form.remove();
    if (!text) return;
    const words = make("textarea", {
      readonly: true,
      rows: 6,
      "aria-label": say("form_gone_text"),
    });
    words.value = text;
    this.element.before(
      make("div", { class: "note", role: "status" }, [make("p", {}, [say("form_gone")]), words]),
    );
    if (hadFocus) words.focus();
  }

  restoreDrafts() {
    for (const form of this.element.querySelectorAll('[data-part="comment-form"]'))
      this.tools.drafts.restore(form);
  }

  // Puts selected words into the form for a new comment, opens it and focuses its text.
  speakAbout({ exact, prefix, suffix }) {
    const form = [...this.element.querySelectorAll('[data-part="comment-form"]')].find((one) =>
      one.querySelector('[name="quote"]'),
    );
    if (!form) return;
    for (const [name, value] of Object.entries({ quote: exact, prefix, suffix }))
      form.querySelector(`[name="${name}"]`).value = value;
    const details = form.closest("details");
    if (details) details.open = true;
    this.tools.drafts.keep(form);
    form.querySelector('textarea[name="text"]').focus();
  }

  async #answered(form, submitter, answer, before) {
    const { drafts, say } = this.tools;
    if (answer.kind === "panel") {
      if (!answer.isRefused) await drafts.forget(form);
      this.onPanel(answer.panel, { form, isRefused: answer.isRefused, before });
      return;
    }
    // for any error: a proxy's 504 can follow the server's commit
    this.doubts.set(form, before);
    if (answer.kind === "stale") await this.#renew();
    const note = errorNote(answer, {
      say,
      isSending: true,
      retry: () => this.submit(form, submitter),
    });
    removeErrors(form);
    form.append(note);
  }

  // Loads the current panel for its tokens: the server refuses a form from before the last sign-in.
  async #renew() {
    const answer = await this.read();
    if (answer.kind === "panel") this.onPanel(answer.panel, { form: null });
  }

  // If the answer was lost, looks for the comment in the current panel, because sending it again
  // could save it twice. While that cannot be determined nothing is sent, and the error is shown.
  async #arrived(form, before) {
    const text = squeezed(commentText(form));
    if (!text) return null;
    const answer = await this.read();
    if (answer.kind !== "panel") return answer;
    const isThere = commentsIn(answer.panel).some(
      (comment) =>
        !before.has(comment.id) &&
        squeezed(comment.querySelector(".said")?.textContent ?? "") === text,
    );
    return isThere ? answer : null;
  }
}
