import assert from "node:assert/strict";
import test from "node:test";
import { ClauseReader } from "../../../static/js/components/threads/clause-reader.js";
import { fire, press } from "../page.js";
import {
  ERROR,
  FakeSite,
  newForm,
  openPage,
  panel,
  reading,
  settled,
  thread,
  toolsFor,
} from "../panels.js";

async function open({
  threads = [thread(12, ["First."]), thread(13, ["Second."])],
  page = reading(),
  storage,
  form,
} = {}) {
  const body = openPage(page);
  const site = new FakeSite().says(panel(threads, { form }));
  const tools = toolsFor(site, storage ? { storage } : {});
  const reader = new ClauseReader(body.querySelector("main"), tools);
  const count = body.querySelector("[data-part=count]");
  const $ = (selector) => body.querySelector(selector);
  count.click();
  await settled();
  return { body, site, tools, reader, count, $, form: () => $('[action="/v/1.1/threads"]') };
}

async function type(form, text) {
  const words = form.querySelector("textarea");
  words.focus();
  words.value = text;
  fire(words, "input");
  await settled();
}

async function submit(form) {
  const event = fire(form, "submit", { submitter: form.querySelector("button") });
  await settled();
  return event;
}

test("the number opens the threads in place, fetches only the panel and focuses it", async () => {
  const { $, site, count } = await open();
  assert.deepEqual(
    [site.calls[0].address, site.calls[0].headers["X-Fragment"]],
    ["/v/1.1#threads", "true"],
  );
  assert.equal($(".panel").parentNode, $(".clause"));
  assert.equal(document.activeElement.textContent, "Comments on 1.1");
  assert.deepEqual(
    [count.getAttribute("aria-expanded"), history.address, $("[data-part=close]").hidden],
    ["true", "#c-1.1", false],
  );
});

test("with Control or the middle button the number is a link as any other", async () => {
  const { body, site } = await open();
  const second = body.querySelectorAll("[data-part=count]")[1];
  assert.equal(fire(second, "click", { button: 0, ctrlKey: true }).defaultPrevented, false);
  assert.equal(fire(second, "click", { button: 1 }).defaultPrevented, false);
  assert.equal(site.calls.length, 1);
  assert.equal(second.click().defaultPrevented, true);
});

test("one panel is open at a time", async () => {
  const { body, site, count } = await open();
  site.says(panel([], { eid: "1.2", form: newForm({ eid: "1.2" }) }));
  body.querySelectorAll("[data-part=count]")[1].click();
  await settled();
  assert.deepEqual(
    body.querySelectorAll(".panel").map(({ id }) => id),
    ["threads-1.2"],
  );
  assert.equal(count.getAttribute("aria-expanded"), "false");
});

test("Escape, the button and the number close it, return focus, remove marks", async () => {
  for (const leave of [
    ({ $ }) => press($(".talk h3"), "Escape"),
    ({ $ }) => $("[data-part=close]").click(),
    ({ count }) => count.click(),
  ]) {
    const page = await open();
    assert.equal(page.$("mark").textContent, "Words");
    leave(page);
    assert.deepEqual(
      [page.$(".panel"), page.$("mark"), document.activeElement],
      [null, null, page.count],
    );
  }
});

test("j and k walk from thread to thread, not while somebody types", async () => {
  const { $, form } = await open();
  const walk = (key) => {
    press(document.activeElement, key);
    return document.activeElement.textContent;
  };
  assert.deepEqual(["j", "j", "j", "k"].map(walk), [
    "Comment 12",
    "Comment 13",
    "Comment 13",
    "Comment 12",
  ]);
  $(".write").open = true;
  const words = form().querySelector("textarea");
  words.focus();
  press(words, "j");
  assert.equal(document.activeElement, words);
});

test("a server that does not answer is named, and trying again brings the threads", async () => {
  const body = openPage(reading());
  const site = new FakeSite().says(new Error("no network"));
  new ClauseReader(body.querySelector("main"), toolsFor(site));
  body.querySelector("[data-part=count]").click();
  await settled();
  assert.match(body.querySelector(".note.error").textContent, /threads_unreachable/);
  site.says(panel([thread(12, ["First."])]));
  body.querySelector(".note.error button").click();
  await settled();
  assert.deepEqual(
    [body.querySelector(".note.error"), body.querySelectorAll(".talk").length],
    [null, 1],
  );
});

