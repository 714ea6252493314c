import assert from "node:assert/strict";
import test from "node:test";
import { fileName } from "../../../static/js/components/editor/recovery-list.js";
import {
  RecoveryCopies,
  isWorthKeeping,
  memoryStore,
} from "../../../static/js/realtime/recovery-copies.js";

const copy = (text) => ({ title: "Chapter", text, at: 5, reason: "lineage" });

test("worth keeping: words the server lacks, once", () => {
  assert.equal(isWorthKeeping([], "a"), true);
  assert.equal(isWorthKeeping([], " \n"), false);
  assert.equal(isWorthKeeping([], "a", "a"), false);
  assert.equal(isWorthKeeping([{ text: "a" }], "a", "b"), false);
});

test("a copy belongs to one person and one draft", async () => {
  const store = memoryStore();
  const mine = new RecoveryCopies({ accountId: 3, draftId: 7, store });
  assert.equal(await mine.add(copy("a")), true);
  assert.equal(await mine.add(copy("a")), false);
  const others = [
    new RecoveryCopies({ accountId: 4, draftId: 7, store }),
    new RecoveryCopies({ accountId: "3", draftId: 8, store }),
  ];
  for (const other of others) assert.deepEqual(await other.list(), []);
  assert.equal(await others[0].add(copy("a")), true);
  const [kept] = await new RecoveryCopies({ accountId: "3", draftId: "7", store }).list();
  await mine.remove(kept.id);
  assert.equal((await mine.list()).length, 0);
  assert.equal((await others[0].list()).length, 1);
});

test("a copy that says what the server says is forgotten", async () => {
  const copies = new RecoveryCopies({ accountId: 3, draftId: 7, store: memoryStore() });
  await copies.add(copy("a"));
  await copies.add(copy("b"));
  await copies.forgetEqualTo("a");
  assert.deepEqual(
    (await copies.list()).map(({ text }) => text),
    ["b"],
  );
});

test("a file's name says what and when, and can be stored anywhere", () => {
  assert.equal(
    fileName({ title: "Chapter 2: Documentation / été", at: 0 }),
    "Chapter-2-Documentation-e-te-1970-01-01T0000.md",
  );
  assert.equal(fileName({ title: "../..", at: 0 }), "draft-1970-01-01T0000.md");
});
