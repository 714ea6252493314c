// Formats instants and numbers in the page's language and the reader's time zone.

// Plain English is read across Europe: day before month, and a 24-hour clock.
const language = () => (globalThis.document?.documentElement.lang || "en").replace(/^en$/, "en-GB");

export const clockTime = (at, locale = language()) =>
  new Intl.DateTimeFormat(locale, {
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hour12: false,
  }).format(at);

export const fullTime = (at, locale = language()) =>
  new Intl.DateTimeFormat(locale, { dateStyle: "long", timeStyle: "short" }).format(at);

export const number = (value, locale = language()) => new Intl.NumberFormat(locale).format(value);

// A length of time in words: [["day", 7], ["hour", 3]] is "7 days 3 hours", with the plurals of the
// language.
export const lengthOfTime = (units, locale = language()) =>
  units
    .map(([unit, count]) =>
      new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "long" }).format(count),
    )
    .join(" ");
