import assert from "node:assert/strict";
import test from "node:test";
import * as Y from "yjs";
import { FakeServer, refusal, settle } from "../fakes.js";
import { open } from "../setup.js";

const copyOf = (doc) => {
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
  return copy;
};
const back = async (page) => {
  page.socket.up();
  await settle();
};

test("a browser with nothing new joins, takes the text and sends nothing", async () => {
  const page = await open();
  assert.equal(page.text.toString(), "hello world");
  assert.equal(page.socket.of("update").length, 0);
  assert.equal(page.name(), "saved");
  page.socket.down();
  await back(page);
  assert.deepEqual([page.socket.of("join").length, page.socket.of("update").length], [2, 0]);
});

test("nothing to send also when the server's blocks and delete set were split", async () => {
  const server = new FakeServer("hello world");
  server.doc.getText("body").delete(2, 2);
  server.doc.getText("body").delete(4, 3);
  const page = await open({ server, doc: copyOf(server.doc) });
  assert.equal(page.socket.of("update").length, 0);
  assert.equal(page.name(), "saved");
});

test("the first keystroke leaves at once, the next ones together after the answer", async () => {
  const page = await open();
  const acks = [];
  page.server.handle = (message) => acks.push(message);
  for (const letter of "abc") page.text.insert(0, letter);
  assert.equal(page.socket.of("update").length, 1);
  assert.equal(page.name(), "saving");
  acks[0].ack(page.server.update(acks[0].fields));
  assert.equal(page.socket.of("update").length, 2);
  assert.equal(page.name(), "saving");
  acks[1].ack(page.server.update(acks[1].fields));
  assert.equal(page.server.text, "cbahello world");
  assert.deepEqual([page.name(), page.facts.savedAt], ["saved", 1002]);
  assert.deepEqual([acks[0].fields.draft, acks[0].fields.lineage], [7, "lineage-1"]);
});

test("what was typed offline is sent as one difference", async () => {
  const page = await open();
  page.socket.down();
  page.text.insert(0, "one ");
  page.text.insert(4, "two ");
  assert.equal(page.name(), "offline");
  await back(page);
  assert.equal(page.server.text, "one two hello world");
  assert.equal(page.server.commits.length, 1);
  assert.equal(page.name(), "saved");
});

test("deletions made offline arrive although the state vectors are equal", async () => {
  const page = await open();
  page.socket.down();
  page.text.delete(0, 6);
  await back(page);
  assert.equal(page.server.text, "world");
  assert.equal(page.name(), "saved");
});

test("changes in the local copy from an earlier visit are sent on the first join", async () => {
  const server = new FakeServer("hello world");
  const doc = copyOf(server.doc);
  doc.getText("body").insert(11, "!");
  const page = await open({ server, doc });
  assert.equal(page.server.text, "hello world!");
  assert.equal(page.name(), "saved");
});

test("a lost answer: it rejoins after ten seconds and sends nothing twice", async () => {
  const page = await open();
  page.server.answersLost = true;
  page.text.insert(0, "x");
  page.timers.pass(5001);
  assert.equal(page.name(), "not-saved-yet");
  page.server.answersLost = false;
  page.timers.pass(4999);
  assert.equal(page.socket.of("join").length, 2);
  assert.deepEqual(
    [page.server.commits.length, page.server.text, page.name()],
    [1, "xhello world", "saved"],
  );
});

test("a lost message is sent again after joining", async () => {
  const page = await open();
  page.server.deaf = true;
  page.text.insert(0, "x");
  page.server.deaf = false;
  page.timers.pass(10_000);
  assert.deepEqual([page.server.text, page.name()], ["xhello world", "saved"]);
});

test("an answer that comes after the next join counts for nothing", async () => {
  const page = await open();
  page.server.deaf = true;
  page.text.insert(0, "x");
  const late = page.socket.of("update")[0];
  page.timers.pass(10_000);
  late.ack({ ok: true, seq: 9, at: 9 });
  assert.notEqual(page.name(), "saved");
  assert.ok(!page.types().includes("acked"));
});

test("a link that answers no join is cut and made anew", async () => {
  const page = await open();
  page.server.deaf = true;
  page.text.insert(0, "x");
  page.timers.pass(10_000 + 10_000 + 10_000 - 1);
  assert.equal(page.socket.connects, 1);
  page.server.deaf = false;
  page.timers.pass(501);
  await settle();
  assert.equal(page.socket.connects, 2);
  assert.equal(page.server.text, "xhello world");
});

