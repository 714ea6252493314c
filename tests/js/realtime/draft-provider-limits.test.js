// What is too much for one message, for one document or for one person: held back, sent in parts,
// tried again, never lost.

import assert from "node:assert/strict";
import test from "node:test";
import { refusal, settle } from "../fakes.js";
import { open } from "../setup.js";

const back = async (page) => {
  page.socket.up();
  await settle();
};

test("A24: a text above 5 MiB is not sent; once enough is deleted, the rest is", async () => {
  const page = await open();
  page.text.insert(0, "a".repeat(5 * 1024 * 1024));
  assert.equal(page.socket.of("update").length, 0);
  assert.equal(page.name(), "too-large");
  page.text.insert(0, "b");
  page.timers.pass(1000);
  assert.equal(page.socket.of("update").length, 0);
  page.text.delete(10, 5 * 1024 * 1024 - 5);
  page.timers.pass(1000);
  // what is deleted of the server's text, and then what is new
  assert.equal(page.socket.of("update").length, 2);
  assert.equal(page.server.text, page.text.toString());
  assert.equal(page.name(), "saved");
});

test("A20: over 1 MiB typed offline is sent in parts and resumes after a loss", async () => {
  const page = await open();
  page.socket.down();
  page.text.insert(3, "é😀".repeat(500_000));
  page.text.delete(100, 10);
  page.text.insert(0, "more ");
  const { handle } = page.server;
  page.server.handle = function (message) {
    handle.call(this, message.event === "update" ? { ...message, ack: () => {} } : message);
  };
  await back(page);
  assert.equal(page.server.commits.length, 1);
  page.socket.down();
  page.server.handle = handle;
  await back(page);
  assert.ok(page.server.commits.length > 2);
  assert.ok(page.server.commits.every((update) => update.byteLength <= 1024 * 1024));
  assert.deepEqual([page.server.text === page.text.toString(), page.name()], [true, "saved"]);
});

test("A20: one paste of more than 1 MiB goes the same way", async () => {
  const page = await open();
  page.text.insert(0, "a".repeat(3 * 1024 * 1024));
  page.text.insert(0, "b");
  assert.equal(page.server.text, page.text.toString());
  assert.equal(page.name(), "saved");
});

test("F16: told to join again after reading too slowly, it takes what it lacks", async () => {
  const page = await open();
  page.server.doc.getText("body").insert(0, "meanwhile ");
  page.socket.hear("resync", { draft: 7 });
  assert.deepEqual([page.text.toString(), page.name()], ["meanwhile hello world", "saved"]);
});

test("too many windows: said in the server's words, and tried again later by itself", async () => {
  const page = await open({ join: false });
  page.socket.active = false;
  page.socket.hear(
    "connect_error",
    Object.assign(new Error("Too many windows."), { data: { error: "too_many_sockets" } }),
  );
  assert.equal(page.name(), "crowded");
  page.socket.autoUp = true;
  page.timers.pass(15_000);
  await settle();
  assert.equal(page.name(), "saved");
});

test("many large updates leave one after the other, none above the limit", async () => {
  const page = await open();
  const held = [];
  page.server.handle = (message) => held.push(message);
  for (const letter of "abcd") page.text.insert(0, letter.repeat(400_000));
  for (let i = 0; i < held.length; i += 1) held[i].ack(page.server.update(held[i].fields));
  assert.ok(held.every(({ fields }) => fields.update.byteLength <= 1024 * 1024));
  assert.equal(page.server.text.length, 1_600_011);
  assert.equal(page.name(), "saved");
});

test("too large for the server: held, and tried again after the next change", async () => {
  const page = await open();
  page.server.refuseNext = [refusal("too_large")];
  page.text.insert(0, "x");
  assert.equal(page.name(), "too-large");
  page.text.delete(3, 2);
  page.timers.pass(1000);
  assert.deepEqual([page.server.text, page.name()], [page.text.toString(), "saved"]);
});

for (const [error, type] of [
  ["lineage", "lineage"],
  ["malformed", "malformed"],
  ["not_permitted", "unsendable"],
  ["not_found", "refused"],
]) {
  test(`${error} on an update ends the provider and is reported as ${type}`, async () => {
    const page = await open();
    page.server.refuseNext = [refusal(error, { lineage: "lineage-2" })];
    page.text.insert(0, "x");
    const last = page.events.at(-1);
    assert.deepEqual([last.type, last.message], [type, `refused: ${error}`]);
    if (error === "lineage") assert.equal(last.lineage, "lineage-2");
    assert.equal(page.socket.connected, false);
    assert.notEqual(page.name(), "saved");
  });
}
