import assert from "node:assert/strict";
import test from "node:test";
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate } from "y-protocols/awareness";
import * as Y from "yjs";
import { open } from "../setup.js";

const someone = () => {
  const awareness = new Awareness(new Y.Doc());
  clearInterval(awareness._checkInterval);
  awareness.setLocalState({ user: { id: 9, name: "Bram", colour: 1 }, cursor: null });
  return awareness;
};

test("only the own state goes out, and at most ten times a second", async () => {
  const page = await open();
  page.timers.pass(1000);
  const before = page.socket.of("awareness").length;
  for (let i = 0; i < 100; i += 1) {
    page.awareness.setLocalStateField("cursor", i);
    page.timers.pass(10);
  }
  const sent = page.socket.of("awareness").slice(before);
  assert.ok(sent.length >= 9 && sent.length <= 11, String(sent.length));
  const other = someone();
  applyAwarenessUpdate(other, sent.at(-1).fields.awareness, "test");
  assert.ok(other.getStates().has(page.doc.clientID));
});

test("nothing of others is sent on", async () => {
  const page = await open();
  page.timers.pass(1000);
  const before = page.socket.of("awareness").length;
  const other = someone();
  page.socket.hear("awareness", {
    draft: 7,
    awareness: encodeAwarenessUpdate(other, [other.clientID]),
  });
  page.timers.pass(1000);
  assert.ok(page.awareness.getStates().has(other.clientID));
  assert.equal(page.socket.of("awareness").length, before);
});

test("others leave with the connection and return with equal clocks", async () => {
  const page = await open();
  const other = someone();
  const message = { draft: 7, awareness: encodeAwarenessUpdate(other, [other.clientID]) };
  page.socket.hear("awareness", message);
  page.socket.down();
  assert.ok(!page.awareness.getStates().has(other.clientID));
  page.socket.up();
  await new Promise(setImmediate);
  page.socket.hear("awareness", message);
  assert.ok(page.awareness.getStates().has(other.clientID));
});

test("after a rejoin others see it again, although its leaving was announced", async () => {
  const page = await open();
  const other = someone();
  applyAwarenessUpdate(other, page.socket.of("awareness").at(-1).fields.awareness, "test");
  page.socket.down();
  const { clock } = other.meta.get(page.doc.clientID);
  other.meta.set(page.doc.clientID, { clock: clock + 1, lastUpdated: 0 });
  other.states.delete(page.doc.clientID);
  page.socket.up();
  await new Promise(setImmediate);
  applyAwarenessUpdate(other, page.socket.of("awareness").at(-1).fields.awareness, "test");
  assert.ok(other.getStates().has(page.doc.clientID));
});
