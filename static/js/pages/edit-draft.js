// Entry point of the co-editing page. It includes the shared components, so one script serves the
// page.

import { draftEditor } from "../components/editor/draft-editor.js";
import { shared } from "../components/shared/shared.js";
import { startComponents } from "../lib/component.js";

startComponents({ ...shared, "draft-editor": draftEditor });
