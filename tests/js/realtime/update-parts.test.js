import assert from "node:assert/strict";
import test from "node:test";
import * as Y from "yjs";
import { splitUpdate } from "../../../static/js/realtime/update-parts.js";

const LIMIT = 2000;
const EMPTY = Y.encodeStateVector(new Y.Doc());

// A server takes them one by one, and none may build on what has not come.
function taken(doc, parts) {
  for (const part of parts) {
    assert.ok(part.byteLength <= LIMIT, String(part.byteLength));
    Y.applyUpdate(doc, part);
    assert.equal(doc.store.pendingStructs, null);
    assert.equal(doc.store.pendingDs, null);
  }
  return doc.getText("body").toString();
}

test("one long run of text is cut between characters", () => {
  const doc = new Y.Doc();
  doc.getText("body").insert(0, "a" + "😀".repeat(3000) + "é中".repeat(1000));
  const parts = splitUpdate(Y.encodeStateAsUpdate(doc), EMPTY, LIMIT);
  assert.ok(parts.length > 5);
  const text = taken(new Y.Doc(), parts);
  assert.equal(text, doc.getText("body").toString());
  assert.ok(!text.includes("\ufffd"));
});

test("random edits of several tabs inside a text of the server arrive whole", () => {
  let seed = 3;
  const random = (n) => (seed = (Math.imul(seed, 1103515245) + 12345) >>> 0) % n;
  for (let run = 0; run < 10; run += 1) {
    const server = new Y.Doc();
    server.getText("body").insert(0, "x".repeat(500));
    const known = Y.encodeStateVector(server);
    const tabs = [new Y.Doc(), new Y.Doc()];
    tabs.forEach((tab) => Y.applyUpdate(tab, Y.encodeStateAsUpdate(server)));
    for (let step = 0; step < 60; step += 1) {
      const [tab, other] = random(2) ? tabs : [...tabs].reverse();
      const text = tab.getText("body");
      if (random(3))
        text.insert(
          random(text.length + 1),
          ["😀", "é", "w".repeat(900)][random(3)].repeat(1 + random(4)),
        );
      else text.delete(random(text.length - 5), 5);
      if (random(2)) Y.applyUpdate(other, Y.encodeStateAsUpdate(tab, Y.encodeStateVector(other)));
    }
    Y.applyUpdate(tabs[0], Y.encodeStateAsUpdate(tabs[1]));
    const parts = splitUpdate(Y.encodeStateAsUpdate(tabs[0], known), known, LIMIT);
    assert.equal(taken(server, parts), tabs[0].getText("body").toString());
    assert.deepEqual(Y.encodeStateVector(server).length, Y.encodeStateVector(tabs[0]).length);
  }
});

test("very many deletions are several parts too", () => {
  const doc = new Y.Doc();
  const text = doc.getText("body");
  text.insert(0, "ab".repeat(3000));
  const known = Y.encodeStateVector(doc);
  const server = new Y.Doc();
  Y.applyUpdate(server, Y.encodeStateAsUpdate(doc));
  doc.transact(() => {
    for (let i = 3000; i > 0; i -= 1) text.delete(2 * i - 1, 1);
  });
  const parts = splitUpdate(Y.encodeStateAsUpdate(doc, known), known, LIMIT);
  for (const part of parts) Y.applyUpdate(server, part);
  assert.equal(server.getText("body").toString(), "a".repeat(3000));
});

test("deletions of stored text go first, those of new text after it; a range across is cut", () => {
  const doc = new Y.Doc();
  const text = doc.getText("body");
  text.insert(0, "abc");
  const known = Y.encodeStateVector(doc);
  const server = new Y.Doc();
  Y.applyUpdate(server, Y.encodeStateAsUpdate(doc));
  text.insert(3, "def");
  text.delete(1, 4);
  const parts = splitUpdate(Y.encodeStateAsUpdate(doc, known), known, LIMIT);
  const deleted = parts.map((part) =>
    [...Y.decodeUpdate(part).ds.clients.values()].flat().map(({ clock, len }) => [clock, len]),
  );
  assert.deepEqual(deleted, [[[1, 2]], [[3, 2]]]);
  assert.deepEqual(
    parts.map((part) => Y.decodeUpdate(part).structs.length > 0),
    [false, true],
  );
  assert.equal(taken(server, parts), "af");
});

test("no part is of more than 64 authors", () => {
  const doc = new Y.Doc();
  for (let i = 0; i < 150; i += 1) {
    doc.clientID = 1000 + i;
    doc.getText("body").insert(i % 7, `<${i}>`);
  }
  const parts = splitUpdate(Y.encodeStateAsUpdate(doc), EMPTY, 100_000);
  const authors = parts.map(
    (part) => new Set(Y.decodeUpdate(part).structs.map(({ id }) => id.client)).size,
  );
  assert.deepEqual(
    authors.map((count) => count <= 64),
    [true, true, true],
  );
  assert.equal(taken(new Y.Doc(), parts), doc.getText("body").toString());
});

test("what stands beside blocks that never came is not passed over in silence", () => {
  const doc = new Y.Doc();
  doc.getText("body").insert(0, "lost");
  const known = Y.encodeStateVector(doc);
  doc.getText("body").insert(4, "next");
  const parts = splitUpdate(Y.encodeStateAsUpdate(doc, known), EMPTY, LIMIT);
  assert.equal(Y.decodeUpdate(parts.at(-1)).structs.length, 1);
});
