import assert from "node:assert/strict";
import test from "node:test";
import * as Y from "yjs";
import { sectionAt, splitNumber } from "../../../static/js/components/editor/draft-outline.js";
import { RenderQueue } from "../../../static/js/components/editor/draft-preview.js";
import { nextIndex } from "../../../static/js/components/editor/format-toolbar.js";
import { peopleIn } from "../../../static/js/components/editor/presence-bar.js";
import { decorationsFor } from "../../../static/js/components/editor/caret-decorations.js";
import { cursorOf, offsetOf } from "../../../static/js/components/editor/remote-selections.js";
import {
  SaveStateLine,
  sentenceFor,
} from "../../../static/js/components/editor/save-state-line.js";
import { noteFor } from "../../../static/js/components/editor/state-notices.js";
import { storedTheme } from "../../../static/js/components/shared/theme-switch.js";
import { startComponents } from "../../../static/js/lib/component.js";
import { throttle } from "../../../static/js/lib/timers.js";
import { FakeTimers } from "../fakes.js";

const say = (key, values = {}) => [key, ...Object.values(values)].join(" ");
const state = (name, more = {}) => ({
  name,
  at: 5,
  since: 6,
  kept: "device",
  ready: true,
  message: "",
  ...more,
});

test("a person with three tabs is one face, and I am here even alone", () => {
  const states = new Map([
    [1, {}],
    [2, { user: { id: 4, name: "Bram", colour: 2 } }],
    [3, { user: { id: 4, name: "Bram", colour: 2 } }],
    [5, { user: { id: 3, name: "Ada", colour: 1 } }],
  ]);
  const self = { id: "3", name: "Ada" };
  assert.deepEqual(
    peopleIn(states, self).map(({ id, colour }) => [id, colour]),
    [
      ["3", 1],
      ["4", 2],
    ],
  );
  assert.deepEqual(
    peopleIn(new Map(), self).map(({ name }) => name),
    ["Ada"],
  );
});

test("the section of a line is the last heading at or above it", () => {
  const headings = [{ line: 2 }, { line: 5 }, { line: 9 }];
  assert.deepEqual(
    [0, 2, 4, 5, 8, 9, 99].map((line) => sectionAt(headings, line)),
    [-1, 0, 0, 1, 1, 2, 2],
  );
  assert.equal(sectionAt([], 3), -1);
});

test("a heading's own number stands in its own column", () => {
  assert.deepEqual(splitNumber("2.3 Answers"), ["2.3", "Answers"]);
  assert.deepEqual(splitNumber("IV. Answers"), ["IV.", "Answers"]);
  assert.deepEqual(splitNumber("Article 4"), ["", "Article 4"]);
});

test("never two renderings at once; slow ones are rarer; the last change is rendered", () => {
  const timers = new FakeTimers();
  let posts = 0;
  const queue = new RenderQueue({
    post: () => {
      posts += 1;
    },
    timers,
  });
  queue.request();
  queue.request();
  timers.pass(149);
  assert.equal(posts, 0);
  timers.pass(1);
  assert.equal(posts, 1);
  queue.request();
  timers.pass(400);
  assert.equal(posts, 1);
  queue.done();
  timers.pass(799);
  assert.equal(posts, 1);
  timers.pass(1);
  assert.equal(posts, 2);
  queue.done();
  timers.pass(10_000);
  assert.equal(posts, 2);
});

test("arrows go round the toolbar, other keys do not", () => {
  assert.deepEqual(
    ["ArrowRight", "ArrowLeft", "Home", "End", "a"].map((key) => nextIndex(key, 0, 4)),
    [1, 3, 0, 3, null],
  );
});

test("a cursor keeps its place in the words when the text before it changes", () => {
  const doc = new Y.Doc();
  const text = doc.getText("body");
  text.insert(0, "hello world");
  const { anchor, head } = JSON.parse(JSON.stringify(cursorOf({ anchor: 6, head: 11 }, text)));
  text.insert(0, "😀 ");
  assert.deepEqual([offsetOf(anchor, text), offsetOf(head, text)], [9, 14]);
  const stranger = new Y.Doc();
  assert.equal(offsetOf(anchor, stranger.getText("body")), null);
  assert.equal(offsetOf(null, text), null);
});

test("others' cursors are classes, and no colour gets past the eight", () => {
  const [range, caret] = decorationsFor({
    anchor: 4,
    head: 2,
    user: { name: "Bram", colour: 3 },
    flag: true,
  });
  assert.deepEqual(
    [range.from, range.to, range.value.spec.class, caret.from],
    [2, 4, "range person-3", 2],
  );
  assert.equal(
    decorationsFor({ anchor: 2, head: 2, user: { name: "x", colour: "1 evil" }, flag: false })[0]
      .value.spec.widget.colour,
    0,
  );
});

test("only the state saved says saved", () => {
  const names = [
    "opening",
    "saving",
    "not-saved-yet",
    "offline",
    "too-large",
    "read-only",
    "refused",
    "signed-out",
    "other-account",
    "anything",
  ];
  for (const name of names)
    assert.ok(!sentenceFor(state(name), say, String).startsWith("saved"), name);
  assert.equal(sentenceFor(state("saved"), say, String), "saved 5");
  assert.equal(sentenceFor(state("saved", { at: null }), say, String), "saved_all");
});

test("kept on this device is said only when it is so", () => {
  for (const name of ["offline", "too-large", "signed-out", "other-account"]) {
    assert.match(sentenceFor(state(name, { kept: "window" }), say, String), /_window/, name);
    assert.match(sentenceFor(state(name), say, String), /_device/, name);
  }
  assert.equal(noteFor(state("offline", { kept: "window" }), say, String).text, "kept_window");
  assert.equal(noteFor(state("saving"), say, String), null);
});

test("saving is not read aloud, trouble is, and so is its end", () => {
  const seen = [];
  const element = {
    setAttribute: (_, live) => seen.push(live),
    classList: { toggle() {} },
    textContent: "",
  };
  const line = new SaveStateLine(element, say);
  for (const name of ["saved", "saving", "saved", "offline", "saving", "saved", "saved"])
    line.show(state(name));
  assert.deepEqual(seen, ["off", "off", "off", "polite", "off", "polite", "off"]);
});

test("a throttled call runs at once, then once in each interval; the last is not lost", () => {
  const timers = new FakeTimers();
  let calls = 0;
  const call = throttle(
    () => {
      calls += 1;
    },
    100,
    timers,
  );
  for (let i = 0; i < 10; i += 1) {
    call();
    timers.pass(50);
  }
  assert.ok(calls <= 6);
  timers.pass(1000);
  const before = calls;
  call();
  call();
  call.stop();
  timers.pass(1000);
  assert.equal(calls, before + 1);
});

test("a component that fails does not take the others down, and none starts twice", () => {
  const started = [];
  const element = (component) => ({ dataset: { component } });
  const root = {
    elements: [element("bad"), element("good"), element("unknown")],
    querySelectorAll() {
      return this.elements;
    },
  };
  const registry = {
    bad: () => {
      throw new Error("no");
    },
    good: () => started.push("good"),
  };
  startComponents(registry, root, { error() {} });
  startComponents(registry, root, { error() {} });
  assert.deepEqual(started, ["good"]);
});

test("a theme is one of three, also when storage is closed", () => {
  assert.equal(storedTheme({ getItem: () => "dark" }), "dark");
  assert.equal(storedTheme({ getItem: () => "pink" }), "system");
  assert.equal(
    storedTheme({
      getItem: () => {
        throw new Error("denied");
      },
    }),
    "system",
  );
});
