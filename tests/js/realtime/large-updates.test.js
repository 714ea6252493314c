// Too much for one message although the text is small enough: it leaves in parts, and the server
// (fakes.js counts at least as strictly as the real one) can take each when its turn comes.

import assert from "node:assert/strict";
import test from "node:test";
import * as Y from "yjs";
import { FakeServer, refusal, settle } from "../fakes.js";
import { open } from "../setup.js";

const MIB = 1024 * 1024;
const WORDS = 21_000;
const back = async (page) => {
  page.socket.up();
  await settle();
};
const blocksOf = (update) => Y.decodeUpdate(update).structs.length;

// As "replace all" does: one change, from the end to the beginning.
const replaceAll = ({ doc, text }) =>
  doc.transact(() => {
    for (let i = WORDS - 1; i >= 0; i -= 1) {
      text.delete(2 * i, 1);
      text.insert(2 * i, "bc");
    }
  });

function assertSaved(page, messagesAtMost) {
  assert.equal(page.name(), "saved");
  assert.ok(page.server.text === page.text.toString());
  assert.ok(
    page.socket.of("update").length <= messagesAtMost,
    String(page.socket.of("update").length),
  );
}

for (const [when, isOffline] of [
  ["online", false],
  ["offline", true],
]) {
  test(`${when}, a 3 MiB text is replaced: the old one goes first, within the limit`, async () => {
    const page = await open({ server: new FakeServer("a".repeat(3 * MIB)) });
    if (isOffline) page.socket.down();
    page.doc.transact(() => {
      page.text.delete(0, 3 * MIB);
      page.text.insert(0, "b".repeat(3 * MIB));
    });
    if (isOffline) await back(page);
    assert.equal(blocksOf(page.server.commits[0]), 0);
    assertSaved(page, 6);
  });

  test(`${when}, 21,000 words are replaced at once: too many blocks for one update`, async () => {
    const page = await open({ server: new FakeServer("a ".repeat(WORDS)) });
    if (isOffline) page.socket.down();
    replaceAll(page);
    if (isOffline) await back(page);
    page.text.insert(0, "and more");
    assertSaved(page, 10);
    assert.ok(page.server.commits.every((update) => blocksOf(update) <= 10_000));
  });
}

test("an unsaved part is sent again unchanged, and text typed since then follows", async () => {
  const page = await open({ server: new FakeServer("a".repeat(5 * MIB)) });
  page.socket.down();
  page.doc.transact(() => {
    page.text.delete(0, 5 * MIB);
    page.text.insert(0, "b".repeat(4 * MIB));
  });
  page.server.refuseNext = [null, refusal("not_saved_yet"), refusal("not_saved_yet")];
  await back(page);
  page.text.insert(0, "meanwhile ");
  page.timers.pass(3000);
  assertSaved(page, 12);
  const sizes = page.socket
    .of("update")
    .slice(0, 3)
    .map(({ fields }) => fields.update.byteLength);
  assert.deepEqual(sizes, [sizes[0], sizes[0], sizes[0]]);
});

test("text of more than 64 visits written offline on this device is sent too", async () => {
  const server = new FakeServer("hello world");
  const doc = new Y.Doc();
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(server.doc));
  for (let visit = 1; visit <= 70; visit += 1) {
    doc.clientID = visit;
    doc.getText("body").insert(visit % 5, "x");
  }
  const page = await open({ server, doc });
  assertSaved(page, 2);
});

test("two changes that are too much together leave one after the other", async () => {
  const page = await open({ server: new FakeServer("a ".repeat(WORDS)) });
  const held = [];
  page.server.handle = (message) => held.push(message);
  page.text.insert(0, "first ");
  for (const from of [6, 6 + WORDS]) {
    page.doc.transact(() => {
      for (let i = 0; i < WORDS; i += 3) page.text.insert(from + i, "x");
    });
  }
  for (let i = 0; i < held.length; i += 1) held[i].ack(page.server.update(held[i].fields));
  assert.deepEqual(
    held.map(({ fields }) => blocksOf(fields.update)),
    [1, 7000, 7000],
  );
  assertSaved(page, 3);
});
