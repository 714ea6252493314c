import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import test from "node:test";

const root = new URL("../../static/js/", import.meta.url);
const files = readdirSync(root, { recursive: true }).filter((path) => path.endsWith(".js"));
const codeOf = (path) => readFileSync(new URL(path, root), "utf8");

test("a module is at most 150 lines and opens with its idea", () => {
  for (const path of files) {
    assert.ok(codeOf(path).split("\n").length <= 151, path);
    assert.ok(codeOf(path).startsWith("// "), path);
  }
});

test("HTML is taken as HTML in one place only, and no style attribute is set", () => {
  const taking = files.filter((path) => /\.(innerHTML|outerHTML)\s*=|insertAdjacentHTML/.test(codeOf(path)));
  assert.deepEqual(taking, ["components/draft-preview.js"]);
  for (const path of files) assert.ok(!/\bstyle:|"style"|\.style\b/.test(codeOf(path)), path);
});
