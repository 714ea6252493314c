// Shows the save state in words. Screen readers announce trouble and its end, but not each “Saving”
// and “Saved”.

import { setText } from "../../lib/dom.js";
import { clockTime } from "../../lib/times.js";

export function sentenceFor(state, say, time = clockTime) {
  const onDevice = state.kept === "device";
  switch (state.name) {
    case "saved":
      return state.at ? say("saved", { time: time(state.at) }) : say("saved_all");
    case "saving":
      return say("saving");
    case "not-saved-yet":
      return say("not_saved_yet");
    case "offline":
      if (!state.ready) return say("offline_opening");
      return onDevice
        ? say("offline_device", { time: time(state.since) })
        : say("offline_window", { time: time(state.since) });
    case "too-large":
      return onDevice ? say("too_large_device") : say("too_large_window");
    case "read-only":
      return say("read_only");
    case "crowded":
      return say("refused", { message: state.message });
    case "refused":
      return say("refused", { message: state.message });
    case "signed-out":
      return onDevice ? say("signed_out_device") : say("signed_out_window");
    case "other-account":
      return onDevice ? say("other_account_device") : say("other_account_window");
    default:
      return say("opening");
  }
}

const CALM = new Set(["opening", "saving", "saved", "read-only"]);

export class SaveStateLine {
  constructor(element, say) {
    Object.assign(this, { element, say, troubled: false });
  }

  show(state) {
    const aloud = !CALM.has(state.name) || (state.name === "saved" && this.troubled);
    if (state.name === "saved") this.troubled = false;
    else if (!CALM.has(state.name)) this.troubled = true;
    this.element.setAttribute("aria-live", aloud ? "polite" : "off");
    this.element.classList.toggle("saved", state.name === "saved");
    setText(this.element, sentenceFor(state, this.say));
  }
}
