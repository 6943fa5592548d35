// The list of issues as a table for a desk: sorted by its headings, moved through and chosen from by keys.

/**
 * A cell: its text in pieces, each with whether it was searched for; an icon and the name of a colour where it has one.
 * @typedef {{pieces: [string, boolean][], icon?: string, tone?: string}} Cell
 * @typedef {{id: number, href: string, name: string, cells: Cell[]}} Row
 * @typedef {{name: string, title: string, sort: string, sorted: "" | "ascending" | "descending"}} Column
 * @typedef {{all: string, row: string, table: string, keys: string}} Words
 * @typedef {{columns: Column[], rows: Row[], words: Words}} Table
 * @typedef {{drawn?: string, chosen?: Set<number>, at?: number, anchor?: number, later?: number}} Kept
 */

const PAUSE_MS = 250;

/** @param {Component<Table, Kept>} component */
export default function ({ parentElement, data, setStateValue, setTriggerValue }) {
  const root = parentElement;
  const chosen = (root.chosen ??= new Set());
  const body = /** @type {HTMLTableSectionElement} */ (root.querySelector("tbody"));
  const head = /** @type {HTMLTableSectionElement} */ (root.querySelector("thead"));

  /** Tells the screen, once one has stopped choosing. */
  function tell() {
    clearTimeout(root.later);
    root.later = setTimeout(() => setStateValue("chosen", [...chosen]), PAUSE_MS);
  }

  function rows() {
    return /** @type {HTMLTableRowElement[]} */ ([...body.rows]);
  }

  function show() {
    rows().forEach((row, at) => {
      const is = chosen.has(data.rows[at].id);
      row.setAttribute("aria-selected", String(is));
      row.tabIndex = at === (root.at ?? 0) ? 0 : -1;
      /** @type {HTMLInputElement} */ (row.querySelector("input")).checked = is;
    });
    const here = data.rows.filter((row) => chosen.has(row.id)).length;
    const all = /** @type {HTMLInputElement} */ (head.querySelector("input"));
    all.checked = here > 0 && here === data.rows.length;
    all.indeterminate = here > 0 && here < data.rows.length;
  }

  function choose(/** @type {number} */ at, /** @type {boolean} */ is) {
    if (is) chosen.add(data.rows[at].id);
    else chosen.delete(data.rows[at].id);
  }

  /** Chooses one row, or with Shift all from the last one that was chosen. */
  function turn(/** @type {number} */ at, /** @type {boolean} */ shift) {
    const is = !chosen.has(data.rows[at].id);
    const from = shift && root.anchor !== undefined ? root.anchor : at;
    for (let row = Math.min(from, at); row <= Math.max(from, at); row++) choose(row, shift || is);
    root.anchor = at;
    go(at);
    show();
    tell();
  }

  function go(/** @type {number} */ at) {
    root.at = Math.max(0, Math.min(data.rows.length - 1, at));
    show();
    const row = rows()[root.at];
    row?.focus({ preventScroll: true });
    row?.scrollIntoView({ block: "nearest" });
  }

  function open(/** @type {number} */ at, /** @type {boolean} */ aside) {
    if (aside) globalThis.open(data.rows[at].href, "_blank", "noopener");
    else setTriggerValue("opened", data.rows[at].id);
  }

  function press(/** @type {KeyboardEvent} */ event, /** @type {number} */ at) {
    /** @type {Record<string, () => void>} */
    const keys = {
      ArrowDown: () => step(at, at + 1, event.shiftKey),
      ArrowUp: () => step(at, at - 1, event.shiftKey),
      Home: () => go(0),
      End: () => go(data.rows.length - 1),
      PageDown: () => go(at + 10),
      PageUp: () => go(at - 10),
      " ": () => turn(at, event.shiftKey),
      Enter: () => open(at, event.ctrlKey || event.metaKey),
      Escape: clear,
    };
    const act = keys[event.key];
    if (!act || event.altKey) return;
    event.preventDefault();
    act();
  }

  /** To the next row; with Shift both are chosen. */
  function step(/** @type {number} */ from, /** @type {number} */ to, /** @type {boolean} */ shift) {
    if (shift && to >= 0 && to < data.rows.length) {
      choose(from, true);
      choose(to, true);
      root.anchor = to;
      tell();
    }
    go(to);
  }

  function clear() {
    chosen.clear();
    root.anchor = undefined;
    show();
    tell();
  }

  function chooseAll(/** @type {boolean} */ is) {
    data.rows.forEach((_, at) => choose(at, is));
    show();
    tell();
  }

  // The same data comes again whenever the screen is drawn anew: the table, its place and its focus stay.
  const drawn = JSON.stringify(data);
  if (root.drawn === drawn) {
    return;
  }
  root.drawn = drawn;
  root.at = 0;
  root.anchor = undefined;
  /** @type {HTMLTableElement} */ (root.querySelector("table")).setAttribute("aria-label", data.words.table);
  /** @type {HTMLElement} */ (root.querySelector("p")).textContent = data.words.keys;
  head.replaceChildren(headings(data, chooseAll, (sort) => setTriggerValue("sorted", sort)));
  body.replaceChildren(...data.rows.map((row, at) =>
    line(data, row, (event) => press(event, at), (event) => {
      const target = /** @type {HTMLElement} */ (event.target);
      if (target.closest("a")) return;
      if (target.closest(".choose")) turn(at, event.shiftKey);
      else open(at, event.ctrlKey || event.metaKey);
    })
  ));
  show();
}

