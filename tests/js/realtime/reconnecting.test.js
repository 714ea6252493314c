// Nothing is waited for without an end, and what can come back comes back by itself.

import assert from "node:assert/strict";
import test from "node:test";
import { within } from "../../../static/js/lib/timers.js";
import { askWhoIsSignedIn } from "../../../static/js/lib/who-is-signed-in.js";
import { settle } from "../fakes.js";
import { open } from "../setup.js";

const never = new Promise(() => {});

// A connection that the network forgot: only giving up ends it.
const forgotten = (_href, { signal }) =>
  new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));

test("what does not come in time, or fails, is something else instead", async () => {
  assert.equal(await within(1, never, "late"), "late");
  assert.equal(await within(1000, Promise.reject(new Error("no")), "failed"), "failed");
  assert.equal(await within(1000, Promise.resolve("in time"), "late"), "in time");
});

test("who is signed in is not waited for when no answer comes", async () => {
  // A signal's own timer keeps no process alive.
  const [who] = await Promise.all([
    askWhoIsSignedIn(forgotten, 5),
    new Promise((resolve) => setTimeout(resolve, 50)),
  ]);
  assert.equal(who, null);
});

test("the session ended and the same person signed in again: the page reconnects", async () => {
  const page = await open();
  page.socket.hear("left", { draft: 7, error: "signed_out", message: "Sign in again." });
  page.socket.down("io server disconnect");
  page.text.insert(0, "kept ");
  await settle();
  page.timers.pass(5000);
  await settle();
  assert.deepEqual(
    [page.server.text, page.name(), page.provider.stopped],
    ["kept hello world", "saved", false],
  );
});

test("a clock that is set back does not hide that the session is over", async () => {
  const page = await open();
  page.socket.down();
  page.timers.time -= 3_600_000;
  page.who = { signed_in: false, account_id: null };
  page.socket.hear("connect_error", new Error("refused"));
  await settle();
  assert.equal(page.name(), "signed-out");
});

test("an answer that comes after the page is back does not send it away again", async () => {
  const page = await open();
  const { connection } = page.provider;
  const ask = connection.whoIsSignedIn;
  let answer;
  connection.whoIsSignedIn = () =>
    new Promise((resolve) => {
      answer = resolve;
    });
  page.socket.hear("left", { draft: 7, error: "not_found", message: "Not for you." });
  connection.whoIsSignedIn = ask;
  page.socket.down("io server disconnect");
  page.timers.pass(5000);
  await settle();
  assert.equal(page.name(), "saved");
  answer({ signed_in: true, account_id: 3 });
  await settle();
  assert.deepEqual([page.name(), page.provider.stopped], ["saved", false]);
});

test("a busy server is asked for the session less and less often until it answers", async () => {
  const page = await open();
  const { connection } = page.provider;
  const [asked, ask] = [[], connection.whoIsSignedIn];
  connection.whoIsSignedIn = async () => {
    asked.push(page.timers.now());
    return null;
  };
  page.socket.down();
  page.socket.up();
  for (let second = 0; second < 50; second += 1) {
    await settle();
    page.timers.pass(1000);
  }
  assert.deepEqual(
    asked.slice(1).map((at, i) => at - asked[i]),
    [2000, 4000, 8000, 16_000, 16_000],
  );
  connection.whoIsSignedIn = ask;
  page.timers.pass(16_000);
  await settle();
  assert.deepEqual([page.name(), connection.unanswered], ["saved", 0]);
});
