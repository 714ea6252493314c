// Entry point of the pages on which a version is read and commented on.

import { clauseReader } from "../components/threads/clause-reader.js";
import { orphanList } from "../components/threads/orphan-list.js";
import { shared } from "../components/shared/shared.js";
import { threadPage } from "../components/threads/thread-page.js";
import { startComponents } from "../lib/component.js";

startComponents({
  ...shared,
  "clause-reader": clauseReader,
  "orphan-list": orphanList,
  "thread-page": threadPage,
});
