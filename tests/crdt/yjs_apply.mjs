// Reads streams of updates as JSON of base64 from a file, lets real Yjs apply each, and prints what
// it then holds.
import fs from "node:fs";
import * as Y from "yjs";

const base64 = (bytes) => Buffer.from(bytes).toString("base64");

function applied(stream, merged) {
  const doc = new Y.Doc();
  const updates = stream.map((update) => Buffer.from(update, "base64"));
  for (const update of merged ? [Y.mergeUpdates(updates)] : updates) Y.applyUpdate(doc, update);
  const pending = doc.store.pendingStructs !== null || doc.store.pendingDs !== null;
  return {
    text: doc.getText("body").toString(),
    whole: base64(Y.encodeStateAsUpdate(doc)),
    pending,
  };
}

const streams = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
console.log(
  JSON.stringify(streams.flatMap((stream) => [applied(stream, false), applied(stream, true)])),
);
