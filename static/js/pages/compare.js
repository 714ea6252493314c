// Entry for the comparison of two versions, also while it is being computed.

import { redlineView } from "../components/redline-view.js";
import { shared } from "../components/shared.js";
import { startComponents } from "../lib/component.js";

startComponents({ ...shared, "redline-view": redlineView });
