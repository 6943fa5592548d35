// Shows a screen from its top.

document.querySelector("[data-testid=stMain]")?.scrollTo(0, 0);
