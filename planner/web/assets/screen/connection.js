// The bar that tells, calmly and in the visitor's language, that the connection is lost and that it is back.
const PATIENCE_MS = 1500;
const ASK_EVERY_MS = 3000;
const BACK_STAYS_MS = 4000;

const bar = /** @type {HTMLElement} */ (document.getElementById("connection"));
let waiting = 0;
let asking = 0;
let lost = false;
let leaving = false;

/** @param {string} words */
function show(words) {
  bar.textContent = words;
  bar.hidden = false;
}

/** Whoever is no longer signed in gets no connection, however long they wait: the way in, and back to this screen. */
async function askWhoIsHere() {
  try {
    const answer = await fetch(bar.dataset.visit ?? "", { cache: "no-store" });
    const known = answer.headers.get("Content-Type")?.startsWith(
      "application/json",
    );
    if (!answer.ok || !known || (await answer.json()).signed_in) return;
    if (leaving) return; // another question was answered meanwhile
    leaving = true;
    const back = location.pathname + location.search;
    location.assign(bar.dataset.signIn + "?next=" + encodeURIComponent(back));
  } catch {
    // No network: the bar says so already.
  }
}

function tellLost() {
  lost = true;
  bar.dataset.state = "lost";
  show(bar.dataset.lost ?? "");
}

function tellBack() {
  lost = false;
  bar.dataset.state = "back";
  show(bar.dataset.back ?? "");
  waiting = setTimeout(() => (bar.hidden = true), BACK_STAYS_MS);
}

document.addEventListener("planner:connection", (event) => {
  clearTimeout(waiting);
  if (/** @type {CustomEvent} */ (event).detail === "open") {
    clearInterval(asking);
    asking = 0;
    if (lost) tellBack();
    return;
  }
  if (!lost) waiting = setTimeout(tellLost, PATIENCE_MS);
  if (!asking) asking = setInterval(askWhoIsHere, ASK_EVERY_MS);
  askWhoIsHere();
});
