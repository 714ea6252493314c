import assert from "node:assert/strict";
import test from "node:test";
import { ClauseReader } from "../../../static/js/components/threads/clause-reader.js";
import { fire } from "../page.js";
import { FakeSite, openPage, panel, reading, settled, thread, toolsFor } from "../panels.js";

const trouble = {
  "no answer": new Error("cut off"),
  "a proxy's answer": [504, "<main><h1>Gateway time-out</h1></main>"],
};

async function sentInto(answer) {
  const body = openPage(reading({ live: true }));
  const site = new FakeSite().says(panel([thread(12, ["First."])]));
  const tools = toolsFor(site);
  tools.socket.emit = (_event, _fields, ack) => ack({ ok: true });
  new ClauseReader(body.querySelector("main"), tools);
  body.querySelector("[data-part=count]").click();
  await settled();
  const form = () => body.querySelector('[action="/v/1.1/threads"]');
  form().querySelector("textarea").value = "Why three?";
  const submit = async () => {
    fire(form(), "submit", { submitter: null });
    await settled();
  };
  site.says(answer);
  await submit();
  const ring = async () => {
    tools.socket.hear("changed", { version: 7, eid: "1.1", thread: 14, what: "comment" });
    tools.timers.pass(400);
    await settled();
  };
  const posts = () => site.calls.filter(({ method }) => method === "POST").length;
  return { body, site, form, submit, ring, posts };
}

for (const [name, answer] of Object.entries(trouble)) {
  test(`after ${name}, a comment that arrived in the panel is not sent again`, async () => {
    const { body, site, form, ring, posts } = await sentInto(answer);
    site.says(panel([thread(12, ["First."]), thread(14, ["Why three?"])]));
    await ring();
    assert.equal(form().querySelector("textarea").value, "Why three?");
    body.querySelector(".note.error button").click();
    await settled();
    assert.deepEqual([posts(), form().querySelector("textarea").value], [1, ""]);
  });

  test(`after ${name}, the form's own button asks first whether the comment is there`, async () => {
    const { site, submit, posts } = await sentInto(answer);
    site.says(panel([thread(12, ["First."]), thread(14, ["Why three?"])]));
    await submit();
    assert.equal(posts(), 1);
  });
}

test("as long as nobody can say whether the comment is there, nothing is sent", async () => {
  const { body, site, form, submit, posts } = await sentInto(new Error("cut off"));
  await submit();
  assert.deepEqual([posts(), form().querySelector("textarea").value], [1, "Why three?"]);
  assert.match(body.querySelector(".note.error").textContent, /comment_unreachable/);
  site.says(
    panel([thread(12, ["First."])]),
    panel([thread(12, ["First."]), thread(14, ["Why three?"])]),
  );
  await submit();
  assert.equal(posts(), 2);
});

test("the same text sent again on purpose after it was saved is a second comment", async () => {
  const { site, form, submit, posts } = await sentInto(new Error("cut off"));
  site.says(panel([thread(12, ["First."]), thread(14, ["Why three?"])]));
  await submit();
  form().querySelector("textarea").value = "Why three?";
  await submit();
  assert.equal(posts(), 2);
});
