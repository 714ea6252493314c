import assert from "node:assert/strict";
import test from "node:test";
import { refusal, settle } from "../fakes.js";
import { open } from "../setup.js";

const back = async (page) => {
  page.socket.up();
  await settle();
};

test("losing the right to write: nothing more is sent; unsaved text is reported", async () => {
  const page = await open();
  page.socket.hear("rights", { draft: 7, may_write: false, message: "frozen" });
  assert.equal(page.name(), "read-only");
  page.socket.hear("rights", { draft: 7, may_write: true, message: "" });
  page.server.deaf = true;
  page.text.insert(0, "x");
  page.socket.hear("rights", { draft: 7, may_write: false, message: "frozen" });
  assert.equal(page.events.at(-1).type, "unsendable");
});

test("the session ended: signed out, kept, and back as the same person", async () => {
  const page = await open();
  page.who = { signed_in: false, account_id: null };
  page.socket.hear("left", { draft: 7, error: "signed_out", message: "" });
  page.socket.down("io server disconnect");
  await settle();
  assert.equal(page.name(), "signed-out");
  page.text.insert(0, "kept ");
  page.who = { signed_in: true, account_id: 3 };
  page.timers.pass(15_000);
  await settle();
  page.timers.pass(5000);
  await settle();
  assert.deepEqual([page.server.text, page.name()], ["kept hello world", "saved"]);
});

test("a join refused because the session is over is signed out too", async () => {
  const page = await open({ join: false });
  page.server.refuseNext = [refusal("signed_out")];
  await back(page);
  assert.equal(page.name(), "signed-out");
});

test("may no longer read: refused, and it does not come back", async () => {
  const page = await open();
  page.socket.hear("left", { draft: 7, error: "not_found", message: "Not for you." });
  await settle();
  page.timers.pass(60_000);
  assert.deepEqual(
    [page.name(), page.facts.refused, page.socket.connects],
    ["refused", "Not for you.", 1],
  );
});

test("another person signed in meanwhile: nothing is joined, nothing is sent", async () => {
  const page = await open();
  page.socket.down();
  page.text.insert(0, "secret ");
  page.who = { signed_in: true, account_id: 4 };
  await back(page);
  page.timers.pass(60_000);
  assert.equal(page.socket.of("join").length, 1);
  assert.deepEqual([page.server.text, page.name()], ["hello world", "other-account"]);
});

test("a refused handshake with a live session is retried when the socket gave up", async () => {
  const page = await open({ join: false });
  page.socket.active = false;
  page.socket.hear("connect_error", new Error("refused"));
  await settle();
  assert.equal(page.name(), "offline");
  page.socket.autoUp = true;
  page.timers.pass(500);
  await settle();
  assert.equal(page.name(), "saved");
});

test("the server closed the connection: it comes back after a jittered pause", async () => {
  const page = await open();
  page.socket.down("io server disconnect");
  assert.equal(page.socket.connects, 1);
  page.timers.pass(500);
  await settle();
  assert.deepEqual([page.socket.connects, page.name()], [2, "saved"]);
});

test("whoever is signed in cannot be asked: no join until it can", async () => {
  const page = await open({ join: false });
  page.who = null;
  await back(page);
  assert.equal(page.socket.of("join").length, 0);
  page.who = { signed_in: true, account_id: 3 };
  page.timers.pass(2000);
  await settle();
  assert.equal(page.name(), "saved");
});
