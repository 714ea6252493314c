import assert from "node:assert/strict";
import test from "node:test";
import { WaitForJob, fetchJobStatus } from "../../../static/js/components/shared/wait-for-job.js";
import {
  TimeLeft,
  askServerTime,
  unitsOf,
} from "../../../static/js/components/shared/time-left.js";
import { lengthOfTime } from "../../../static/js/lib/times.js";
import { FakeTimers, settle } from "../fakes.js";
import { openPage } from "../page.js";

const say = (key, values = {}) => [key, ...Object.values(values)].join(" ");
const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000];

test("a length of time has two units at most, and the plurals of its language", () => {
  const words = (ms) => lengthOfTime(unitsOf(ms), "en");
  assert.deepEqual(
    [7 * DAY + 3 * HOUR, DAY + 59 * MINUTE, HOUR + MINUTE, 59 * MINUTE, 90_000, 1].map(words),
    ["7 days 3 hours", "1 day", "1 hour 1 minute", "59 minutes", "1 minute", "1 minute"],
  );
  assert.equal(lengthOfTime(unitsOf(2 * DAY), "fr"), "2\u00a0jours");
});

function countDown(left, serverTime) {
  const body = openPage("<span></span>");
  const timers = new FakeTimers();
  const closed = [];
  const element = body.querySelector("span");
  element.setAttribute("data-closes", new Date(timers.now() + left).toISOString());
  document.addEventListener("round-closed", () => closed.push(1));
  new TimeLeft(element, { say, timers, serverTime: async () => serverTime(timers) });
  return { element, timers, closed };
}

test("the time left is drawn anew each minute", () => {
  const { element, timers } = countDown(HOUR + 2 * MINUTE, () => null);
  assert.equal(element.textContent, "time_left 1 hour 2 minutes");
  timers.pass(3 * MINUTE);
  assert.equal(element.textContent, "time_left 59 minutes");
});

test("when it is over it says so once, and the panels hear it", async () => {
  const { element, timers, closed } = countDown(MINUTE, () => null);
  timers.pass(MINUTE);
  await settle();
  timers.pass(HOUR);
  assert.deepEqual([element.textContent, closed.length], ["round_closed", 1]);
});

test("a clock that is ahead of the server's closes nothing early", async () => {
  const { element, timers, closed } = countDown(
    MINUTE,
    ({ now }) => now.call(timers) - 10 * MINUTE,
  );
  timers.pass(MINUTE);
  await settle();
  assert.deepEqual([element.textContent, closed.length], ["time_left 10 minutes", 0]);
  timers.pass(10 * MINUTE - 1);
  await settle();
  assert.equal(closed.length, 0);
  timers.pass(1);
  await settle();
  assert.deepEqual([element.textContent, closed.length], ["round_closed", 1]);
});

test("the server's time is read from the date of any answer of its", async () => {
  const at = "Mon, 23 Nov 2026 21:00:00 GMT";
  assert.equal(await askServerTime(async () => ({ headers: { get: () => at } })), Date.parse(at));
  assert.equal(await askServerTime(async () => ({ headers: { get: () => null } })), null);
  assert.equal(
    await askServerTime(async () => {
      throw new Error("no network");
    }),
    null,
  );
});

test("a time that cannot be read leaves the page as it is", () => {
  const element = openPage('<span data-closes="soon">x</span>').querySelector("span");
  new TimeLeft(element, { say, timers: new FakeTimers() });
  assert.equal(element.textContent, "x");
});

function wait(answers) {
  const body = openPage('<div data-url="/work"></div>');
  const page = {
    timers: new FakeTimers(),
    looks: 0,
    reloads: 0,
    element: body.querySelector("div"),
  };
  page.ask = async () => {
    page.looks += 1;
    return answers.length > 1 ? answers.shift() : answers[0];
  };
  new WaitForJob(page.element, {
    say,
    timers: page.timers,
    ask: page.ask,
    reload: () => {
      page.reloads += 1;
    },
  });
  page.pass = async (ms) => {
    page.timers.pass(ms);
    await settle();
  };
  return page;
}

test("it looks every second and a half until the work is done, then loads the page", async () => {
  const page = wait([{ ready: false, failed: false }, null, { ready: true, failed: false }]);
  await page.pass(1499);
  assert.equal(page.looks, 0);
  await page.pass(1);
  assert.match(page.element.textContent, /work_going_on/);
  await page.pass(1500);
  assert.match(page.element.textContent, /work_unknown/);
  await page.pass(1500);
  assert.deepEqual([page.looks, page.reloads], [3, 1]);
  await page.pass(60_000);
  assert.equal(page.looks, 3);
});

test("work that failed is said, and loading again is left to the reader", async () => {
  const page = wait([{ ready: false, failed: true }]);
  await page.pass(1500);
  await page.pass(60_000);
  assert.deepEqual([page.looks, page.reloads], [1, 0]);
  assert.match(page.element.textContent, /work_failed/);
  page.element.querySelector("button").click();
  assert.equal(page.reloads, 1);
});

test("what takes long is looked at less often", async () => {
  const page = wait([{ ready: false, failed: false }]);
  for (let i = 0; i < 40; i += 1) await page.pass(1500);
  assert.equal(page.looks, 40);
  await page.pass(9999);
  assert.equal(page.looks, 40);
  await page.pass(1);
  assert.equal(page.looks, 41);
});

test("an answer that is none counts as no answer", async () => {
  assert.deepEqual(
    await fetchJobStatus("/work", async () => ({ ok: true, json: async () => ({ ready: true }) })),
    { ready: true },
  );
  assert.equal(await fetchJobStatus("/work", async () => ({ ok: false })), null);
  assert.equal(
    await fetchJobStatus("/work", async () => {
      throw new Error("no network");
    }),
    null,
  );
});
