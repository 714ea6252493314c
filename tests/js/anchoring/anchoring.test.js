import assert from "node:assert/strict";
import test from "node:test";
import { Highlights } from "../../../static/js/anchoring/highlight.js";
import { selectionIn, selectorOf } from "../../../static/js/anchoring/selection-to-selector.js";
import { offsetOf, piecesOf, textOf, wordsOf } from "../../../static/js/anchoring/text-offsets.js";
import { openPage } from "../page.js";

const textNodesOf = (node) => (node.nodeType === 3 ? [node] : node.childNodes.flatMap(textNodesOf));
const rangeOf = (startContainer, startOffset, endContainer, endOffset, touches = () => true) => ({
  startContainer,
  startOffset,
  endContainer,
  endOffset,
  intersectsNode: touches,
});
const marksIn = (root) => root.querySelectorAll("mark").map((mark) => mark.textContent);

test("white space is one blank however it is written, and none at the ends", () => {
  const root = openPage(
    "<div><p>\n  A <em>deadline </em>\n of\u00a0\t<b>15</b> days  </p>\n</div>",
  );
  assert.equal(textOf(wordsOf(root)), "A deadline of 15 days");
});

test("the label printed with the words is no part of them", () => {
  const root = openPage(
    '<h3><span class="label">2.3</span> Answers</h3><p><span class="enum">(a)</span>first</p>',
  );
  assert.equal(textOf(wordsOf(root)), "Answersfirst");
});

test("what Python takes for white space is taken for it, what it does not is not", () => {
  const root = openPage("<p>a\x1c\x85b\ufeffc\u200bd</p>");
  assert.equal(textOf(wordsOf(root)), "a b\ufeffc\u200bd");
});

test("offsets count code points: an emoji is one, a letter with a combining mark two", () => {
  const root = openPage("<p>😀 e\u0301 is <b>👩‍🔬</b>x</p>");
  const words = wordsOf(root);
  assert.equal(words.length, [..."😀 e\u0301 is 👩‍🔬x"].length);
  const [first, bold, last] = textNodesOf(root);
  assert.deepEqual(
    [offsetOf(words, first, 2), offsetOf(words, bold, 0), offsetOf(words, last, 1)],
    [1, 8, 12],
  );
});

test("a boundary given by an element and a child's place is found too", () => {
  const root = openPage('<div id="a"><p>one</p></div><div id="b"><p>two <i>three</i></p></div>');
  const [before, here] = root.childNodes;
  const words = wordsOf(here);
  assert.equal(offsetOf(words, before, 0), 0);
  assert.equal(offsetOf(words, here.childNodes[0], 1), 4);
  assert.equal(offsetOf(words, here.childNodes[0], 2), 9);
  assert.equal(offsetOf(wordsOf(before), here, 0), 3);
});

test("each code point goes to the page and back", () => {
  const root = openPage('<p>The <em>model 😀</em>\n  <a href="#x"><b>may</b> é</a>, not.</p>');
  const words = wordsOf(root);
  words.forEach(({ node, start, end, character }, at) => {
    assert.equal(offsetOf(words, node, start), at);
    if (character !== " ") assert.equal(node.data.slice(start, end), character);
  });
});

test("a passage is marked across nested markup; removing the marks restores the page", () => {
  const root = openPage("<p>The <em>model <b>😀 may</b> answer</em> late.</p>");
  const nodes = textNodesOf(root).map(({ data }) => data);
  const words = wordsOf(root);
  const start = textOf(words).indexOf("del");
  const highlights = new Highlights(root);
  highlights.show([{ thread: "thread-1", start, end: start + 10 }]);
  assert.equal(marksIn(root).join(""), textOf(words, start, start + 10));
  assert.deepEqual(
    root.querySelectorAll("mark").map((mark) => mark.parentNode.localName),
    ["em", "b", "em"],
  );
  assert.equal(root.textContent, "The model 😀 may answer late.");
  highlights.clear();
  assert.deepEqual(
    textNodesOf(root).map(({ data }) => data),
    nodes,
  );
});

test("stretches may overlap, be the whole text, or lie beyond it", () => {
  const root = openPage("<p>one two three</p>");
  const highlights = new Highlights(root);
  highlights.show([
    { thread: "a", start: 0, end: 7 },
    { thread: "b", start: 4, end: 13 },
    { thread: "c", start: 0, end: 99 },
    { thread: "d", start: 50, end: 60 },
  ]);
  const of = (thread) =>
    root
      .querySelectorAll(`[data-thread="${thread}"]`)
      .map((mark) => mark.textContent)
      .join("");
  assert.deepEqual(
    [of("a"), of("b"), of("c"), of("d")],
    ["one two", "two three", "one two three", ""],
  );
  highlights.clear();
  assert.deepEqual(
    textNodesOf(root).map(({ data }) => data),
    ["one two three"],
  );
});

test("between two cells of a row no mark is put", () => {
  const root = openPage("<table><tbody><tr><td>one</td>\n<td>two</td></tr></tbody></table>");
  const highlights = new Highlights(root);
  highlights.show([{ thread: "a", start: 0, end: 7 }]);
  assert.deepEqual(marksIn(root), ["one", "two"]);
  assert.deepEqual(piecesOf(root, wordsOf(root), 3, 3), []);
});

test("a selection becomes a quote with 32 characters on either side, trimmed at its ends", () => {
  const before = "x".repeat(40);
  const root = openPage(`<p>${before} the <b>fifteen\n working</b> days 😀${"y".repeat(40)}</p>`);
  const [first, bold, last] = textNodesOf(root);
  const found = selectorOf(rangeOf(first, 44, last, 1), root);
  assert.equal(found.exact, "fifteen working");
  assert.equal(found.prefix, `${"x".repeat(27)} the `);
  assert.equal(found.suffix, ` days 😀${"y".repeat(25)}`);
  assert.equal(selectorOf(rangeOf(bold, 7, bold, 9), root), null);
});

test("a selection counts if its words lie in one clause, even if it ends in the next", () => {
  const [one, two] = openPage("<div><p>one</p></div><div><p>two</p></div>").childNodes;
  const [first, second] = [one, two].map((root) => textNodesOf(root)[0]);
  assert.equal(selectionIn(rangeOf(first, 0, second, 0), [one, two]).selector.exact, "one");
  assert.equal(selectionIn(rangeOf(first, 0, second, 1), [one, two]), null);
  assert.equal(selectionIn(rangeOf(first, 0, first, 0), [one, two]), null);
  assert.equal(
    selectionIn(
      rangeOf(first, 0, first, 2, () => false),
      [one, two],
    ),
    null,
  );
});
