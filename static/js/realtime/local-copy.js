// This device's copy of one working draft, for one account (its name contains the account, so
// another person on the same browser never gets it). It stores the lineage it descends from; a copy
// of another lineage is never merged: its text is handed over. Without browser storage the document
// lives in the window only, and the state line must say so.

import { IndexeddbPersistence, storeState } from "y-indexeddb";
import * as Y from "yjs";
import { within } from "../lib/timers.js";

// for each step: a browser whose storage never answers must not block writing
const LOAD_MS = 5000;
// y-indexeddb merges them in a quiet second; many hours of typing by several people leave none
const MOST_RECORDS = 2000;
const UNREADABLE = null;
const nameOf = (accountId, draftId) => `drafting:${accountId}:${draftId}`;

export async function openLocalCopy({ accountId, draftId, lineage, onLost = () => {} }) {
  const name = nameOf(accountId, draftId);
  const first = await load(name, onLost);
  if (!first) return windowOnly();
  const held = await within(LOAD_MS, first.persistence.get("lineage"), UNREADABLE);
  if (held === UNREADABLE) return (letGo(first), windowOnly());
  if (held === lineage || !held) return onDevice(first, held === lineage, "");
  const recovered = first.doc.getText("body").toString();
  await clear(first);
  const fresh = await load(name, onLost);
  return fresh ? onDevice(fresh, false, recovered) : { ...windowOnly(), recovered };
}

const windowOnly = () => ({
  doc: new Y.Doc(),
  kept: "window",
  holdsLineage: false,
  recovered: "",
  isSettled: () => false,
  hold: async () => {},
  close: async () => {},
  clear: async () => {},
});

function onDevice(loaded, holdsLineage, recovered) {
  const { doc, persistence, stop, writes } = loaded;
  return {
    doc,
    holdsLineage,
    recovered,
    kept: "device",
    isSettled: () => writes.pending === 0,
    hold: (lineage) => persistence.set("lineage", lineage).catch(() => {}),
    close: async () => {
      stop();
      await persistence.destroy();
    },
    clear: () => clear(loaded),
  };
}

function letGo({ persistence, stop }) {
  stop();
  persistence.destroy().catch(() => {});
}

async function clear({ persistence, stop }) {
  stop();
  await persistence.clearData();
}

async function load(name, onLost) {
  if (!(await within(LOAD_MS, storageWorks(), false))) return null;
  const doc = new Y.Doc();
  const persistence = new IndexeddbPersistence(name, doc);
  const writes = { pending: 0 };
  const stop = storeSafely(doc, persistence, writes, onLost);
  const synced = Promise.race([
    persistence.whenSynced.then(() => true),
    persistence._db.then(() => new Promise(() => {})),
  ]);
  const loaded = { doc, persistence, stop, writes };
  if (await within(LOAD_MS, synced, false)) return loaded;
  letGo(loaded);
  return null;
}

// "versionchange": another tab deletes the copy that both share, and this one's connection is
// closed for it.
const ENDS = ["abort", "error", "close", "versionchange"];

// A failing store (full disk, deleted by another tab) must neither throw into the editor's
// transaction, which would keep the update from being sent, nor stay silent: from then on nothing
// is claimed to be kept on this device.
function storeSafely(doc, persistence, writes, onLost) {
  const store = persistence._storeUpdate;
  const safely = (...update) => {
    try {
      store(...update);
      if (persistence._dbsize && persistence._dbsize % MOST_RECORDS === 0)
        storeState(persistence, false).catch(onLost);
      countUntilWritten(persistence.db, writes);
    } catch {
      onLost();
    }
  };
  doc.off("update", store);
  doc.on("update", safely);
  persistence._db.then((db) => ENDS.forEach((name) => db.addEventListener(name, onLost)), onLost);
  return () => doc.off("update", safely);
}

// y-indexeddb does not report when an update is stored. A read that is queued behind the write
// does.
function countUntilWritten(db, writes) {
  if (!db) return;
  const behind = db.transaction(["updates"], "readonly");
  behind.objectStore("updates").get(0);
  writes.pending += 1;
  behind.oncomplete = behind.onabort = () => {
    writes.pending -= 1;
  };
}

function storageWorks() {
  return new Promise((resolve) => {
    try {
      const request = indexedDB.open("drafting:probe");
      request.onsuccess = () => {
        request.result.close();
        resolve(true);
      };
      request.onerror = () => resolve(false);
    } catch {
      resolve(false);
    }
  });
}
