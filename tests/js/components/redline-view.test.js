import assert from "node:assert/strict";
import test from "node:test";
import { RedlineView } from "../../../static/js/components/comparison/redline-view.js";
import { chooseLetterKeys } from "../../../static/js/lib/letter-keys.js";
import { openPage, press } from "../page.js";

const say = (key, values = {}) => [key, ...Object.values(values)].join(" ");
const PAGE = `<main><p><button data-part="previous" hidden=""></button><button data-part="next"
      hidden=""></button>
  <button data-part="unfold" hidden=""></button><span data-part="where"></span></p>
  <article class="change" id="C-001" tabindex="-1"><a href="#x">1</a></article><details
      class="unchanged"><p id="c-9">same</p></details>
  <article class="change" id="C-002" tabindex="-1"></article><details class="unchanged"
      id="outer"><details><article class="change" id="C-003"
      tabindex="-1"></article></details></details></main><input>`;

function open({ page = PAGE, hash = "", search = "" } = {}) {
  const body = openPage(page);
  body.querySelectorAll(".change").forEach((change, i) => {
    change.top = 100 * i + 10;
  });
  const place = {
    hash,
    pathname: "/compare",
    search,
    replace: (address) => {
      place.address = address;
    },
  };
  const view = new RedlineView(body.querySelector("main"), { say, place });
  const $ = (name) => body.querySelector(`[data-part=${name}]`);
  return {
    body,
    view,
    place,
    $,
    where: () => $("where").textContent,
    here: () => document.activeElement.id,
  };
}

test("j and n go on, k and p back, and both stay at the ends", () => {
  const { body, here, where } = open();
  const walk = (key) => {
    press(document.activeElement, key);
    return here();
  };
  assert.deepEqual(["k", "j", "n", "j", "p", "k"].map(walk), [
    "C-001",
    "C-002",
    "C-003",
    "C-003",
    "C-002",
    "C-001",
  ]);
  assert.equal(where(), "change_place 1 3");
  assert.equal(history.address, "#C-001");
  assert.ok(body.querySelector(".change").scrolled > 0);
});

test("the keys are left alone with Control, in a field, and outside the comparison", () => {
  const { body, where } = open();
  press(document.body, "j", { ctrlKey: true });
  press(body.querySelector("input"), "j");
  assert.equal(where(), "");
});

test("the buttons do the same and are shown only where they are of use", () => {
  const { $, here } = open();
  assert.deepEqual(
    ["previous", "next", "unfold"].map((name) => $(name).hidden),
    [false, false, false],
  );
  $("next").click();
  $("next").click();
  $("previous").click();
  assert.equal(here(), "C-001");
  const empty = open({
    page: `<main><button data-part="next" hidden=""></button>
      <button data-part="unfold" hidden=""></button></main>`,
  });
  assert.deepEqual([empty.$("next").hidden, empty.$("unfold").hidden], [true, true]);
});

test("the first step goes from what is on the screen", () => {
  const { body, $, here } = open();
  body.querySelectorAll(".change").forEach((change, i) => {
    change.top = 100 * i - 50;
  });
  $("next").click();
  assert.equal(here(), "C-002");
});

test("going somewhere by Tab or a link makes that the place to go on from", () => {
  const { body, $, here } = open();
  body.querySelector(".change a").focus();
  $("next").click();
  assert.equal(here(), "C-002");
});

test("a change that is not on this page is looked for on the others, once", () => {
  assert.equal(
    open({ hash: "#C-250", search: "?q=a&page=2" }).place.address,
    "/compare?q=a&at=250#C-250",
  );
  for (const given of [
    { hash: "#C-250", search: "?at=250" },
    { hash: "#C-002" },
    { hash: "#from-C-250" },
    { hash: "#C-2x" },
  ]) {
    assert.equal(open(given).place.address, undefined);
  }
});

test("letters are no commands once they were turned off, and are again", () => {
  const kept = new Map();
  const storage = {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => kept.set(key, value),
  };
  globalThis.localStorage = storage;
  const { where } = open();
  const html = { dataset: {} };
  chooseLetterKeys(false, storage, html);
  press(document.body, "j");
  assert.equal(where(), "");
  assert.equal(html.dataset.letterKeys, "off");
  chooseLetterKeys(true, storage, html);
  press(document.body, "j");
  assert.equal(where(), "change_place 1 3");
  assert.equal("letterKeys" in html.dataset, false);
  delete globalThis.localStorage;
});

test("unfold opens all that is unchanged", () => {
  const { body, $ } = open();
  $("unfold").click();
  assert.ok(body.querySelectorAll("details.unchanged").every(({ open: isOpen }) => isOpen));
});

test("an address inside a fold opens it, also when it changes later; others do nothing", () => {
  const { body, view, place, where } = open({ hash: "#C-003" });
  assert.equal(body.querySelectorAll("details").filter((details) => details.open).length, 2);
  assert.equal(where(), "change_place 3 3");
  place.hash = "#c-9";
  view.showHash();
  assert.equal(body.querySelector("details").open, true);
  for (const hash of ["", "#nothing", "#%"]) {
    place.hash = hash;
    view.showHash();
  }
  assert.equal(where(), "change_place 3 3");
});
