import assert from "node:assert/strict";
import test, { after } from "node:test";
import * as Y from "yjs";
import { DraftSession } from "../../../static/js/realtime/draft-session.js";
import { RecoveryCopies, memoryStore } from "../../../static/js/realtime/recovery-copies.js";
import { FakeServer, FakeSocket, FakeTimers, refusal, settle } from "../fakes.js";

// A session that a failed test left open would keep the process alive for ever.
const opened = [];
after(() => Promise.all(opened.map((session) => session.close())));

async function begin({
  server = new FakeServer("hello"),
  local = {},
  store = memoryStore(),
  up = true,
} = {}) {
  const page = {
    server,
    states: [],
    readies: 0,
    afreshes: [],
    sockets: [],
    cleared: 0,
    held: [],
    timers: new FakeTimers(),
    who: { signed_in: true, account_id: 3 },
  };
  page.copies = new RecoveryCopies({ accountId: 3, draftId: 7, store });
  page.session = new DraftSession({
    draft: { draftId: 7, lineage: "lineage-1", accountId: "3", title: "Chapter", mayWrite: true },
    openLocalCopy: async ({ lineage }) => ({
      doc: new Y.Doc(),
      kept: "device",
      holdsLineage: false,
      recovered: "",
      ...(page.cleared ? {} : local),
      hold: async (held) => page.held.push(held),
      clear: async () => {
        page.cleared += 1;
      },
      close: async () => {},
      lineage,
    }),
    openSocket: () => {
      const socket = new FakeSocket();
      Object.assign(socket, { server, autoUp: up });
      page.sockets.push(socket);
      return socket;
    },
    copies: page.copies,
    whoIsSignedIn: async () => page.who,
    timers: page.timers,
    on: {
      state: (state) => page.states.push(state),
      ready: () => {
        page.readies += 1;
      },
      afresh: (what) => page.afreshes.push(what),
      copies: () => {},
    },
  });
  opened.push(page.session);
  await page.session.open();
  await settle();
  page.done = async () => {
    await settle();
    await page.session.close();
  };
  page.name = () => page.states.at(-1).name;
  page.kept = async () => (await page.copies.list()).map(({ text, reason }) => [reason, text]);
  return page;
}

test("editing starts once, on the first join; only then is the copy bound to it", async () => {
  const page = await begin();
  assert.deepEqual([page.readies, page.name(), page.held], [1, "saved", ["lineage-1"]]);
  await page.done();
});

test("no connection and no local copy: nothing is shown as if it were the document", async () => {
  const page = await begin({ up: false });
  assert.deepEqual([page.readies, page.held, page.states.at(-1).editable], [0, [], false]);
  await page.done();
});

test("no connection, but a local copy of this lineage: editing begins", async () => {
  const page = await begin({ up: false, local: { holdsLineage: true } });
  assert.deepEqual([page.readies, page.states.at(-1).editable], [1, true]);
  await page.done();
});

test("a local copy of an older lineage becomes a recovery copy unless equal", async () => {
  const page = await begin({ local: { recovered: "older" } });
  assert.deepEqual(await page.kept(), [["lineage", "older"]]);
  await page.done();
  const same = await begin({ local: { recovered: "hello" } });
  await settle();
  assert.deepEqual(await same.kept(), []);
  await same.done();
});

for (const [error, reason] of [
  ["lineage", "lineage"],
  ["malformed", "malformed"],
  ["not_permitted", "rights"],
]) {
  test(`${error}: the text is kept, the copy cleared, the current document opened`, async () => {
    const page = await begin();
    if (error === "lineage") page.server.lineage = "lineage-2";
    if (error === "not_permitted") page.server.mayWrite = false;
    page.server.refuseNext = [refusal(error, { lineage: page.server.lineage })];
    page.session.doc.getText("body").insert(0, "mine ");
    await settle();
    await settle();
    assert.deepEqual(await page.kept(), [[reason, "mine hello"]]);
    assert.deepEqual(
      [page.cleared, page.afreshes.length, page.readies, page.session.text],
      [1, 1, 2, "hello"],
    );
    assert.equal(page.name(), error === "not_permitted" ? "read-only" : "saved");
    await page.done();
  });
}

test("signed out during a send: nothing is lost; it is sent after a new sign-in", async () => {
  const page = await begin();
  page.who = { signed_in: false, account_id: null };
  page.server.refuseNext = [refusal("signed_out")];
  page.session.doc.getText("body").insert(0, "mine ");
  await settle();
  assert.deepEqual(
    [page.name(), page.states.at(-1).unsaved, page.states.at(-1).editable],
    ["signed-out", true, true],
  );
  page.timers.pass(60_000);
  await settle();
  assert.deepEqual(
    [await page.kept(), page.cleared, page.afreshes, page.server.text],
    [[], 0, [], "hello"],
  );
  page.who = { signed_in: true, account_id: 3 };
  for (const pause of [15_000, 5000]) {
    page.timers.pass(pause);
    await settle();
  }
  assert.deepEqual(
    [page.server.text, page.name(), await page.kept(), page.readies],
    ["mine hello", "saved", [], 1],
  );
  await page.done();
});

test("if the copy cannot be kept, nothing is cleared and editing stops", async () => {
  const store = {
    ...memoryStore(),
    add: async () => {
      throw new Error("disk full");
    },
  };
  const page = await begin({ store });
  page.server.refuseNext = [refusal("malformed")];
  page.session.doc.getText("body").insert(0, "mine ");
  await settle();
  assert.deepEqual(
    [page.cleared, page.name(), page.session.text, page.afreshes[0].kept],
    [0, "refused", "mine hello", false],
  );
  await page.done();
});

test("a server that refuses again and again is not asked for ever", async () => {
  const page = await begin();
  page.server.join = () => refusal("lineage", { lineage: "lineage-x" });
  page.sockets.at(-1).down();
  page.sockets.at(-1).up();
  for (let i = 0; i < 30; i += 1) await settle();
  assert.equal(page.name(), "refused");
  assert.ok(page.sockets.length <= 6);
  await page.done();
});
