// Entry point of all pages but the editor: small improvements on pages that work without them.

import { shared } from "../components/shared/shared.js";
import { startComponents } from "../lib/component.js";

startComponents(shared);

// Focuses the error summary of a returned form, for readers who cannot see the top of the page.
document.querySelector(".error-summary")?.focus();
