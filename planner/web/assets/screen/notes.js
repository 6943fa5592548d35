// A line with buttons that a script puts into a form, beside what it is about.

globalThis.planner ??= /** @type {Planner} */ ({});

planner.notes = {
  button(text, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = text;
    made.addEventListener("click", act);
    return made;
  },

  box(kind, role, text, buttons) {
    const box = document.createElement("div");
    box.className = kind;
    box.setAttribute("role", role);
    const line = document.createElement("p");
    line.textContent = text;
    box.append(line, ...buttons);
    return box;
  },
};
