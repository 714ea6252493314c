// A click that means "here": one that asks for another tab or window is left to the browser.

export const isPlainClick = (event) =>
  event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
