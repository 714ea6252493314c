// Shows an error beside the thing it concerns: what happened, and what to do.

import { button, make } from "../../lib/dom.js";

// Sentences for forms that were sent, and for content that was only read.
const sendingSentences = {
  unreachable: (say) => say("comment_unreachable"),
  "signed-out": (say) => say("comment_signed_out"),
  stale: (say) => say("comment_stale"),
  refused: (say, { message }) => say("refused", { message }),
  "other-account": (say) => `${say("note_other_account")} ${say("note_other_account_text")}`,
};
const readingSentences = {
  ...sendingSentences,
  unreachable: (say) => say("threads_unreachable"),
  "signed-out": (say) => say("note_signed_out"),
  refused: (say, { message }) => say("threads_refused", { message }),
};

export function errorNote(answer, { say, retry, isSending }) {
  const sentence = (isSending ? sendingSentences : readingSentences)[answer.kind](say, answer);
  const note = make("div", { class: "note error", role: "alert", "data-part": "trouble" }, [
    make("span", {}, [sentence]),
  ]);
  if (answer.kind === "signed-out")
    note.append(" ", make("a", { href: "/sign-in", target: "_blank" }, [say("sign_in")]));
  if (answer.kind !== "other-account") note.append(" ", button(say("try_again"), retry));
  return note;
}

export function removeErrors(root) {
  for (const note of [...root.querySelectorAll('[data-part="trouble"]')]) note.remove();
}
