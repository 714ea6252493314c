// Frames the changes that are now on the screen on the map of all changes.

const SVG = "http://www.w3.org/2000/svg";

export class MapFrame {
  constructor(main, map) {
    this.marks = new Map(
      [...map.querySelectorAll("a")].map((link) => [
        link.getAttribute("href").split("#")[1],
        link.querySelector(".hit"),
      ]),
    );
    this.changes = [...main.querySelectorAll(".change")].filter(({ id }) => this.marks.has(id));
    this.frame = document.createElementNS(SVG, "rect");
    for (const [name, value] of Object.entries({ class: "seen", x: 1, width: 22 }))
      this.frame.setAttribute(name, value);
    map.querySelector("svg").append(this.frame);
    this.isAsked = false;
    for (const name of ["scroll", "resize"])
      addEventListener(name, () => this.#soon(), { passive: true });
    this.show();
  }

  // With only unchanged text on the screen the frame stays where it was.
  show() {
    const seen = this.changes
      .filter((change) => isOnScreen(change.getBoundingClientRect()))
      .map(({ id }) => placeOf(this.marks.get(id)));
    if (seen.length === 0) return;
    const [top, bottom] = [
      Math.min(...seen.map(([from]) => from)),
      Math.max(...seen.map(([, to]) => to)),
    ];
    this.frame.setAttribute("y", top);
    this.frame.setAttribute("height", bottom - top);
  }

  #soon() {
    if (this.isAsked) return;
    this.isAsked = true;
    requestAnimationFrame(() => {
      this.isAsked = false;
      this.show();
    });
  }
}

const isOnScreen = ({ top, bottom }) => bottom > 0 && top < innerHeight;
const placeOf = (mark) => [
  Number(mark.getAttribute("y")),
  Number(mark.getAttribute("y")) + Number(mark.getAttribute("height")),
];
