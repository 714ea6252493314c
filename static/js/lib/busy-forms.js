// Finds the forms in use: focused, changed, or returned by the server with a problem.

const isChanged = (field) => {
  if (field.type === "hidden" || field.type === "submit" || !field.name) return false;
  if (field.type === "radio" || field.type === "checkbox")
    return field.checked !== field.defaultChecked;
  if (field.localName === "select") {
    const options = [...field.options];
    return !(options.find((option) => option.defaultSelected) ?? options[0])?.selected;
  }
  return field.value !== field.defaultValue;
};

export const commentText = (form) =>
  form.querySelector('textarea[name="text"]')?.value.trim() ?? "";

export const isBusy = (form, active = document.activeElement) =>
  form.contains(active) ||
  commentText(form) !== "" ||
  Boolean(form.querySelector(".error-summary, .note.error")) ||
  [...form.elements].some(isChanged);

export const busyForms = (root, active) =>
  [...root.querySelectorAll("form")].filter((form) => isBusy(form, active));