for (const error of ["missing", "not_joined"]) {
  test(`${error}: joins again and sends all that the server lacks`, async () => {
    const page = await open();
    page.server.refuseNext = [refusal(error)];
    page.text.insert(0, "x");
    assert.deepEqual(
      [page.socket.of("join").length, page.server.text, page.name()],
      [2, "xhello world", "saved"],
    );
  });
}

test("missing again and again: it rejoins within five seconds each time", async () => {
  const page = await open();
  const pauses = [];
  let last = page.timers.now();
  page.server.update = () => {
    pauses.push(page.timers.now() - last);
    last = page.timers.now();
    return refusal("missing");
  };
  page.text.insert(0, "x");
  page.timers.pass(60_000);
  assert.deepEqual(pauses.slice(0, 6), [0, 0, 2000, 4000, 4000, 4000]);
  assert.ok(Math.max(...pauses) < 5000, String(pauses));
  assert.ok(page.socket.of("join").length < 20, String(page.socket.of("join").length));
  assert.equal(page.name(), "not-saved-yet");
});

test("not saved yet: said so, tried again, saved once", async () => {
  const page = await open();
  page.server.refuseNext = [refusal("not_saved_yet"), refusal("something_new")];
  page.text.insert(0, "x");
  assert.equal(page.name(), "not-saved-yet");
  page.timers.pass(1000);
  assert.equal(page.name(), "not-saved-yet");
  page.text.insert(0, "y");
  page.timers.pass(2000);
  assert.deepEqual([page.server.text, page.name()], ["yxhello world", "saved"]);
});

test("the same update committed twice changes nothing", async () => {
  const page = await open();
  const update = page.server.update.bind(page.server);
  page.server.update = (fields) => {
    update(fields);
    page.server.update = update;
    return refusal("not_saved_yet");
  };
  page.text.insert(0, "x");
  page.timers.pass(1000);
  assert.deepEqual(
    [page.server.commits.length, page.server.text, page.text.toString()],
    [2, "xhello world", "xhello world"],
  );
});

test("a document of another lineage is never merged", async () => {
  const server = new FakeServer("the new one");
  server.lineage = "lineage-2";
  const page = await open({ server });
  assert.equal(page.text.toString(), "");
  assert.equal(page.events.at(-1).type, "lineage");
  server.join = () => ({ ...FakeServer.prototype.join.call(server, { lineage: null }), ok: true });
  const other = await open({ server });
  assert.equal(other.text.toString(), "");
});

test("a reader with unsent words in the local copy cannot send them", async () => {
  const server = new FakeServer("hello world");
  server.mayWrite = false;
  const doc = copyOf(server.doc);
  doc.getText("body").insert(0, "mine ");
  const page = await open({ server, doc });
  assert.equal(page.socket.of("update").length, 0);
  assert.equal(page.events.at(-1).type, "unsendable");
});

test("others' updates are applied; those for another draft are not", async () => {
  const page = await open();
  const before = Y.encodeStateVector(page.server.doc);
  page.server.doc.getText("body").insert(0, "their ");
  const update = Y.encodeStateAsUpdate(page.server.doc, before);
  page.socket.hear("update", { draft: 8, seq: 1, update });
  assert.equal(page.text.toString(), "hello world");
  page.socket.hear("update", { draft: 7, seq: 1, update: update.slice().buffer });
  assert.equal(page.text.toString(), "their hello world");
  assert.equal(page.socket.of("update").length, 0);
  assert.equal(page.name(), "saved");
});

test("an update relayed before the answer to the join is not lost", async () => {
  const page = await open({ join: false });
  const answers = [];
  page.server.handle = (message) => answers.push([message, page.server.join(message.fields)]);
  await back(page);
  const before = Y.encodeStateVector(page.server.doc);
  page.server.doc.getText("body").insert(0, "early ");
  page.socket.hear("update", {
    draft: 7,
    seq: 1,
    update: Y.encodeStateAsUpdate(page.server.doc, before),
  });
  assert.equal(page.text.toString(), "");
  answers[0][0].ack(answers[0][1]);
  assert.equal(page.text.toString(), "early hello world");
});

test("an update that builds on one that never came makes it join again", async () => {
  const page = await open();
  page.server.doc.getText("body").insert(0, "lost ");
  const before = Y.encodeStateVector(page.server.doc);
  page.server.doc.getText("body").insert(5, "next ");
  page.socket.hear("update", {
    draft: 7,
    seq: 2,
    update: Y.encodeStateAsUpdate(page.server.doc, before),
  });
  assert.deepEqual(
    [page.text.toString(), page.socket.of("update").length],
    ["lost next hello world", 0],
  );
});

