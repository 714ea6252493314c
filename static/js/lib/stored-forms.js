// Stores unsent comments in this tab, by the form's address, so that they survive a reload, until
// the server has saved them, and only for the account that typed them.

const FIELDS = ["text", "quote", "prefix", "suffix"];
const fieldsOf = (form) =>
  FIELDS.map((name) => form.querySelector(`[name="${name}"]`)).filter(Boolean);

export class StoredForms {
  // account: () => a promise of {account_id}, or of null if it could not be determined.
  constructor({ storage, account }) {
    Object.assign(this, { storage, account });
  }

  async keep(form) {
    const key = await this.#keyOf(form);
    if (!key) return;
    const fields = fieldsOf(form);
    const isEmpty = fields.every(
      ({ name, value }) => !["text", "quote"].includes(name) || !value.trim(),
    );
    this.#quietly(() =>
      isEmpty
        ? this.storage.removeItem(key)
        : this.storage.setItem(
            key,
            JSON.stringify(Object.fromEntries(fields.map(({ name, value }) => [name, value]))),
          ),
    );
  }

  // Fills an empty form; returns whether it did.
  async restore(form) {
    const key = await this.#keyOf(form);
    const kept = key && this.#quietly(() => JSON.parse(this.storage.getItem(key)));
    if (!kept || form.querySelector('textarea[name="text"]').value.trim()) return false;
    for (const field of fieldsOf(form))
      if (typeof kept[field.name] === "string") field.value = kept[field.name];
    const details = form.closest("details");
    if (details) details.open = true;
    return true;
  }

  async forget(form) {
    const key = await this.#keyOf(form);
    if (key) this.#quietly(() => this.storage.removeItem(key));
  }

  async #keyOf(form) {
    if (!form.querySelector('textarea[name="text"]')) return null;
    const account = await this.account();
    return account?.account_id
      ? `drafting:comment:${account.account_id}:${form.getAttribute("action")}`
      : null;
  }

  // Storage can be full or blocked; then the text lives in the form only.
  #quietly(act) {
    try {
      return act();
    } catch {
      return null;
    }
  }
}
