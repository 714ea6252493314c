// The forms of a panel, sent without leaving the page. What was typed is never lost: not by a lost
// network, a lost answer, an ended sign-in, a reload, nor by a form that is not there any more.

import { commentText } from "../../lib/busy-forms.js";
import { make } from "../../lib/dom.js";
import { removeErrors, errorNote } from "../shared/error-note.js";

const FORMS = '[data-part="comment-form"], [data-part="panel-form"]';
const squeezed = (text) => text.replace(/\s+/g, " ").trim();
const commentsIn = (panel) => [...panel.querySelectorAll(".comment[id]")];

export class PanelForms {
  // read: () => the panel's answer anew; onPanel(panel, {form, isRefused, before}): what to do with
  // an answer.
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

  // After trouble the form is in doubt, whichever button is pressed next: `before` stays what was
  // there when it was first sent, for what arrived may since have come into the panel by itself.
  // The server's next panel brings a new form.
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

  // A form that has vanished (the round is over, the right is gone, the thread was withdrawn)
  // leaves its words behind, beside the panel, where nothing replaces them.
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

  // Puts selected words into the form for a new comment, opens it and waits for the comment.
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
    // whatever the trouble: a proxy's 504 may come after the server's commit
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

  // The panel anew, for its tokens: a form that was made before the last sign-in is never taken.
  async #renew() {
    const answer = await this.read();
    if (answer.kind === "panel") this.onPanel(answer.panel, { form: null });
  }

  // The answer was lost: is the comment there, although nobody said so? Then sending it again would
  // make two. As long as that cannot be found out, nothing is sent: the trouble is the answer.
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
