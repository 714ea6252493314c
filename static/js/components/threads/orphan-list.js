// Lets readers drag comments without a place onto a clause of the text beside them. A drop fills in
// and sends the comment's own form, which works alike by keyboard and without a script.

const CLAUSE = "[data-eid]";

export function orphanList(main) {
  const how = main.querySelector('[data-part="how"]');
  const forms = main.querySelectorAll('[data-part="place"]');
  if (how) how.hidden = forms.length === 0;
  let dragged = null;
  let over = null;
  const mark = (target) => {
    over?.classList.remove("over");
    over = target;
    over?.classList.add("over");
  };
  for (const form of forms) form.closest('[data-part="orphan"]').draggable = true;
  main.addEventListener("dragstart", (event) => {
    const orphan = event.target.closest?.('[data-part="orphan"]');
    dragged = orphan?.querySelector('[data-part="place"]') ?? null;
    if (dragged) event.dataTransfer.setData("text/plain", orphan.id);
  });
  main.addEventListener("dragend", () => {
    dragged = null;
    mark(null);
  });
  main.addEventListener("dragover", (event) => {
    const target = dragged && event.target.closest(CLAUSE);
    mark(target);
    if (target) event.preventDefault();
  });
  main.addEventListener("drop", (event) => {
    const target = dragged && event.target.closest(CLAUSE);
    if (!target) return;
    event.preventDefault();
    dragged.querySelector("[name=clause]").value = target.dataset.eid;
    dragged.requestSubmit();
  });
}
