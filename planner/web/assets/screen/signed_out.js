// Whoever has signed out on a screen leaves nothing half-typed in this browser.

planner.drafts.forgetAll();
