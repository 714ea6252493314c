// The registry: a data-component name in the page is started by the function of that name.
// A component that fails leaves its plain HTML in place and does not take the others down.

export function startComponents(registry, root = document, log = console) {
  for (const element of root.querySelectorAll("[data-component]")) {
    const init = registry[element.dataset.component];
    if (!init || element.dataset.started) continue;
    element.dataset.started = "true";
    try {
      init(element);
    } catch (error) {
      log.error(`component ${element.dataset.component}`, error);
    }
  }
}
