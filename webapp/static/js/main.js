// Every behaviour listens on the document, so what htmx swaps in needs no set-up.
import "./early-clicks.js"; // before whatever else listens to clicks
import "./another.js";
import "./board.js";
import "./dialog.js";
import "./builder.js"; // when the dialog is open
import "./edit-in-place.js";
import "./files.js";
import "./focus.js";
import "./form-guard.js";
import "./fresh-token.js";
import "./guess-place.js";
import "./jump.js";
import "./keys.js";
import "./mentions.js";
import "./menu.js";
import "./narrow.js";
import "./pick.js";
import "./pickers.js";
import "./print.js";
import "./quick-log.js";
import "./read-again.js";
import "./reorder.js";
import "./requests.js";
import "./search.js";
import "./select-rows.js";
import "./toast.js";
import "./tree.js";
