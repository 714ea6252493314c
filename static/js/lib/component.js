// The registry: starts the function registered for each data-component name in the page. A
// component that fails leaves its plain HTML in place and does not stop the others.

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
