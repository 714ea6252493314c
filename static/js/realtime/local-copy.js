// This device's copy of one working draft, for one person (the name says whom: another person on the same browser never
// gets it). It holds the lineage it descends from; a copy of another lineage is never merged: its words are handed over.
// Where the browser offers no storage the document lives in the window only, and the state line must say so.

import { IndexeddbPersistence } from "y-indexeddb";
import * as Y from "yjs";

const LOAD_MS = 5000;
const nameOf = (accountId, draftId) => `drafting:${accountId}:${draftId}`;

export async function openLocalCopy({ accountId, draftId, lineage, onLost = () => {} }) {
  const name = nameOf(accountId, draftId);
  const first = await load(name, onLost);
  if (!first) return windowOnly();
  const held = await first.persistence.get("lineage");
  if (held === lineage || !held) return onDevice(first, held === lineage, "");
  const recovered = first.doc.getText("body").toString();
  await clear(first);
  const fresh = await load(name, onLost);
  return fresh ? onDevice(fresh, false, recovered) : { ...windowOnly(), recovered };
}

const windowOnly = () => ({
  doc: new Y.Doc(), kept: "window", holdsLineage: false, recovered: "", isSettled: () => false,
  hold: async () => {}, close: async () => {}, clear: async () => {},
});

function onDevice(loaded, holdsLineage, recovered) {
  const { doc, persistence, stop, writes } = loaded;
  return {
    doc, holdsLineage, recovered, kept: "device", isSettled: () => writes.pending === 0,
    hold: (lineage) => persistence.set("lineage", lineage).catch(() => {}),
    close: async () => { stop(); await persistence.destroy(); },
    clear: () => clear(loaded),
  };
}

async function clear({ persistence, stop }) {
  stop();
  await persistence.clearData();
}

async function load(name, onLost) {
  if (!(await storageWorks())) return null;
  const doc = new Y.Doc();
  const persistence = new IndexeddbPersistence(name, doc);
  const writes = { pending: 0 };
  const stop = storeSafely(doc, persistence, writes, onLost);
  const loaded = await Promise.race([
    persistence.whenSynced.then(() => true),
    persistence._db.then(() => new Promise(() => {}), () => false),
    new Promise((resolve) => setTimeout(() => resolve(false), LOAD_MS)),
  ]);
  if (loaded) return { doc, persistence, stop, writes };
  stop();
  persistence.destroy().catch(() => {});
  return null;
}

// A store that fails (full disk, deleted by another tab) must neither throw into the editor's transaction, where it would
// keep the update from being sent, nor stay silent: from then on nothing is claimed to be kept on this device.
function storeSafely(doc, persistence, writes, onLost) {
  const store = persistence._storeUpdate;
  const safely = (...update) => {
    try {
      store(...update);
      countUntilWritten(persistence.db, writes);
    } catch {
      onLost();
    }
  };
  doc.off("update", store);
  doc.on("update", safely);
  persistence._db.then((db) => ["abort", "error", "close"].forEach((name) => db.addEventListener(name, onLost)), onLost);
  return () => doc.off("update", safely);
}

// y-indexeddb does not tell when an update is on the device. A read that stands behind its write does.
function countUntilWritten(db, writes) {
  if (!db) return;
  const behind = db.transaction(["updates"], "readonly");
  behind.objectStore("updates").get(0);
  writes.pending += 1;
  behind.oncomplete = behind.onabort = () => { writes.pending -= 1; };
}

function storageWorks() {
  return new Promise((resolve) => {
    try {
      const request = indexedDB.open("drafting:probe");
      request.onsuccess = () => { request.result.close(); resolve(true); };
      request.onerror = () => resolve(false);
    } catch {
      resolve(false);
    }
  });
}
