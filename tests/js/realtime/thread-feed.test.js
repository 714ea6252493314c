import assert from "node:assert/strict";
import test from "node:test";
import { PAUSE_MS, ThreadFeed } from "../../../static/js/realtime/thread-feed.js";
import { FakeSocket, FakeTimers, settle } from "../fakes.js";

function open({ answer = { ok: true }, look = async () => {}, random = () => 0.5 } = {}) {
  const feed = { socket: new FakeSocket(), timers: new FakeTimers(), looked: [], backs: 0 };
  feed.socket.emit = (event, fields, ack) => {
    feed.socket.sent.push({ event, fields });
    ack(answer);
  };
  feed.feed = new ThreadFeed({
    socket: feed.socket,
    versionId: 7,
    timers: feed.timers,
    random,
    onBack: () => {
      feed.backs += 1;
    },
    onChanged: (change) => {
      feed.looked.push(`${change.eid} ${change.what}`);
      return look(change);
    },
  });
  feed.feed.start();
  feed.ring = (eid, what = "comment", version = 7) =>
    feed.socket.hear("changed", { version, eid, thread: 1, what });
  return feed;
}

test("it joins its version, and again after every lost connection", () => {
  const { socket, ...page } = open();
  assert.deepEqual(socket.sent, [{ event: "join", fields: { version: 7, since: 0 } }]);
  assert.equal(page.feed.hasJoined, true);
  socket.down();
  socket.up();
  assert.equal(socket.sent.length, 2);
});

test("coming back is told, the first joining is not", () => {
  const page = open();
  assert.equal(page.backs, 0);
  page.socket.down();
  page.socket.up();
  assert.equal(page.backs, 1);
});

test("it fetches after a random pause of at most 400 ms, each notified clause once", async () => {
  const page = open();
  for (let i = 0; i < 5; i += 1) page.ring("1.1");
  page.ring(null);
  page.timers.pass(PAUSE_MS / 2 - 1);
  assert.deepEqual(page.looked, []);
  page.timers.pass(1);
  await settle();
  assert.deepEqual(page.looked, ["1.1 comment", "null comment"]);
});

test("an answer with a comment is fetched as a comment: the number may have changed", async () => {
  const page = open();
  page.ring("1.1", "comment");
  page.ring("1.1", "answer");
  page.timers.pass(PAUSE_MS);
  await settle();
  assert.deepEqual(page.looked, ["1.1 comment"]);
});

test("clauses are fetched in turn; a failure does not stop the others", async () => {
  const waiting = [];
  const page = open({
    look: () =>
      new Promise((resolve, reject) => {
        waiting.push({ resolve, reject });
      }),
  });
  page.ring("1.1");
  page.ring("1.2");
  page.timers.pass(PAUSE_MS);
  await settle();
  assert.equal(page.looked.length, 1);
  page.ring("1.3");
  page.timers.pass(PAUSE_MS);
  await settle();
  assert.equal(page.looked.length, 1);
  waiting[0].reject(new Error("no"));
  await settle();
  waiting[1].resolve();
  await settle();
  assert.deepEqual(page.looked, ["1.1 comment", "1.2 comment", "1.3 comment"]);
});

test("what concerns another version is none of ours", async () => {
  const page = open();
  page.ring("1.1", "comment", 8);
  page.timers.pass(PAUSE_MS);
  await settle();
  assert.deepEqual(page.looked, []);
});

test("whoever is refused or sent away stays away", async () => {
  const refused = open({ answer: { ok: false, error: "not_found" } });
  assert.deepEqual([refused.socket.connected, refused.feed.stopped], [false, true]);
  const page = open();
  page.ring("1.1");
  page.socket.hear("left", { error: "not_found", message: "gone" });
  page.timers.pass(60_000);
  page.feed.retryNow();
  await settle();
  assert.deepEqual([page.looked, page.socket.connects], [[], 1]);
});

test("a closed connection is retried after a pause, a refused one when the page is visible", () => {
  const page = open();
  page.socket.down("io server disconnect");
  page.timers.pass(4999);
  assert.equal(page.socket.connects, 1);
  page.timers.pass(1);
  assert.equal(page.socket.connects, 2);
  page.socket.disconnect();
  page.feed.retryNow();
  page.feed.retryNow();
  assert.equal(page.socket.connects, 3);
});

test("at joining again it says what it is up to date with", () => {
  const page = open();
  page.socket.hear("changed", { version: 7, eid: "1.1", thread: 1, what: "comment", since: 41 });
  page.socket.down();
  page.socket.up();
  assert.equal(page.socket.sent.at(-1).fields.since, 41);
});

test("more changes than are listed are fetched as a whole, once, on the first join too", () => {
  const page = open({ answer: { ok: true, stale: true, since: 900 } });
  assert.equal(page.backs, 1);
  page.socket.down();
  page.socket.up();
  assert.equal(page.socket.sent.at(-1).fields.since, 900);
});

test("a round published at once is fetched as a whole after a pause", async () => {
  const page = open();
  page.ring("1.1");
  page.ring(null, "all");
  page.ring(null, "all");
  assert.equal(page.backs, 0);
  page.timers.pass(PAUSE_MS);
  await settle();
  assert.deepEqual([page.backs, page.looked], [1, []]);
});
