import assert from "node:assert/strict";
import test from "node:test";
import { initials } from "../../../static/js/lib/initials.js";

for (const [name, letters] of [
  ["Ada R.", "AR"],
  ["Ada", "AD"],
  ["bram van Oost", "BO"],
  ["Anne-Marie", "AM"],
  ["  ", "?"],
  ["", "?"],
  ["𝒜da 😀 Łukasz", "𝒜Ł"],
  ["(Ada) Řezníček", "AŘ"],
]) {
  test(`${name || "nobody"} is ${letters}`, () => assert.equal(initials(name), letters));
}
