// Updates as real Yjs writes them, one for each situation the reader must know, printed as JSON of
// base64.
import * as Y from "yjs";

const samples = {};

function keep(name, updates, more = {}) {
  samples[name] = {
    updates: updates.map((update) => Buffer.from(update).toString("base64")),
    ...more,
  };
}

function document(clientID, options = {}) {
  const doc = new Y.Doc(options);
  doc.clientID = clientID;
  return doc;
}

// Each entry of a session is the update of one transaction; `text` is what Yjs shows at the end.
function session(name, steps, clientID = 7, options = {}) {
  const doc = document(clientID, options);
  const updates = [];
  doc.on("update", (update) => updates.push(update));
  for (const step of steps) doc.transact(() => step(doc.getText("body"), doc));
  keep(name, updates, {
    text: doc.getText("body").toString(),
    whole: Buffer.from(Y.encodeStateAsUpdate(doc)).toString("base64"),
  });
  return doc;
}

session("insert", [(body) => body.insert(0, "hello")]);
session("split", [
  (body) => body.insert(0, "hello"),
  (body) => body.insert(2, "XY"),
  (body) => body.insert(0, ">"),
]);
session("delete", [(body) => body.insert(0, "hello"), (body) => body.delete(1, 3)]);
session("delete_without_gc", [(body) => body.insert(0, "hello"), (body) => body.delete(1, 3)], 7, {
  gc: false,
});
session("emoji", [
  (body) => body.insert(0, "a😀b"),
  (body) => body.insert(3, "é漢"),
  (body) => body.delete(1, 2),
]);
session("half_a_pair", [(body) => body.insert(0, "a😀b"), (body) => body.delete(2, 1)]);
session("inside_a_pair", [(body) => body.insert(0, "a😀b"), (body) => body.insert(2, "X")]);
session("half_a_pair_inserted", [
  (body) => body.insert(0, "a\ud83d"),
  (body) => body.insert(2, "\ude00b"),
]);
session("byte_order_mark", [(body) => body.insert(0, "\ufeffa\u0000b")]);
session("largest_client", [(body) => body.insert(0, "x")], Number.MAX_SAFE_INTEGER);
session("format", [(body) => body.insert(0, "hello"), (body) => body.format(0, 3, { bold: true })]);
session("attribute", [(body) => body.setAttribute("secret", "hidden")]);
session("embed", [(body) => body.insertEmbed(0, { image: "x.png" })]);
session("map_root", [
  (_, doc) => doc.getMap("x").set("key", { deep: [1, 2.5, -3, null, true, "é", 2 ** 40, 10n] }),
]);
session("other_text", [(_, doc) => doc.getText("other").insert(0, "x")]);
session("nested_type", [(_, doc) => doc.getMap("x").set("child", new Y.Text("inside"))]);
session("collected", [
  (_, doc) => doc.getMap("x").set("child", new Y.Text("inside")),
  (_, doc) => doc.getMap("x").delete("child"),
]);
session("binary", [(_, doc) => doc.getArray("list").insert(0, [new Uint8Array([1, 2, 3])])]);
session("subdocument", [
  (_, doc) => doc.getMap("x").set("doc", new Y.Doc({ guid: "a-guid", autoLoad: true })),
]);
session("xml", [
  (_, doc) =>
    doc
      .getXmlFragment("xml")
      .insert(0, [new Y.XmlElement("p"), new Y.XmlHook("hook"), new Y.XmlText("t")]),
]);
session("nothing", [() => {}]);
{
  const empty = document(1);
  keep("empty", [Y.encodeStateAsUpdate(empty)]);
  const doc = document(7);
  const parts = [];
  doc.on("update", (update) => parts.push(update));
  for (const word of ["one ", "two ", "three "])
    doc.getText("body").insert(doc.getText("body").length, word);
  keep("gap", [Y.mergeUpdates([parts[0], parts[2]])]);
  keep("merged", [Y.mergeUpdates(parts)]);
  const behind = document(8);
  Y.applyUpdate(behind, parts[0]);
  keep("difference", [Y.encodeStateAsUpdate(doc, Y.encodeStateVector(behind))]);
  keep("second_version", [Y.encodeStateAsUpdateV2(doc), Y.encodeStateAsUpdateV2(empty)]);
  keep("state_vector", [Y.encodeStateVector(doc), Y.encodeStateVector(empty)]);
}
{
  const [ann, ben] = [document(100), document(3)];
  ann.getText("body").insert(0, "Ann");
  Y.applyUpdate(ben, Y.encodeStateAsUpdate(ann));
  ben.getText("body").insert(1, "ben");
  ann.getText("body").delete(0, 1);
  Y.applyUpdate(ann, Y.encodeStateAsUpdate(ben));
  ann.getText("body").insert(2, "+");
  keep("two_clients", [Y.encodeStateAsUpdate(ann)], { text: ann.getText("body").toString() });
  keep("only_what_ben_brings", [Y.encodeStateAsUpdate(ben, Y.encodeStateVector(ann))]);
}
{
  // Three people type, delete and meet now and then: the stream for the differential check.
  let seed = 20240613;
  const random = (below) => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return seed % below;
  };
  const updates = [];
  const people = [11, 70000, 5].map((clientID) => document(clientID));
  for (const doc of people)
    doc.on("update", (update, origin) => {
      if (origin !== "peer") updates.push(update);
    });
  const words = ["wort", "é", "😀", "漢字", "\n"];
  for (let step = 0; step < 400; step++) {
    const doc = people[random(3)];
    const body = doc.getText("body");
    const characters = Array.from(body.toString());
    const place = random(characters.length + 1);
    const offset = characters.slice(0, place).join("").length;
    if (random(3) === 0) body.delete(offset, characters.slice(place, place + 3).join("").length);
    else body.insert(offset, words[random(words.length)]);
    if (random(4) === 0) {
      const other = people[random(3)];
      if (other !== doc)
        Y.applyUpdate(other, Y.encodeStateAsUpdate(doc, Y.encodeStateVector(other)), "peer");
    }
  }
  for (const doc of people)
    for (const other of people) Y.applyUpdate(other, Y.encodeStateAsUpdate(doc), "peer");
  for (const doc of people)
    for (const other of people) Y.applyUpdate(other, Y.encodeStateAsUpdate(doc), "peer");
  keep("stream", updates, {
    text: people[0].getText("body").toString(),
    whole: Buffer.from(Y.encodeStateAsUpdate(people[0])).toString("base64"),
  });
}
console.log(JSON.stringify(samples));
