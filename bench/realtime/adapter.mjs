// Our protocol for the load generator: Socket.IO 5 over Engine.IO 4, the namespace /drafts, as a
// browser speaks it. The accounts and drafts are those of the instance that instance.py made; every
// client is signed in to an account of its own.

import fs from "node:fs";

const { origin, cookies, drafts } = JSON.parse(fs.readFileSync(process.env.BENCH_INSTANCE, "utf8"));
const AWARENESS_MS = Number(process.env.BENCH_AWARENESS_MS ?? 100); // 0: none is sent
const EVENT = 0x35;
const PLACEHOLDER = (num) => `{"_placeholder":true,"num":${num}}`;
let people = 0;
let acks = 0;

const draftOf = (doc) => drafts[Number(/-(\d+)$/.exec(doc)?.[1] ?? 0)];

export default {
  path: () => "/socket.io/?EIO=4&transport=websocket",
  headers: () => ({ Origin: origin, Cookie: cookies[people++ % cookies.length] }),
  open(c) {
    Object.assign(c, {
      draft: draftOf(c.doc),
      awarenessId: 1000 + people + Math.floor(Math.random() * 1e9),
      clock: 0,
      told: 0,
      parts: [],
    });
  },

  message(c, opcode, data) {
    if (opcode === 2) return attachment(c, data);
    const [engine, socket] = [data[0], data[1]];
    if (engine === 0x30) c.ws.send("40/drafts,");
    else if (engine === 0x32) c.ws.send("3");
    else if (engine === 0x34 && (socket === 0x30 || data.indexOf('["resync"') > 0)) join(c);
    else if (engine === 0x34 && (socket === EVENT || socket === 0x36)) {
      const text = data.latin1Slice(0, data.length);
      const dash = text.indexOf("-");
      c.waiting = {
        count: Number(text.slice(2, dash)),
        event: socket === EVENT ? /\["([a-z]+)"/.exec(text)[1] : "joined",
        text,
      };
      c.parts = [];
    } else if (engine === 0x34 && socket === 0x33 && data.indexOf('"ok":false') > 0)
      refused(c, data.latin1Slice(0, data.length));
  },

  update(c, update) {
    const fields = `"draft":${c.draft},"lineage":"${c.lineage}","update":${PLACEHOLDER(0)}`;
    c.ws.send(`451-/drafts,${acks++}["update",{${fields}}]`);
    c.ws.send(update);
    const now = performance.now();
    if (AWARENESS_MS && now - c.told >= AWARENESS_MS) tellCursor(c, now);
  },
};

function join(c) {
  const state = `"state_vector":${PLACEHOLDER(0)},"client_id":${c.awarenessId}`;
  const fields = `"draft":${c.draft},"lineage":null,${state}`;
  c.ws.send(`451-/drafts,${acks++}["join",{${fields}}]`);
  c.ws.send(Buffer.from(c.stateVector || [0]));
}

function attachment(c, data) {
  c.parts.push(data);
  if (c.parts.length < c.waiting.count) return;
  const { event, text } = c.waiting;
  if (event === "update") c.onUpdate(c.parts[0]);
  else if (event === "joined") {
    if (text.includes('"ok":false')) return refused(c, text);
    c.lineage ??= /"lineage":"([^"]+)"/.exec(text)[1];
    if (AWARENESS_MS) tellCursor(c, performance.now());
    c.onSync(c.parts[0]);
  }
}

function refused(c, text) {
  console.error(text);
  c.fail(text);
}

function tellCursor(c, now) {
  c.told = now;
  c.clock += 1;
  const place = {
    type: null,
    tname: "body",
    item: { client: c.cid ?? 1, clock: Math.max(0, (c.pos ?? 1) - 1) },
    assoc: 0,
  };
  const state = Buffer.from(JSON.stringify({ cursor: { anchor: place, head: place } }));
  c.ws.send(`451-/drafts,["awareness",{"draft":${c.draft},"awareness":${PLACEHOLDER(0)}}]`);
  c.ws.send(
    Buffer.concat([
      Buffer.from([1, ...varUint(c.awarenessId), ...varUint(c.clock), ...varUint(state.length)]),
      state,
    ]),
  );
}

function varUint(number) {
  const bytes = [];
  while (number > 127) {
    bytes.push(128 | (number % 128));
    number = Math.floor(number / 128);
  }
  return [...bytes, number];
}
