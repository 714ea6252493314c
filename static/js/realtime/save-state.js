// The save state of the text on this screen, as a pure reducer: facts in, one name out. It never
// sees a socket or a clock. The rule: "saved" only when joined, with this device's copy merged,
// nothing waiting and nothing in flight. Anything not known to be committed counts as waiting.

export const PATIENCE_MS = 5000;

export const initialFacts = (mayWrite = true) => ({
  loaded: false,
  ready: false,
  connected: false,
  joined: false,
  mayWrite,
  kept: "window",
  waitingSince: null,
  inFlightSince: null,
  doubt: false,
  tooLarge: null,
  offlineSince: null,
  savedAt: null,
  refused: null,
  signedOut: false,
  otherAccount: false,
  crowded: null,
});

const owed = (s) => s.waitingSince ?? s.inFlightSince;
const allUnsent = (s) => ({ waitingSince: s.inFlightSince ?? s.waitingSince, inFlightSince: null });

const reactions = {
  "local-loaded": (s, { kept, holdsLineage }) => ({
    loaded: true,
    kept,
    ready: s.ready || holdsLineage,
  }),
  "not-kept": () => ({ kept: "window" }),
  connected: () => ({ connected: true, signedOut: false, crowded: null }),
  disconnected: (s, { now }) => ({
    ...allUnsent(s),
    connected: false,
    joined: false,
    offlineSince: s.offlineSince ?? now,
  }),
  joining: (s) => ({ ...allUnsent(s), joined: false }),
  joined: (s, { waiting, mayWrite, now }) => ({
    joined: s.loaded,
    ready: s.loaded,
    connected: true,
    mayWrite,
    waitingSince: waiting ? now : null,
    inFlightSince: null,
    doubt: false,
    tooLarge: null,
    offlineSince: null,
    signedOut: false,
  }),
  changed: (s, { now }) => ({ waitingSince: s.waitingSince ?? now }),
  sent: (s, { now, rest }) =>
    s.joined
      ? {
          inFlightSince: s.inFlightSince ?? now,
          waitingSince: rest ? (s.waitingSince ?? now) : null,
          tooLarge: null,
        }
      : {},
  acked: (s, { at }) =>
    s.inFlightSince === null ? {} : { inFlightSince: null, savedAt: at, doubt: false },
  doubt: (s, { now }) => ({ waitingSince: owed(s) ?? now, inFlightSince: null, doubt: true }),
  "too-large": (s, { now, message }) => ({
    waitingSince: owed(s) ?? now,
    inFlightSince: null,
    tooLarge: message ?? "",
  }),
  crowded: (s, { message }) => ({ crowded: message }),
  rights: (s, { mayWrite }) => ({ mayWrite }),
  refused: (s, { message }) => ({ ...allUnsent(s), joined: false, refused: message }),
  lineage: (s) => ({ ...allUnsent(s), joined: false, ready: false }),
  malformed: (s) => ({ ...allUnsent(s), joined: false, ready: false }),
  unsendable: (s) => ({ ...allUnsent(s), joined: false, ready: false }),
  "signed-out": () => ({ signedOut: true }),
  "other-account": () => ({ otherAccount: true }),
};

export function reduce(facts, event) {
  const react = reactions[event.type];
  return react ? { ...facts, ...react(facts, event) } : facts;
}

export const unsaved = (s) => s.waitingSince !== null || s.inFlightSince !== null;

// The first condition that holds gives the name.
const names = [
  ["other-account", (s) => s.otherAccount],
  ["refused", (s) => s.refused !== null],
  ["signed-out", (s) => s.signedOut],
  ["crowded", (s) => s.crowded !== null],
  ["offline", (s) => !s.joined && s.offlineSince !== null],
  ["opening", (s) => !s.ready || (!s.joined && !unsaved(s))],
  ["not-saved-yet", (s) => !s.joined],
  ["read-only", (s) => !s.mayWrite],
  ["too-large", (s) => s.tooLarge !== null],
  ["not-saved-yet", (s, now) => unsaved(s) && (s.doubt || now - firstOwed(s) > PATIENCE_MS)],
  ["saving", unsaved],
  ["saved", (s) => s.loaded && s.joined],
];

const firstOwed = (s) => s.inFlightSince ?? s.waitingSince;

export function describe(facts, now) {
  const name = names.find(([, holds]) => holds(facts, now))?.[0] ?? "opening";
  return {
    name,
    at: facts.savedAt,
    since: facts.offlineSince,
    kept: facts.kept,
    ready: facts.ready,
    unsaved: unsaved(facts),
    message: facts.refused ?? facts.crowded ?? facts.tooLarge ?? "",
    editable: editable(facts),
  };
}

// Typing continues offline and signed out, because the text is kept; it ends if the text could
// never be saved.
export const editable = (s) => s.ready && s.mayWrite && s.refused === null && !s.otherAccount;
