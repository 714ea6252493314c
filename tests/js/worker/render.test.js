import assert from "node:assert/strict";
import test from "node:test";
import { patchBetween, render } from "../../../static/js/worker/render.js";

const html = (text) =>
  render(text)
    .blocks.map((block) => block.html)
    .join("\n");

test("HTML in the text stays text", () => {
  assert.equal(html("<script>alert(1)</script>"), "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>");
  assert.ok(!html("a <img src=x onerror=alert(1)> b").includes("<img"));
  assert.ok(!html("[a](javascript:alert(1))").includes("<a"));
});

test("a picture is told in words and never fetched", () => {
  const words = html('![a "b" <i>](https://example.org/x.png)');
  assert.ok(!words.includes("<img") && !words.includes("src="));
  assert.ok(words.includes("(https://example.org/x.png)") && words.includes("&lt;i&gt;"));
});

test("an address in the text does not become a link, quotes and dashes stay as typed", () => {
  assert.equal(html('"x" -- https://example.org'), "<p>&quot;x&quot; -- https://example.org</p>");
});

test("links out open apart and tell nothing; links to a heading stay inside the preview", () => {
  const out = html("[a](https://example.org)");
  assert.ok(out.includes('rel="noopener noreferrer nofollow"') && out.includes('target="_blank"'));
  assert.equal(html("[a](#sheet)"), '<p><a href="#preview-sheet">a</a></p>');
});

test("an explicit id leaves the heading's words and becomes its prefixed id", () => {
  const { blocks, headings } = render("## Model *sheet* {#sheet}\n");
  assert.equal(blocks[0].html, '<h2 aria-level="3" id="preview-sheet">Model <em>sheet</em></h2>');
  assert.deepEqual(headings, [{ level: 2, text: "Model sheet", line: 0 }]);
  assert.ok(html("a paragraph {#x}").includes("{#x}"));
});

test("headings know their level and line; those in quotes do not count", () => {
  assert.deepEqual(render("a\n\n# One\n\nTwo\n---\n\n> # no\n").headings, [
    { level: 1, text: "One", line: 2 },
    { level: 2, text: "Two", line: 4 },
  ]);
});

test("tables and struck words are known", () => {
  assert.ok(html("|a|\n|-|\n|~~b~~|").includes("<td><s>b</s></td>"));
});

test("each block is one element with its line", () => {
  const { blocks } = render(
    "- a\n  - b\n\n1. c\n\n> d\n>\n> e\n\n```\nf\n```\n\n***\n\n[x]: http://y\n\nend",
  );
  assert.deepEqual(
    blocks.map(({ html, line }) => [/^<(\w+)/.exec(html)[1], line]),
    [
      ["ul", 0],
      ["ol", 3],
      ["blockquote", 5],
      ["pre", 9],
      ["hr", 13],
      ["p", 17],
    ],
  );
});

test("words are counted as a reader would", () => {
  assert.equal(render("Signatories' well-known duty: 1,000.5 l'été **x**.").words, 6);
  assert.equal(render("").words, 0);
});

test("a patch replaces only what differs and turns the old into the new", () => {
  const block = (text) => [...text].map((letter) => ({ html: letter, line: 0 }));
  for (const [before, after, size] of [
    ["abcde", "abXde", 1],
    ["abc", "abc", 0],
    ["", "abc", 3],
    ["abc", "", 0],
    ["aaa", "aaaa", 1],
    ["abc", "xyz", 3],
    ["aba", "abaaba", 3],
  ]) {
    const patch = patchBetween(block(before), block(after));
    const result = [...before];
    result.splice(patch.start, patch.remove, ...patch.insert);
    assert.equal(result.join(""), after);
    assert.equal(patch.insert.length, size);
  }
});

test("a text of 600 KB is rendered whole", () => {
  const text =
    "## Article\n\n1. Some **words** of a [law](https://example.org), and more of them.\n\n".repeat(
      8000,
    );
  const { headings, blocks } = render(text);
  assert.equal(headings.length, 8000);
  assert.equal(blocks.length, 16000);
});
