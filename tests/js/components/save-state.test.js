import assert from "node:assert/strict";
import test from "node:test";
import { describe, initialFacts, reduce } from "../../../static/js/realtime/save-state.js";

const after = (...events) => events.reduce(reduce, initialFacts());
const name = (facts, now = 0) => describe(facts, now).name;
const loaded = { type: "local-loaded", kept: "device", holdsLineage: false };
const joined = { type: "joined", waiting: false, mayWrite: true, now: 0 };
const opened = [loaded, { type: "connected" }, { type: "joining" }, joined];

test("an empty page is opening, and stays so until the first join", () => {
  assert.equal(name(after()), "opening");
  assert.equal(name(after(loaded)), "opening");
  assert.equal(name(after(loaded, { type: "connected" }, { type: "joining" })), "opening");
  assert.equal(name(after(...opened)), "saved");
});

test("a join before this device's copy is merged does not say saved", () => {
  assert.notEqual(name(after({ type: "connected" }, joined)), "saved");
});

test("typed, sent, acknowledged", () => {
  const typed = after(...opened, { type: "changed", now: 10 });
  assert.equal(name(typed, 10), "saving");
  const sent = reduce(typed, { type: "sent", now: 10, rest: false });
  assert.equal(name(sent, 5010), "saving");
  assert.equal(name(sent, 5011), "not-saved-yet");
  const acked = reduce(sent, { type: "acked", at: 99 });
  assert.deepEqual([name(acked, 9999), describe(acked, 0).at], ["saved", 99]);
});

test("what was typed while a message was in flight is not covered by its acknowledgement", () => {
  const facts = after(
    ...opened,
    { type: "changed", now: 0 },
    { type: "sent", now: 0 },
    { type: "changed", now: 1 },
    { type: "acked", at: 2 },
  );
  assert.equal(name(facts, 3), "saving");
});

test("an acknowledgement that comes after the connection was lost saves nothing", () => {
  const facts = after(
    ...opened,
    { type: "changed", now: 0 },
    { type: "sent", now: 0 },
    { type: "disconnected", now: 1 },
    { type: "acked", at: 2 },
  );
  assert.equal(name(facts, 3), "offline");
  assert.equal(name(reduce(reduce(facts, { type: "connected" }), { type: "joining" })), "offline");
  assert.equal(describe(facts, 3).unsaved, true);
});

test("a stray acknowledgement moves neither the time of saving nor a doubt", () => {
  const facts = after(
    ...opened,
    { type: "changed", now: 0 },
    { type: "sent", now: 0 },
    { type: "doubt", now: 1 },
    { type: "acked", at: 2 },
  );
  assert.deepEqual([name(facts, 3), describe(facts, 3).at], ["not-saved-yet", null]);
});

test("offline tells since when and where the text is kept", () => {
  const facts = after(
    ...opened,
    { type: "disconnected", now: 5 },
    { type: "disconnected", now: 9 },
  );
  assert.deepEqual([describe(facts, 9).since, describe(facts, 9).kept], [5, "device"]);
  assert.equal(describe(reduce(facts, { type: "not-kept" }), 9).kept, "window");
});

test("editing starts with a join or a local copy and stops if nothing can be saved", () => {
  const editable = (...events) => describe(after(...events), 0).editable;
  assert.equal(editable(loaded), false);
  assert.equal(editable({ ...loaded, holdsLineage: true }), true);
  assert.equal(editable(...opened), true);
  assert.equal(editable(...opened, { type: "rights", mayWrite: false }), false);
  assert.equal(editable(...opened, { type: "other-account" }), false);
  assert.equal(editable(...opened, { type: "refused", message: "no" }), false);
  assert.equal(editable(...opened, { type: "signed-out" }), true);
  assert.equal(editable(...opened, { type: "lineage" }), false);
});

for (const [events, expected] of [
  [[{ type: "rights", mayWrite: false }], "read-only"],
  [
    [
      { type: "changed", now: 0 },
      { type: "too-large", now: 0 },
    ],
    "too-large",
  ],
  [
    [
      { type: "changed", now: 0 },
      { type: "sent", now: 0 },
      { type: "doubt", now: 0 },
    ],
    "not-saved-yet",
  ],
  [[{ type: "refused", message: "frozen" }], "refused"],
  [[{ type: "disconnected", now: 0 }, { type: "signed-out" }], "signed-out"],
  [[{ type: "signed-out" }, { type: "other-account" }], "other-account"],
])
  test(`${events.at(-1).type} is ${expected}`, () =>
    assert.equal(name(after(...opened, ...events)), expected));

// An independent ledger of single changes: each is waiting, in flight or committed; the machine
// must never be rosier.
test("in any order of events, “saved” is shown only when every change is committed", () => {
  const random = seeded(20261123);
  const seen = new Set();
  for (let run = 0; run < 3000; run += 1) {
    let facts = initialFacts();
    const ledger = { loaded: false, joined: false, waiting: 0, inFlight: 0, over: false };
    let now = 0;
    for (let step = 0; step < 30; step += 1) {
      now += Math.floor(random() * 4000);
      facts = reduce(facts, happen(ledger, Math.floor(random() * 12), now, random));
      const said = describe(facts, now);
      seen.add(said.name);
      const isSaved =
        ledger.loaded && ledger.joined && ledger.waiting + ledger.inFlight === 0 && !ledger.over;
      if (said.name === "saved") assert.ok(isSaved, `run ${run}, step ${step}`);
      if (ledger.waiting + ledger.inFlight > 0) assert.equal(said.unsaved, true);
    }
  }
  for (const expected of [
    "opening",
    "saved",
    "saving",
    "not-saved-yet",
    "offline",
    "too-large",
    "read-only",
  ])
    assert.ok(seen.has(expected), expected);
});

function happen(ledger, kind, now, random) {
  const allWaiting = () => {
    ledger.waiting += ledger.inFlight;
    ledger.inFlight = 0;
  };
  switch (kind) {
    case 0:
      ledger.loaded = true;
      return { type: "local-loaded", kept: "device", holdsLineage: random() < 0.5 };
    case 1:
    case 2: {
      const waiting = ledger.waiting + ledger.inFlight > 0 && random() < 0.8;
      Object.assign(ledger, { joined: ledger.loaded, waiting: waiting ? 1 : 0, inFlight: 0 });
      return { type: "joined", waiting, mayWrite: random() < 0.95, now };
    }
    case 3:
      allWaiting();
      ledger.joined = false;
      return { type: "disconnected", now };
    case 4:
      allWaiting();
      ledger.joined = false;
      return { type: "joining", now };
    case 5:
    case 6:
      ledger.waiting += 1;
      return { type: "changed", now };
    case 7:
    case 8: {
      if (!ledger.joined) return { type: "sent", now, rest: false };
      if (!ledger.waiting || ledger.inFlight) return { type: "nothing" };
      const rest = random() < 0.3 && ledger.waiting > 1;
      ledger.inFlight = rest ? ledger.waiting - 1 : ledger.waiting;
      ledger.waiting = rest ? 1 : 0;
      return { type: "sent", now, rest };
    }
    case 9:
      ledger.inFlight = 0;
      return { type: "acked", at: now };
    case 10:
      allWaiting();
      if (!ledger.waiting) ledger.waiting = 1;
      return { type: "too-large", now };
    default:
      allWaiting();
      if (!ledger.waiting) ledger.waiting = 1;
      return { type: "doubt", now };
  }
}

function seeded(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