/** The row of headings, each a button that sorts. */
function headings(
  /** @type {Table} */ data,
  /** @type {(is: boolean) => void} */ chooseAll,
  /** @type {(sort: string) => void} */ sort,
) {
  const row = document.createElement("tr");
  const first = document.createElement("th");
  first.className = "choose";
  const all = box(data.words.all);
  all.tabIndex = 0;
  all.onchange = () => chooseAll(all.checked);
  first.append(all);
  row.append(first);
  for (const column of data.columns) {
    const cell = document.createElement("th");
    cell.scope = "col";
    cell.className = column.name;
    if (column.sorted) cell.setAttribute("aria-sort", column.sorted);
    if (column.sort) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = column.title;
      button.onclick = () => sort(column.sort);
      cell.append(button);
    } else {
      cell.textContent = column.title;
    }
    row.append(cell);
  }
  return row;
}

/** One issue. */
function line(
  /** @type {Table} */ data,
  /** @type {Row} */ issue,
  /** @type {(event: KeyboardEvent) => void} */ press,
  /** @type {(event: MouseEvent) => void} */ tap,
) {
  const row = document.createElement("tr");
  const first = document.createElement("td");
  first.className = "choose";
  first.append(box(data.words.row.replace("{name}", issue.name)));
  row.append(first);
  issue.cells.forEach((cell, at) => {
    const shown = document.createElement("td");
    shown.className = [data.columns[at].name, cell.tone ?? ""].join(" ").trim();
    const into = at === 0 ? document.createElement("a") : document.createElement("span");
    if (into instanceof HTMLAnchorElement) {
      into.href = issue.href;
      into.tabIndex = -1;
    }
    if (cell.icon) {
      const icon = document.createElement("i");
      icon.textContent = cell.icon;
      icon.setAttribute("aria-hidden", "true");
      into.append(icon);
    }
    for (const [text, found] of cell.pieces) {
      if (found) {
        const mark = document.createElement("mark");
        mark.textContent = text;
        into.append(mark);
      } else {
        into.append(text);
      }
    }
    shown.append(into);
    shown.title = cell.pieces.map(([text]) => text).join("");
    row.append(shown);
  });
  row.onkeydown = press;
  row.onclick = tap;
  return row;
}

/** A box to tick that the keys of its row stand for. */
function box(/** @type {string} */ name) {
  const tick = document.createElement("input");
  tick.type = "checkbox";
  tick.tabIndex = -1;
  tick.setAttribute("aria-label", name);
  return tick;
}
