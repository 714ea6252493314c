// Two initials for a face: of the first name and of the last one. Letters are whole characters, not
// UTF-16 halves.

export function initials(name) {
  const words = name
    .split(/[\s\-.]+/)
    .map((word) => [...word.replace(/^[^\p{L}\p{N}]+/u, "")])
    .filter((word) => word.length);
  if (!words.length) return "?";
  const letters = words.length === 1 ? words[0].slice(0, 2) : [words[0][0], words.at(-1)[0]];
  return letters.join("").toLocaleUpperCase();
}
