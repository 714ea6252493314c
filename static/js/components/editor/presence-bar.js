// Shows one face for each person who is here, however many tabs they have open. The group's label
// lists their names.

import { make } from "../../lib/dom.js";
import { initials } from "../../lib/initials.js";

export function peopleIn(states, self) {
  const people = new Map([[String(self.id), { ...self, id: String(self.id) }]]);
  for (const { user } of states.values()) {
    if (!user) continue;
    const id = String(user.id);
    people.set(id, { id, name: user.name, colour: user.colour });
  }
  return [...people.values()];
}

export function presenceBar(element, awareness, self, say) {
  let shown = "";
  const draw = () => {
    const people = peopleIn(awareness.getStates(), self);
    const key = JSON.stringify(people);
    if (key === shown) return;
    shown = key;
    element.setAttribute(
      "aria-label",
      say("here_now", { names: people.map((person) => person.name).join(", ") }),
    );
    element.replaceChildren(...people.map(face));
  };
  awareness.on("change", draw);
  draw();
  return () => awareness.off("change", draw);
}

const face = ({ name, colour }) =>
  make(
    "span",
    {
      class: colour === undefined ? "face" : `face person-${colour}`,
      title: name,
      "aria-hidden": "true",
    },
    [initials(name)],
  );
