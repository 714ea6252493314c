// A reading page with a server that answers as it is told to, for the tests of panels.

import { StoredForms } from "../../static/js/lib/stored-forms.js";
import { PanelRequests } from "../../static/js/lib/panel-requests.js";
import { FakeSocket, FakeTimers, settle } from "./fakes.js";
import { html, openPage } from "./page.js";

const clause = (
  eid,
  count,
  words = `Words of ${eid}.`,
) => `<article class="clause" id="c-${eid}" data-eid="${eid}">
  <a class="num" href="/v/${eid}">${eid}</a><div class="body"
      data-part="words"><p>${words}</p></div>
  <a class="count${count ? "" : " add"}" data-part="count" href="/v/${eid}#threads"><span
      class="vh">x</span><span data-part="number">${count || "+"}</span></a></article>`;

export const reading = ({
  live = false,
  mayComment = true,
} = {}) => `<main data-component="clause-reader" data-version-id="7" data-counts-href="/v/counts"
  data-live="${live}"
  data-may-comment="${mayComment}">${clause("1.1", 2)}${clause("1.2", 0)}</main>`;

const replyForm = (
  n,
  error = "",
) => `<details class="write"><form method="post" data-part="comment-form" action="/t/${n}/replies">
  <input type="hidden" name="csrf_token" value="old">${error}<textarea
      name="text"></textarea><button name="save" value="1">Save</button></form></details>`;

export const thread = (
  n,
  comments,
  { error = "" } = {},
) => `<section class="talk" id="thread-${n}" data-start="0" data-end="5">
  <h3 tabindex="-1">Comment ${n}</h3>${comments
    .map(
      (text, i) => `<article class="comment"
      id="comment-${n}-${i}"><div class="said"><p>${text}</p></div></article>`,
    )
    .join("")}
  ${replyForm(n, error)}</section>`;

export const newForm = ({
  token = "old",
  text = "",
  error = "",
  eid = "1.1",
} = {}) => `<details class="write"><form method="post" data-part="comment-form"
      action="/v/${eid}/threads">
  <input type="hidden" name="csrf_token" value="${token}">${error}<input name="quote"
      value=""><input type="hidden" name="prefix" value=""><input type="hidden" name="suffix"
      value="">
  <textarea name="text">${text}</textarea><button name="save"
      value="1">Save</button></form></details>`;

export const panel = (
  threads,
  { count = threads.length, form = newForm(), eid = "1.1" } = {},
) => `<aside class="thread panel" id="threads-${eid}" data-part="panel"
  data-count="${count}"><h2 tabindex="-1">Comments on ${eid}</h2><button data-part="close"
      hidden="">Close</button><div data-part="list">${threads.join("")}</div>${form}</aside>`;

export const ERROR = '<div class="error-summary" tabindex="-1">Nothing was saved yet</div>';

export class FakeSite {
  calls = [];
  answers = [];
  who = { signed_in: true, account_id: 3 };

  // The next answers: HTML, or [status, HTML], or an Error for a network that fails. The last one
  // is given ever after.
  says(...answers) {
    this.answers = answers;
    return this;
  }

  // One address has its own answer.
  own = new Map();
  saysAt(address, answer) {
    this.own.set(address, answer);
    return this;
  }

  fetcher = async (address, options) => {
    this.calls.push({
      address,
      ...options,
      fields: options.body ? Object.fromEntries(options.body) : null,
    });
    const queued = () => (this.answers.length > 1 ? this.answers.shift() : this.answers[0]);
    const answer = this.own.has(address) ? this.own.get(address) : queued();
    if (answer instanceof Error) throw answer;
    const [status, text] = Array.isArray(answer) ? answer : [200, answer];
    return { ok: status < 400, status, redirected: false, text: async () => text };
  };
}

export class FakeStorage extends Map {
  getItem(key) {
    return this.get(key) ?? null;
  }
  setItem(key, value) {
    this.set(key, value);
  }
  removeItem(key) {
    this.delete(key);
  }
}

export function toolsFor(site, { storage = new FakeStorage() } = {}) {
  const requests = new PanelRequests({
    fetcher: site.fetcher,
    parse: html,
    whoIsSignedIn: async () => site.who,
  });
  const tools = {
    say: (key, values = {}) => [key, ...Object.values(values)].join(" "),
    requests,
    timers: new FakeTimers(),
    announced: [],
    socket: new FakeSocket(),
    announce: (sentence) => tools.announced.push(sentence),
    openSocket: () => tools.socket,
    start() {},
    storage,
    drafts: new StoredForms({ storage, account: () => requests.account() }),
  };
  return tools;
}

export const settled = async () => {
  for (let i = 0; i < 8; i += 1) await settle();
};
export { openPage };
