// Reads sessions as JSON from a file: what each of several people does. Real Yjs does it; prints
// the updates that it sends and what it holds when all have met. Offsets count characters, so that
// nobody types into half of one.
import fs from "node:fs";
import * as Y from "yjs";

const base64 = (bytes) => Buffer.from(bytes).toString("base64");
const offset = (text, characters) => [...text].slice(0, characters).join("").length;

function person(clientID, sent) {
  const doc = new Y.Doc();
  doc.clientID = clientID;
  doc.on("update", (update, origin) => origin !== "met" && sent.push(base64(update)));
  return doc;
}

const meet = (reader, writer) =>
  Y.applyUpdate(reader, Y.encodeStateAsUpdate(writer, Y.encodeStateVector(reader)), "met");

function edit(doc, place, word) {
  const body = doc.getText("body");
  const text = body.toString();
  const at = place % ([...text].length + 1);
  const start = offset(text, at);
  if (word !== null) body.insert(start, word);
  else if (start < text.length) body.delete(start, offset(text, at + 3) - start);
}

function played({ clients, deeds }) {
  const sent = [];
  const people = clients.map((clientID) => person(clientID, sent));
  for (const { who, other, place, word } of deeds) {
    if (other !== null) meet(people[who], people[other]);
    else edit(people[who], place, word);
  }
  for (const reader of people) for (const writer of people) meet(reader, writer);
  const [first] = people;
  return {
    sent,
    text: first.getText("body").toString(),
    whole: base64(Y.encodeStateAsUpdate(first)),
  };
}

console.log(JSON.stringify(JSON.parse(fs.readFileSync(process.argv[2], "utf8")).map(played)));
