import assert from "node:assert/strict";
import test from "node:test";
import { EditorState } from "@codemirror/state";
import { formatting } from "../../../static/js/lib/formatting.js";

// "[" and "]" mark the selection.
function run(command, text, readOnly = false) {
  const anchor = text.indexOf("[");
  const head = text.indexOf("]") - 1;
  let state = EditorState.create({
    doc: text.replace(/[[\]]/g, ""),
    selection: { anchor, head },
    extensions: EditorState.readOnly.of(readOnly),
  });
  formatting[command]({
    state,
    dispatch: (tr) => {
      state = tr.state;
    },
  });
  const { from, to } = state.selection.main;
  const doc = state.doc.toString();
  return `${doc.slice(0, from)}[${doc.slice(from, to)}]${doc.slice(to)}`;
}

for (const [command, before, after] of [
  ["bold", "a [b] c", "a **[b]** c"],
  ["bold", "a **[b]** c", "a [b] c"],
  ["bold", "a [] c", "a **[]** c"],
  ["italic", "a [b] c", "a *[b]* c"],
  ["italic", "a *[b]* c", "a [b] c"],
  ["italic", "a **[b]** c", "a ***[b]*** c"],
  ["italic", "a ***[b]*** c", "a **[b]** c"],
  ["bold", "a ***[b]*** c", "a *[b]* c"],
  ["heading", "a[]b", "## a[]b"],
  ["heading", "## a[]b", "### a[]b"],
  ["heading", "### a[]b", "a[]b"],
  ["list", "[a\n\nb]", "- [a\n\n- b]"],
  ["list", "- a\n[- b]", null],
  ["numbered", "[a\nb]", "1. [a\n2. b]"],
  ["quote", "a[]", "> a[]"],
  ["quote", "> a[]", "a[]"],
]) {
  test(`${command}: ${JSON.stringify(before)}`, () => {
    if (after !== null) assert.equal(run(command, before).replace(/^\[(- |1\. )/, "$1["), after);
    else assert.ok(!run(command, before).includes("- b"));
  });
}

test("a list becomes numbered, not both", () => {
  assert.ok(run("numbered", "[- a\n- b]").replace(/[[\]]/g, "") === "1. a\n2. b");
});

test("nothing happens in a text that may only be read", () => {
  for (const command of Object.keys(formatting))
    assert.equal(run(command, "a [b] c", true), "a [b] c");
});
