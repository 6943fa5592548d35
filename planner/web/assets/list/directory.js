// A directory as a table: one row an entry, whose name is a button that opens it.

/**
 * A row: its number, and a text for each column; an icon before the first one where it has one.
 * @typedef {{id: number, cells: string[], icon: string}} Entry
 * @typedef {{columns: string[], rows: Entry[], label: string, drawn?: string}} Directory
 */

/** @param {Component<Directory, {drawn?: string}>} component */
export default function ({ parentElement, data, setTriggerValue }) {
  const root = parentElement;
  // The same data comes again whenever the screen is drawn anew: the table and its focus stay.
  const drawn = JSON.stringify(data);
  if (root.drawn === drawn) return;
  root.drawn = drawn;
  const table = /** @type {HTMLTableElement} */ (root.querySelector("table"));
  table.setAttribute("aria-label", data.label);
  const head = document.createElement("tr");
  for (const title of data.columns) {
    const cell = document.createElement("th");
    cell.scope = "col";
    cell.textContent = title;
    head.append(cell);
  }
  table.tHead?.replaceChildren(head);
  table.tBodies[0].replaceChildren(...data.rows.map((entry) =>
    line(data, entry, () => {
      setTriggerValue("opened", entry.id);
    })
  ));
}

/** One entry; a tap anywhere on it opens it, a key does on its name. */
function line(
  /** @type {Directory} */ data,
  /** @type {Entry} */ entry,
  /** @type {() => void} */ open,
) {
  const row = document.createElement("tr");
  entry.cells.forEach((text, at) => {
    const cell = document.createElement("td");
    cell.dataset.title = data.columns[at];
    if (at > 0) {
      cell.textContent = text;
    } else {
      const button = document.createElement("button");
      button.type = "button";
      if (entry.icon) {
        const icon = document.createElement("i");
        icon.textContent = entry.icon;
        icon.setAttribute("aria-hidden", "true");
        button.append(icon);
      }
      button.append(text);
      cell.append(button);
    }
    row.append(cell);
  });
  row.onclick = open;
  return row;
}
