import assert from "node:assert/strict";
import test from "node:test";
import { focusIn } from "../../../static/js/lib/restore-focus.js";
import { html, openPage } from "../page.js";

const part = (n, more = "") =>
  `<section id="part-${n}"><a href="/1">one</a><a href="/2">two</a>${more}</section>`;

function renewed(before, focused, after) {
  const body = openPage(`<main>${before}</main>`);
  const root = body.querySelector("main");
  root.querySelector(focused).focus();
  const giveBack = focusIn(root);
  root.replaceChildren(...html(`<main>${after}</main>`).querySelector("main").childNodes.slice());
  return { root, gave: giveBack(), place: document.activeElement };
}

test("the second link of a part is found again after the part has moved", () => {
  const { root, gave, place } = renewed(
    part(1) + part(2),
    '[id="part-2"] [href="/2"]',
    part(0) + part(2) + part(1),
  );
  assert.deepEqual([gave, place === root.querySelector('[id="part-2"] [href="/2"]')], [true, true]);
});

test("what has a name itself is found by it, and stays able to have the focus", () => {
  const { root, place } = renewed(
    '<p id="said" tabindex="-1">a</p>',
    "[id=said]",
    '<p>b</p><p id="said">a</p>',
  );
  assert.deepEqual(
    [place === root.querySelector("[id=said]"), place.getAttribute("tabindex")],
    [true, "-1"],
  );
});

test("what has no counterpart is said to have none", () => {
  assert.equal(renewed(part(1), '[href="/2"]', part(2)).gave, false);
  assert.equal(renewed(part(1, "<b>x</b>"), "b", part(1)).gave, false);
});

test("a focus elsewhere is left alone", () => {
  const body = openPage(`<main>${part(1)}</main><p>x</p>`);
  body.querySelector("p").focus();
  assert.equal(focusIn(body.querySelector("main")), null);
});
