// All strings that a person reads come from the page's catalogue: <script type="application/json"
// id="strings">. The keys and their English are in strings-en.json; a missing key is shown itself,
// so that the gap is noticed.

export function makeSay(catalogue) {
  return (key, values = {}) => format(catalogue[key] ?? key, values);
}

export const format = (pattern, values) =>
  pattern.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));

export function readStrings(page = document) {
  const element = page.getElementById("strings");
  return makeSay(element ? JSON.parse(element.textContent) : {});
}
