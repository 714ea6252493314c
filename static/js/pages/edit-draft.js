// Entry for the co-editing page. It holds the shared components too, so one script serves the page.

import { draftEditor } from "../components/editor/draft-editor.js";
import { shared } from "../components/shared/shared.js";
import { startComponents } from "../lib/component.js";

startComponents({ ...shared, "draft-editor": draftEditor });
