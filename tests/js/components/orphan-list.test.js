import assert from "node:assert/strict";
import test from "node:test";
import { orphanList } from "../../../static/js/components/threads/orphan-list.js";
import { fire, openPage } from "../page.js";

const PAGE = `<main><p data-part="how" hidden=""></p><ol>
  <li data-part="orphan" id="orphan-7"><form data-part="place"><input name="clause"></form></li>
  <li data-part="orphan" id="orphan-8"><p>not mine</p></li></ol>
  <div data-eid="2.4" id="c-2.4"><p id="words">A clause.</p></div><p id="outside"></p></main>`;

function open() {
  const body = openPage(PAGE);
  const $ = (id) => document.getElementById(id);
  const form = body.querySelector("form");
  const sent = [];
  form.requestSubmit = () => sent.push(form.querySelector("input").value);
  const drag = (id) => fire($(id), "dragstart", { dataTransfer: { setData() {} } });
  orphanList(body.querySelector("main"));
  return { body, $, sent, drag };
}

test("a drop on a clause fills in the thread's own form and sends it", () => {
  const { $, sent, drag } = open();
  drag("orphan-7");
  assert.ok(fire($("words"), "dragover").defaultPrevented);
  assert.ok($("c-2.4").classList.contains("over"));
  assert.ok(fire($("words"), "drop").defaultPrevented);
  assert.deepEqual(sent, ["2.4"]);
});

test("beside the clauses nothing can be dropped, and nothing is marked when the drag ends", () => {
  const { $, sent, drag } = open();
  drag("orphan-7");
  fire($("words"), "dragover");
  assert.ok(!fire($("outside"), "dragover").defaultPrevented);
  fire($("outside"), "drop");
  fire($("orphan-7"), "dragend");
  assert.ok(!$("c-2.4").classList.contains("over"));
  assert.deepEqual(sent, []);
});

test("only who may put a thread back is offered to drag it", () => {
  const { body, $, sent, drag } = open();
  assert.deepEqual([$("orphan-7").draggable, Boolean($("orphan-8").draggable)], [true, false]);
  assert.equal(body.querySelector("[data-part=how]").hidden, false);
  drag("orphan-8");
  fire($("words"), "drop");
  assert.deepEqual(sent, []);
});