test("a comment is sent with its button's value, focused and counted", async () => {
  const { $, site, tools, form, count } = await open();
  await type(form(), "Why three?");
  assert.equal(tools.storage.size, 1);
  site.says(panel([thread(12, ["First."]), thread(13, ["Second."]), thread(14, ["Why three?"])]));
  const event = await submit(form());
  assert.equal(event.defaultPrevented, true);
  assert.deepEqual(
    [
      site.calls[1].method,
      site.calls[1].address,
      site.calls[1].fields.text,
      site.calls[1].fields.save,
    ],
    ["POST", "/v/1.1/threads", "Why three?", "1"],
  );
  assert.equal(document.activeElement.id, "comment-14-0");
  assert.deepEqual(
    [
      count.querySelector("[data-part=number]").textContent,
      tools.storage.size,
      form().querySelector("textarea").value,
    ],
    ["3", 0, ""],
  );
  assert.equal($('[action="/v/1.1/threads"]').closest("details").open, false);
});

test("a refusal shows what is wrong, with the words still in the form and still kept", async () => {
  const { $, site, tools, form } = await open();
  await type(form(), "Too long");
  site.says([422, panel([], { form: newForm({ text: "Too long", error: ERROR }) })]);
  await submit(form());
  assert.deepEqual(
    [document.activeElement, form().querySelector("textarea").value, tools.storage.size],
    [$(".error-summary"), "Too long", 1],
  );
});

test("no network: the words stay, and trying again sends them once more", async () => {
  const { $, site, form } = await open();
  await type(form(), "Why three?");
  site.says(new Error("no network"));
  await submit(form());
  assert.match($(".note.error").textContent, /comment_unreachable/);
  assert.equal(form().querySelector("textarea").value, "Why three?");
  site.says(panel([]), panel([thread(14, ["Why three?"])]));
  $(".note.error button").click();
  await settled();
  assert.deepEqual(
    site.calls.map(({ method }) => method ?? "GET"),
    ["GET", "POST", "GET", "POST"],
  );
  assert.equal($(".note.error"), null);
});

test("an answer that was lost on its way does not make two comments of one", async () => {
  const { $, site, form, tools } = await open();
  await type(form(), "Why\nthree?");
  site.says(new Error("cut off"));
  await submit(form());
  site.says(panel([thread(14, ["Why three?"])]));
  $(".note.error button").click();
  await settled();
  assert.equal(site.calls.filter(({ method }) => method === "POST").length, 1);
  assert.deepEqual([form().querySelector("textarea").value, tools.storage.size], ["", 0]);
});

test("pressed twice is sent once", async () => {
  const { site, form } = await open();
  await type(form(), "Why three?");
  fire(form(), "submit", { submitter: null });
  await submit(form());
  assert.equal(site.calls.filter(({ method }) => method === "POST").length, 1);
});

test("signed out: it says so and keeps the text; another account sends nothing", async () => {
  for (const [who, sentence] of [
    [{ signed_in: false, account_id: null }, /comment_signed_out/],
    [{ signed_in: true, account_id: 9 }, /note_other_account/],
  ]) {
    const { $, site, form } = await open();
    await type(form(), "Why three?");
    site.who = who;
    site.says([400, "<main><h1>Old form</h1></main>"]);
    await submit(form());
    assert.match($(".note.error").textContent, sentence);
    assert.equal($(".note.error button") === null, who.signed_in);
    assert.equal(form().querySelector("textarea").value, "Why three?");
  }
});

test("a form older than the sign-in is renewed, with the words in it", async () => {
  const { $, site, form } = await open();
  await type(form(), "Why three?");
  site.says(
    [400, "<main><h1>Old form</h1></main>"],
    panel([], { form: newForm({ token: "fresh" }) }),
  );
  await submit(form());
  assert.match($(".note.error").textContent, /comment_stale/);
  await submit(form());
  assert.deepEqual(
    [site.calls.at(-1).fields.csrf_token, site.calls.at(-1).fields.text],
    ["fresh", "Why three?"],
  );
});

test("any other refusal is told in the server's words", async () => {
  const { $, site, form } = await open();
  await type(form(), "Why three?");
  site.says([413, "<main><h1>Too large.</h1></main>"]);
  await submit(form());
  assert.match($(".note.error").textContent, /refused Too large\./);
});

test("words survive a reload of the page, for the account that typed them", async () => {
  const first = await open();
  await type(first.form(), "Half a thou");
  const { storage } = first.tools;
  const again = await open({ storage });
  assert.deepEqual(
    [again.form().querySelector("textarea").value, again.form().closest("details").open],
    ["Half a thou", true],
  );
  const body = openPage(reading());
  const site = new FakeSite().says(panel([]));
  site.who = { signed_in: true, account_id: 9 };
  new ClauseReader(body.querySelector("main"), toolsFor(site, { storage }));
  body.querySelector("[data-part=count]").click();
  await settled();
  assert.equal(body.querySelector('[action="/v/1.1/threads"] textarea').value, "");
});
