import assert from "node:assert/strict";
import test from "node:test";
import { ClauseReader } from "../../../static/js/components/threads/clause-reader.js";
import { ThreadPage } from "../../../static/js/components/threads/thread-page.js";
import {
  FakeSite,
  newForm,
  openPage,
  panel,
  reading,
  settled,
  thread,
  toolsFor,
} from "../panels.js";

const changed = (eid, what = "comment") => ({ version: 7, eid, thread: 12, what });

async function live({ opened = true } = {}) {
  const body = openPage(reading({ live: true }));
  const site = new FakeSite().says(panel([thread(12, ["First."]), thread(13, ["Second."])]));
  const tools = toolsFor(site);
  tools.socket.emit = (event, fields, ack) => {
    tools.socket.sent.push({ event, fields });
    ack({ ok: true });
  };
  const reader = new ClauseReader(body.querySelector("main"), tools);
  if (opened) body.querySelector("[data-part=count]").click();
  await settled();
  const ring = async (change) => {
    tools.socket.hear("changed", change);
    tools.timers.pass(400);
    await settled();
  };
  return { body, site, tools, reader, ring, $: (selector) => body.querySelector(selector) };
}

test("a change of the open clause loads its panel again and says so once", async () => {
  const { site, tools, ring, $ } = await live();
  site.says(panel([thread(12, ["First.", "A reply."]), thread(13, ["Second."])]));
  await ring(changed("1.1"));
  assert.match($("#thread-12, .talk").textContent, /A reply/);
  assert.deepEqual(tools.announced, ["new_on 1.1"]);
  await ring(changed("1.1"));
  assert.equal(tools.announced.length, 1);
});

test("a reader who types keeps field, text and focus while the panel is replaced", async () => {
  const { site, ring, body } = await live();
  const reply = body.querySelector('[action="/t/12/replies"]');
  const words = reply.querySelector("textarea");
  reply.closest("details").open = true;
  words.focus();
  words.value = "I disagree, bec";
  site.says(
    panel([thread(11, ["Zeroth."]), thread(12, ["First.", "A reply."]), thread(14, ["Third."])]),
  );
  await ring(changed("1.1"));
  assert.deepEqual(
    body.querySelectorAll(".talk").map(({ id }) => id),
    ["thread-11", "thread-12", "thread-14"],
  );
  assert.equal(body.querySelector('[action="/t/12/replies"]'), reply);
  assert.deepEqual(
    [document.activeElement, words.value, reply.closest("details").open],
    [words, "I disagree, bec", true],
  );
  assert.equal(body.querySelectorAll(".comment").length, 4);
  assert.equal(reply.closest(".talk").querySelectorAll(".comment").length, 2);
});

test("the focus stays on a comment or title; the panel's title is the fallback", async () => {
  const { site, ring, body, $ } = await live();
  const said = [
    thread(11, ["Zeroth."]),
    thread(12, ["First.", "A reply."]),
    thread(13, ["Second."]),
  ];
  const places = ['[id="comment-12-0"]', '[id="thread-12"] h3', '[id="thread-13"] h3'];
  for (const place of places) {
    const before = $(place);
    before.focus();
    site.says(panel(said));
    await ring(changed("1.1"));
    assert.notEqual($(place), before, place);
    assert.equal(document.activeElement, $(place), place);
  }
  $('[id="thread-12"] h3').focus();
  site.says(panel([thread(13, ["Second."])]));
  await ring(changed("1.1"));
  assert.equal(document.activeElement, body.querySelector(".panel h2"));
});

test("a form that is gone leaves its words behind", async () => {
  const { site, body, ring } = await live();
  const words = body.querySelector('[action="/v/1.1/threads"] textarea');
  words.focus();
  words.value = "Too late";
  site.says(panel([thread(12, ["First."])], { form: '<p class="note">The round is closed.</p>' }));
  document.dispatchEvent({ type: "round-closed" });
  await settled();
  assert.equal(body.querySelector('[action="/v/1.1/threads"]'), null);
  assert.match(body.querySelector(".panel").textContent, /The round is closed/);
  const left = body.querySelector("textarea[readonly]");
  assert.deepEqual([left.value, document.activeElement], ["Too late", left]);
  await ring(changed("1.1"));
  assert.equal(body.querySelector("textarea[readonly]"), left);
});

test("a change elsewhere changes the number beside that clause", async () => {
  const { site, tools, ring, body } = await live({ opened: false });
  site.says(panel([], { count: 1, eid: "1.2" }));
  await ring(changed("1.2"));
  const count = body.querySelectorAll("[data-part=count]")[1];
  assert.deepEqual(
    [
      count.querySelector("[data-part=number]").textContent,
      count.classList.contains("add"),
      count.querySelector(".vh").textContent,
    ],
    ["1", false, "threads_on 1.2 "],
  );
  assert.deepEqual(tools.announced, ["new_on 1.2"]);
  site.says(panel([], { count: 0, eid: "1.2" }));
  await ring(changed("1.2", "state"));
  assert.deepEqual(
    [count.querySelector("[data-part=number]").textContent, count.classList.contains("add")],
    ["+", true],
  );
});

