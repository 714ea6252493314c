// A slow reader: one client reads nothing while 12 MB pass by in a small document, then reads on.
// Prints, as JSON, how many characters it lacks or has too many at the end. Lies beside the load
// generator when it runs, whose client it uses.
//   node slow.mjs --url=ws://... --protocol=... | --adapter=... [--root=...]

import { pathToFileURL } from "node:url";
import * as Y from "yjs";
import { RawWS } from "./wsraw.mjs";

const options = Object.fromEntries(
  process.argv.slice(2).map((one) => /^--([^=]+)=?(.*)$/.exec(one).slice(1)),
);
const adapter = (
  await import(
    options.adapter ? pathToFileURL(options.adapter).href : `./adapters/${options.protocol}.mjs`
  )
).default;
const url = new URL(options.url);
const ROOT = options.root || "t";
const ROUNDS = 24;
const WORDS = "w".repeat(500_000);
const PATIENCE_MS = 30_000;
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

class Client {
  constructor(number) {
    Object.assign(this, { i: number, doc: "slow-0", document: new Y.Doc() });
    this.document.on(
      "update",
      (update, origin) => origin !== "remote" && adapter.update(this, update),
    );
    this.ready = new Promise((resolve, reject) =>
      Object.assign(this, { resolve, fail: (reason) => reject(new Error(reason)) }),
    );
    const { hostname: host, port } = url;
    this.ws = new RawWS({
      host,
      port: Number(port),
      path: adapter.path(url.pathname.replace(/\/$/, ""), this.doc, number),
      headers: adapter.headers?.(number) ?? {},
      onOpen: (ws) => {
        this.ws = ws;
        adapter.open(this);
      },
      onMessage: (opcode, data) => adapter.message(this, opcode, data),
    });
  }

  get stateVector() {
    return Y.encodeStateVector(this.document);
  }

  get text() {
    return this.document.getText(ROOT).toString();
  }

  onSync(update) {
    this.onUpdate(update);
    this.resolve();
  }

  onUpdate(update) {
    Y.applyUpdate(this.document, update, "remote");
  }
}

const [writer, slow] = [new Client(0), new Client(1)];
await Promise.all([writer.ready, slow.ready]);
const body = writer.document.getText(ROOT);
const length = body.length;
slow.ws.s.pause();
for (let round = 0; round < ROUNDS; round += 1) {
  body.insert(length, WORDS);
  await pause(50);
  body.delete(length, WORDS.length);
  await pause(10);
}
body.insert(length, "The end.");
slow.ws.s.resume();
for (let waited = 0; slow.text !== writer.text && waited < PATIENCE_MS; waited += 50)
  await pause(50);
const missing =
  slow.text === writer.text ? 0 : Math.max(1, Math.abs(writer.text.length - slow.text.length));
console.log(JSON.stringify({ missing }));
process.exit(0);
