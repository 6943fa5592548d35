// Whoever signs out leaves nothing half-typed in this browser.

document.querySelector("form")?.addEventListener("submit", () => planner.drafts.forgetAll());
