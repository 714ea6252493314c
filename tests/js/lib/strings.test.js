import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import test from "node:test";
import { format, makeSay } from "../../../static/js/lib/strings.js";

const root = new URL("../../../static/js/", import.meta.url);
const english = JSON.parse(readFileSync(new URL("lib/strings-en.json", root), "utf8"));
const sources = readdirSync(root, { recursive: true })
  .filter((path) => path.endsWith(".js"))
  .map((path) => ({ path, code: readFileSync(new URL(path, root), "utf8") }));
const used = sources.flatMap(({ code }) =>
  [...code.matchAll(/\bsay\("(\w+)"/g)].map(([, key]) => key),
);

test("each key in the source has its words", () => {
  assert.ok(used.length > 40);
  assert.deepEqual(
    used.filter((key) => !(key in english)),
    [],
  );
});

test("each key of the catalogue is used", () => {
  assert.deepEqual(
    Object.keys(english).filter((key) => !used.includes(key)),
    [],
  );
});

test("keys are written out, so that these tests see them all", () => {
  for (const { path, code } of sources)
    assert.deepEqual([...code.matchAll(/[^\w.]say\((?!")[^)]*\) ?(?!=>)/g)].map(String), [], path);
});

test("values are filled in, unknown names stay", () => {
  assert.equal(format("Saved {time}, {who}", { time: "14:02" }), "Saved 14:02, {who}");
  assert.equal(makeSay({ a: "x {n}" })("a", { n: 0 }), "x 0");
  assert.equal(makeSay({})("a"), "a");
});