test("a clause that has no number of its own is named as it is cited", async () => {
  const { site, tools, ring, body } = await live({ opened: false });
  body.querySelectorAll(".clause")[1].setAttribute("data-name", "Measure 1.2 (a)");
  site.says(panel([], { count: 1, eid: "1.2" }));
  await ring(changed("1.2"));
  assert.equal(
    body.querySelectorAll("[data-part=count]")[1].querySelector(".vh").textContent,
    "threads_on Measure 1.2 (a) ",
  );
  assert.deepEqual(tools.announced, ["new_on Measure 1.2 (a)"]);
});

test("an answer on another clause, or an unknown clause, changes no number", async () => {
  const { site, ring } = await live({ opened: false });
  await ring(changed("1.2", "answer"));
  await ring(changed("9.9"));
  await ring(changed(null));
  assert.equal(site.calls.length, 0);
});

test("a clause without comments gets its number with the first comment", async () => {
  const { site, ring, body } = await live({ opened: false });
  body.querySelectorAll("[data-part=count]")[1].remove();
  site.says(panel([], { count: 1, eid: "1.2" }));
  await ring(changed("1.2"));
  assert.equal(
    body.querySelectorAll("[data-part=count]")[1].getAttribute("href"),
    "/v/1.2#threads",
  );
});

const numbers = (body) =>
  body.querySelectorAll("[data-part=number]").map(({ textContent }) => textContent);

test("after a lost connection the open panel is loaded again, and every number", async () => {
  const { site, tools, body } = await live();
  const before = site.calls.length;
  const said = panel([thread(12, ["First."]), thread(13, ["Second."]), thread(14, ["Third."])]);
  site.saysAt("/v/counts", '{"1.1": 3, "1.2": 5}').says(said);
  tools.socket.down();
  tools.socket.up();
  await settled();
  assert.deepEqual(
    site.calls
      .slice(before)
      .map(({ address }) => address)
      .sort(),
    ["/v/1.1#threads", "/v/counts"],
  );
  assert.deepEqual([numbers(body), body.querySelectorAll(".talk").length], [["3", "5"], 3]);
});

test("a round published at once is fetched once; numbers that cannot be fetched stay", async () => {
  const { site, tools, body, ring } = await live({ opened: false });
  site.saysAt("/v/counts", '{"1.2": 1}');
  tools.socket.hear("changed", changed("1.1"));
  await ring({ version: 7, eid: null, thread: null, what: "all", since: 9 });
  assert.deepEqual(
    [site.calls.map(({ address }) => address), numbers(body)],
    [["/v/counts"], ["+", "1"]],
  );
  for (const answer of [[401, "{}"], "<main>Sign in</main>", new Error("no network")]) {
    site.saysAt("/v/counts", answer);
    await ring({ version: 7, eid: null, thread: null, what: "all", since: 10 });
    assert.deepEqual(numbers(body), ["+", "1"]);
  }
});

test("a page that is not live opens no socket", async () => {
  const body = openPage(reading({ live: false }));
  const tools = toolsFor(new FakeSite().says(panel([])));
  new ClauseReader(body.querySelector("main"), tools);
  assert.equal(tools.socket.connects, 0);
});

test("the page of one thread is fetched whole, only for changes of its own clause", async () => {
  const one = (
    comments,
  ) => `<main data-version-id="7" data-eid="1.1" data-href="/t/12" data-live="true"><div
      data-part="words"><p>Words here.</p></div>
    <div class="thread panel" data-part="panel"><div
      data-part="list">${thread(12, comments)}</div></div></main>`;
  const body = openPage(one(["First."]));
  const site = new FakeSite().says(one(["First.", "A reply."]));
  const tools = toolsFor(site);
  tools.socket.emit = (_event, _fields, ack) => ack({ ok: true });
  new ThreadPage(body.querySelector("main"), tools);
  assert.equal(body.querySelector("mark").textContent, "Words");
  for (const eid of ["1.2", "1.1"]) {
    tools.socket.hear("changed", changed(eid));
    tools.timers.pass(400);
    await settled();
  }
  assert.deepEqual(
    site.calls.map(({ address, headers }) => [address, headers]),
    [["/t/12", {}]],
  );
  assert.deepEqual([body.querySelectorAll(".comment").length, tools.announced], [2, ["new_here"]]);
});

test("selected words go into the form of their clause, opened for it", async () => {
  const { site, reader, body } = await live({ opened: false });
  site.says(panel([], { eid: "1.2", form: newForm({ eid: "1.2" }) }));
  const article = body.querySelectorAll(".clause")[1];
  reader.selectionButton.found = {
    root: article.querySelector("[data-part=words]"),
    selector: { exact: "Words", prefix: "", suffix: " of 1.2." },
  };
  reader.selectionButton.press();
  await settled();
  const form = body.querySelector('[action="/v/1.2/threads"]');
  assert.deepEqual(
    ["quote", "prefix", "suffix"].map((name) => form.querySelector(`[name="${name}"]`).value),
    ["Words", "", " of 1.2."],
  );
  assert.deepEqual(
    [document.activeElement, form.closest("details").open],
    [form.querySelector("textarea"), true],
  );
});
