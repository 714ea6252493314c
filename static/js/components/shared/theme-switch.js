// Switches between system, light and dark: stored on this device and set on <html> as data-theme;
// “system” removes it.

const KEY = "theme";
const CHOICES = ["system", "light", "dark"];

export function applyTheme(choice, html = document.documentElement) {
  if (choice === "light" || choice === "dark") html.dataset.theme = choice;
  else delete html.dataset.theme;
}

export function storedTheme(storage) {
  try {
    const choice = storage.getItem(KEY);
    return CHOICES.includes(choice) ? choice : "system";
  } catch {
    return "system";
  }
}

// The component is a <select>, or a group of buttons with data-theme-choice.
export function themeSwitch(element, storage = localStorage) {
  const show = (choice) => {
    applyTheme(choice);
    if ("value" in element) element.value = choice;
    for (const button of element.querySelectorAll("[data-theme-choice]")) {
      button.setAttribute("aria-pressed", String(button.dataset.themeChoice === choice));
    }
  };
  const choose = (choice) => {
    try {
      storage.setItem(KEY, choice);
    } catch {
      /* this page only, then */
    }
    show(choice);
  };
  element.addEventListener("change", (event) => choose(event.target.value));
  element.addEventListener("click", (event) => {
    const button = event.target.closest("[data-theme-choice]");
    if (button) choose(button.dataset.themeChoice);
  });
  element.hidden = false;
  show(storedTheme(storage));
}
