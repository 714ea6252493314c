// The states that get a note under the editor besides the short line: those in which a person must
// act, or in which their text is kept elsewhere than they may think.

import { clockTime } from "../../lib/times.js";

export function stateNotice(notices, state, say) {
  const note = noteFor(state, say);
  if (note) notices.show("state", note);
  else notices.hide("state");
}

export function noteFor(state, say, time = clockTime) {
  const where = state.kept === "device" ? say("kept_device") : say("kept_window");
  switch (state.name) {
    case "offline":
      return {
        kind: "offline",
        title: say("note_offline", { time: time(state.since) }),
        text: state.ready ? where : say("offline_opening"),
      };
    case "signed-out":
      return { kind: "error", title: say("note_signed_out"), text: where };
    case "other-account":
      return {
        kind: "error",
        title: say("note_other_account"),
        text: say("note_other_account_text"),
      };
    case "too-large":
      return {
        kind: "error",
        title: say("note_too_large"),
        text: state.message || say("note_too_large_text"),
      };
    case "crowded":
      return { kind: "offline", title: say("note_refused"), text: state.message };
    case "refused":
      return { kind: "error", title: say("note_refused"), text: state.message };
    default:
      return null;
  }
}

export function reopenNotice(notices, { reason, message, kept }, say) {
  notices.show("afresh", {
    kind: "error",
    title: afreshTitle(reason, say),
    text: kept ? message : say("afresh_not_kept"),
  });
}

function afreshTitle(reason, say) {
  switch (reason) {
    case "lineage":
      return say("afresh_lineage");
    case "rights":
      return say("afresh_rights");
    default:
      return say("afresh_malformed");
  }
}