test("F19: a lost deletion is found by the gap in seq when the next update arrives", async () => {
  const page = await open();
  page.server.doc.getText("body").delete(0, 6);
  const before = Y.encodeStateVector(page.server.doc);
  page.server.doc.getText("body").insert(5, "!");
  page.server.seq = 2;
  page.socket.hear("update", {
    draft: 7,
    after: 1,
    seq: 2,
    update: Y.encodeStateAsUpdate(page.server.doc, before),
  });
  assert.deepEqual([page.text.toString(), page.socket.of("join").length], ["world!", 2]);
});

test("F19: an acknowledgement's seq shows a lost deletion; in order, no request", async () => {
  const page = await open();
  page.text.insert(0, "a");
  page.socket.hear("update", {
    draft: 7,
    after: 1,
    seq: 4,
    update: Y.encodeStateAsUpdate(new Y.Doc()),
  });
  page.server.seq = 4;
  page.text.insert(0, "b");
  assert.equal(page.socket.of("join").length, 1);
  page.server.doc.getText("body").delete(0, 8);
  page.server.seq = 6;
  page.text.insert(0, "c");
  assert.deepEqual([page.text.toString(), page.socket.of("join").length], [page.server.text, 2]);
});

test("a gap in this device's copy is not sent on", async () => {
  const other = new Y.Doc();
  other.getText("body").insert(0, "lost");
  const before = Y.encodeStateVector(other);
  other.getText("body").insert(4, " next");
  const doc = new Y.Doc();
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(other, before));
  const page = await open({ doc });
  assert.equal(page.socket.of("update").length, 0);
  assert.equal(page.name(), "saved");
});

test("not saved yet again and again: tried again within five seconds every time", async () => {
  const page = await open();
  const tries = [];
  page.server.update = () => {
    tries.push(page.timers.now());
    return refusal("not_saved_yet");
  };
  page.text.insert(0, "x");
  page.timers.pass(20_000);
  assert.deepEqual(
    tries.slice(1).map((at, i) => at - tries[i]),
    [1000, 2000, 4000, 4000, 4000, 4000],
  );
});

test("the last words were lost on the way: where the log stands makes it join again", async () => {
  const page = await open();
  page.server.doc.getText("body").insert(0, "lost ");
  page.server.seq = 1;
  page.socket.hear("head", { draft: 7, seq: 1 });
  assert.deepEqual(
    [page.text.toString(), page.socket.of("join").length, page.name()],
    ["lost hello world", 2, "saved"],
  );
});

test("a head that is known, of another draft or from before the join is ignored", async () => {
  const page = await open();
  page.text.insert(0, "x");
  page.socket.hear("head", { draft: 7, seq: 1 });
  page.socket.hear("head", { draft: 8, seq: 9 });
  assert.equal(page.socket.of("join").length, 1);
  page.server.deaf = true;
  page.socket.down();
  await back(page);
  page.socket.hear("head", { draft: 7, seq: 9 });
  assert.equal(page.socket.of("join").length, 2);
});

test("random offline spells, losses and remote edits end in the same text", async () => {
  let seed = 7;
  const random = (n) => (seed = (Math.imul(seed, 1103515245) + 12345) >>> 0) % n;
  for (let run = 0; run < 20; run += 1) {
    const page = await open();
    for (let step = 0; step < 40; step += 1) {
      const length = page.text.length;
      const kind = random(7);
      if (kind < 2) page.text.insert(random(length + 1), `<${run}.${step}>`);
      else if (kind === 2 && length > 3) page.text.delete(random(length - 2), 2);
      else if (kind === 3 && page.socket.connected) page.socket.down();
      else if (kind === 4 && !page.socket.connected) await back(page);
      else if (kind === 5) page.server.answersLost = !page.server.answersLost;
      else page.timers.pass(random(4000));
      if (page.name() === "saved") assert.equal(page.server.text, page.text.toString());
    }
    page.server.answersLost = false;
    if (!page.socket.connected) await back(page);
    for (let i = 0; i < 5; i += 1) {
      page.timers.pass(15_000);
      await settle();
    }
    assert.equal(page.server.text, page.text.toString());
    assert.equal(page.name(), "saved");
  }
});
