// Fetches the panel of a clause and sends its forms. Every answer is told apart: the panel (taken,
// or refused with the words still in it), no answer at all, signed out, another account, a form
// older than the sign-in, or a refusal in words.

import { askWhoIsSignedIn } from "./who-is-signed-in.js";

// A parsed document runs no script; what is taken over from it are elements the server made.
export const parseHtml = (text) => new DOMParser().parseFromString(text, "text/html");

export class PanelRequests {
  constructor({
    fetcher = (...call) => fetch(...call),
    parse = parseHtml,
    whoIsSignedIn = askWhoIsSignedIn,
  } = {}) {
    Object.assign(this, { fetcher, parse, whoIsSignedIn, asked: null });
  }

  // Whose page this is: asked once, before there is any trouble. Null if there was no answer.
  account() {
    this.asked ??= this.whoIsSignedIn().then((who) => {
      if (who === null) this.asked = null;
      return who;
    });
    return this.asked;
  }

  read(href, { isFragment }) {
    return this.#ask(href, {}, isFragment);
  }

  send(form, submitter, { isFragment }) {
    const body = new URLSearchParams(new FormData(form, submitter));
    return this.#ask(form.getAttribute("action"), { method: "POST", body }, isFragment);
  }

  // What an address says as JSON; null if it could not be had, or no longer.
  async readJson(address) {
    try {
      const answer = await this.fetcher(address, { credentials: "same-origin", cache: "no-store" });
      return answer.ok && !answer.redirected ? JSON.parse(await answer.text()) : null;
    } catch {
      return null;
    }
  }

  async #ask(address, options, isFragment) {
    const headers = isFragment ? { "X-Fragment": "true" } : {};
    try {
      const answer = await this.fetcher(address, {
        ...options,
        headers,
        credentials: "same-origin",
        cache: "no-store",
      });
      const page = this.parse(await answer.text());
      const panel = page.querySelector('[data-part="panel"]');
      return panel
        ? { kind: "panel", panel, isRefused: !answer.ok }
        : await this.#trouble(answer, page);
    } catch {
      return { kind: "unreachable" };
    }
  }

  async #trouble(answer, page) {
    const [before, now] = [await this.account(), await this.whoIsSignedIn()];
    if (now === null) return { kind: "unreachable" };
    if (!now.signed_in && (before?.signed_in || answer.status === 401 || answer.redirected))
      return { kind: "signed-out" };
    if (before?.signed_in && String(before.account_id) !== String(now.account_id))
      return { kind: "other-account" };
    if (answer.status === 400) return { kind: "stale" };
    return { kind: "refused", message: page.querySelector("main h1")?.textContent.trim() ?? "" };
  }
}
