// Texts that could not be merged or sent, kept on this device for the person who wrote them, until
// that person removes them. The same text is never kept twice, and a text that the server has is
// not kept.

import { within } from "../lib/timers.js";

const OPEN_MS = 5000;
const DATABASE = "drafting:recovery-copies";
const STORE = "copies";

export const isWorthKeeping = (copies, text, serverText = null) =>
  text.trim() !== "" && text !== serverText && !copies.some((copy) => copy.text === text);

export class RecoveryCopies {
  constructor({ accountId, draftId, store }) {
    Object.assign(this, { accountId: String(accountId), draftId: String(draftId), store });
  }

  async list() {
    const copies = await this.store.all();
    return copies
      .filter((copy) => copy.account_id === this.accountId && copy.draft_id === this.draftId)
      .sort((a, b) => b.at - a.at);
  }

  async add({ title, text, at, reason, serverText = null }) {
    if (!isWorthKeeping(await this.list(), text, serverText)) return false;
    await this.store.add({
      account_id: this.accountId,
      draft_id: this.draftId,
      title,
      text,
      at,
      reason,
    });
    return true;
  }

  remove(id) {
    return this.store.remove(id);
  }

  // Removes copies that equal the server's current text.
  async forgetEqualTo(serverText) {
    const equal = (await this.list()).filter((copy) => copy.text === serverText);
    await Promise.all(equal.map((copy) => this.remove(copy.id)));
  }
}

// Replaces missing browser storage: the copies last as long as the window, which the screen says.
export function memoryStore() {
  const copies = new Map();
  let next = 1;
  return {
    lasting: false,
    all: async () => [...copies.values()],
    add: async (copy) => void copies.set(next, { ...copy, id: next++ }),
    remove: async (id) => void copies.delete(id),
  };
}

const settled = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

const committed = (transaction) =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
  });

export async function deviceStore() {
  const database = await within(OPEN_MS, openDatabase(), null);
  return database ? inDatabase(database) : memoryStore();
}

async function openDatabase() {
  const opening = indexedDB.open(DATABASE, 1);
  opening.onupgradeneeded = () =>
    opening.result.createObjectStore(STORE, { keyPath: "id", autoIncrement: true });
  const database = await settled(opening);
  // a later version of this page, in another tab, must not wait
  database.onversionchange = () => database.close();
  return database;
}

function inDatabase(database) {
  const write = (act) => {
    const transaction = database.transaction(STORE, "readwrite", { durability: "strict" });
    act(transaction.objectStore(STORE));
    return committed(transaction);
  };
  return {
    lasting: true,
    all: () => settled(database.transaction(STORE).objectStore(STORE).getAll()),
    add: (copy) => write((store) => store.add(copy)),
    remove: (id) => write((store) => store.delete(id)),
  };
}
