// Entry for all pages but the editor: small helps on pages that work without them.

import { shared } from "../components/shared/shared.js";
import { startComponents } from "../lib/component.js";

startComponents(shared);

// A form that came back says so at once to whoever cannot see where the page begins.
document.querySelector(".error-summary")?.focus();
