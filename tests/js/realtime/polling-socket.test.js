import assert from "node:assert/strict";
import test from "node:test";
import { PollingSocket, EVERY_MS } from "../../../static/js/realtime/polling-socket.js";
import { ThreadFeed } from "../../../static/js/realtime/thread-feed.js";
import { FakeTimers, settle } from "../fakes.js";

function open({ answers = [], hidden = false } = {}) {
  const page = { timers: new FakeTimers(), asked: [], looked: [], backs: 0, hidden, answers };
  const fetch = async (address) => {
    page.asked.push(address);
    const next = page.answers.shift() ?? { body: { since: 0, changed: [] } };
    if (next === "lost") throw new TypeError("no network");
    const { status = 200, body } = next;
    return { ok: status < 400, status, json: async () => body };
  };
  page.asking = new PollingSocket({
    href: "/changed",
    timers: page.timers,
    fetch,
    isHidden: () => page.hidden,
    random: () => 0.5,
  });
  page.feed = new ThreadFeed({
    socket: page.asking,
    versionId: 7,
    since: 100,
    timers: page.timers,
    random: () => 0,
    onChanged: async ({ eid }) => {
      page.looked.push(eid);
    },
    onBack: async () => {
      page.backs += 1;
    },
  });
  page.feed.start();
  page.wait = async (ms = EVERY_MS) => {
    page.timers.pass(ms);
    await settle();
    page.timers.pass(0);
    await settle();
  };
  return page;
}

const rung = (eid, what = "comment") => ({ version: 7, eid, thread: 1, what });

test("it asks every ten seconds from where it stands, and has what changed looked at", async () => {
  const page = open({ answers: [{ body: { since: 200, changed: [rung("1.1")] } }] });
  assert.deepEqual(page.asked, []);
  await page.wait();
  await page.wait();
  assert.deepEqual(page.asked, ["/changed?since=100", "/changed?since=200"]);
  assert.deepEqual(page.looked, ["1.1"]);
});

test("when too much changed, everything is looked at once", async () => {
  const page = open({ answers: [{ body: { since: 200, changed: [rung(null, "all")] } }] });
  await page.wait();
  assert.deepEqual([page.looked, page.backs], [[], 1]);
});

test("a page that nobody looks at does not ask", async () => {
  const page = open({ hidden: true });
  await page.wait(6 * EVERY_MS);
  assert.deepEqual(page.asked, []);
  page.hidden = false;
  await page.wait();
  assert.equal(page.asked.length, 1);
});

test("while the server does not answer it asks ever less often, and loses nothing", async () => {
  const page = open({
    answers: ["lost", { status: 503 }, { body: { since: 300, changed: [rung("2")] } }],
  });
  await page.wait();
  await page.wait();
  assert.equal(page.asked.length, 1);
  await page.wait();
  assert.equal(page.asked.length, 2);
  await page.wait(4 * EVERY_MS);
  assert.deepEqual(page.asked, Array(3).fill("/changed?since=100"));
  assert.deepEqual(page.looked, ["2"]);
});

test("who may no longer read asks no more", async () => {
  const page = open({ answers: [{ status: 404 }] });
  await page.wait();
  await page.wait(20 * EVERY_MS);
  assert.equal(page.asked.length, 1);
});
