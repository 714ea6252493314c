import assert from "node:assert/strict";
import { test } from "node:test";
import { EditorState } from "@codemirror/state";
import { wholeCharacters } from "../../../static/js/lib/whole-characters.js";

const edited = (doc, changes) =>
  EditorState.create({ doc, extensions: wholeCharacters }).update({ changes }).state.doc.toString();
const changed = (doc, changes) => {
  const found = [];
  EditorState.create({ doc, extensions: wholeCharacters })
    .update({ changes })
    .changes.iterChanges((from, to, _a, _b, text) => found.push([from, to, text.toString()]));
  return found;
};

test("an emoji exchanged for one with the same first half is replaced as a whole", () => {
  assert.deepEqual(changed("a😀b", { from: 2, to: 3, insert: "\ude01" }), [[1, 3, "😁"]]);
});

test("deleting one half deletes the character", () => {
  assert.equal(edited("a😀b", { from: 2, to: 3 }), "ab");
  assert.equal(edited("a😀b", { from: 1, to: 2 }), "ab");
});

test("text put between the halves stands before the character", () => {
  assert.equal(edited("a😀b", { from: 2, insert: "x" }), "ax😀b");
});

test("half a character that stands alone is not taken", () => {
  assert.equal(edited("ab", { from: 1, insert: "\ud83d" }), "ab");
});

test("whole edits pass unchanged", () => {
  assert.deepEqual(changed("a😀b", { from: 1, to: 3, insert: "é😁" }), [[1, 3, "é😁"]]);
});
