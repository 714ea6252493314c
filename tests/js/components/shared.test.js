import assert from "node:assert/strict";
import test from "node:test";
import { confirmButton } from "../../../static/js/components/shared/confirm-button.js";
import { copyButton } from "../../../static/js/components/shared/copy-button.js";
import { localTime } from "../../../static/js/components/shared/local-time.js";
import { applyTheme } from "../../../static/js/components/shared/theme-switch.js";
import { FakeTimers, settle } from "../fakes.js";

const say = (key) => key;
globalThis.document ??= { documentElement: { lang: "en", dataset: {} } };

function pressable(more) {
  return {
    textContent: "Delete ",
    setAttribute() {},
    addEventListener(_, run) {
      this.run = run;
    },
    ...more,
    press() {
      const event = {
        stopped: false,
        preventDefault() {
          this.stopped = true;
        },
      };
      this.run(event);
      return event;
    },
  };
}

async function pressWith(answer, { valid = true } = {}) {
  const form = {
    sent: 0,
    reportValidity: () => valid,
    requestSubmit(element) {
      if (!element.press().stopped) this.sent += 1;
    },
  };
  const element = pressable({ dataset: { confirm: "Really?" }, form });
  const asked = [];
  confirmButton(element, {
    say,
    question: async (question) => {
      asked.push(question);
      return answer;
    },
  });
  const event = element.press();
  await settle();
  return { form, asked, event, element };
}

test("the form is sent only after a yes, once, and asks anew next time", async () => {
  const yes = await pressWith(true);
  assert.deepEqual(
    [yes.event.stopped, yes.form.sent, yes.asked],
    [true, 1, [{ sentence: "Really?", yes: "Delete", no: "cancel" }]],
  );
  yes.element.press();
  await settle();
  assert.equal(yes.asked.length, 2);
  assert.equal((await pressWith(false)).form.sent, 0);
});

test("a form that is not filled in is not asked about", async () => {
  assert.deepEqual((await pressWith(true, { valid: false })).asked, []);
});

test("copied is said for two seconds, and a refusal is not called copied", async () => {
  for (const [writeText, word] of [
    [async () => {}, "copied"],
    [
      async () => {
        throw new Error("denied");
      },
      "copy_failed",
    ],
  ]) {
    const timers = new FakeTimers();
    const element = pressable({ textContent: "Copy", dataset: { copy: "words" } });
    copyButton(element, { say, clipboard: { writeText }, timers });
    element.press();
    await settle();
    assert.equal(element.textContent, word);
    timers.pass(2000);
    assert.equal(element.textContent, "Copy");
  }
});

test("a time gets the reader's own time as its title, nonsense gets none", () => {
  const [good, bad] = [{ dateTime: "2026-11-23T21:00:00Z" }, { dateTime: "soon" }];
  localTime(good);
  localTime(bad);
  assert.match(good.title, /2026/);
  assert.equal(bad.title, undefined);
});

test("light and dark are put on the page, system takes them off", () => {
  const html = { dataset: {} };
  applyTheme("dark", html);
  assert.equal(html.dataset.theme, "dark");
  applyTheme("system", html);
  assert.ok(!("theme" in html.dataset));
});
