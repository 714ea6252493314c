import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import test from "node:test";

const root = new URL("../../../static/js/", import.meta.url);
const files = readdirSync(root, { recursive: true }).filter((path) => path.endsWith(".js"));
const codeOf = (path) => readFileSync(new URL(path, root), "utf8");

test("a module is at most 150 lines and opens with its idea", () => {
  for (const path of files) {
    assert.ok(codeOf(path).split("\n").length <= 151, path);
    assert.ok(codeOf(path).startsWith("// "), path);
  }
});

test("only the preview and the server's panels insert HTML", () => {
  const taking = files.filter((path) =>
    /\.(innerHTML|outerHTML)\s*=|insertAdjacentHTML|parseFromString/.test(codeOf(path)),
  );
  assert.deepEqual(taking.sort(), ["components/editor/draft-preview.js", "lib/panel-requests.js"]);
});

test("no style attribute is set; single properties may be, which the policy allows", () => {
  for (const path of files)
    assert.ok(!/\bstyle:(?! "unit")|"style"|\.style\b(?!\.setProperty\()/.test(codeOf(path)), path);
});
