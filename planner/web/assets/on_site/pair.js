// Before and after in one frame: a slider uncovers one or the other. Arrow keys move it, because it is a range input.

const STEP = 5;

/**
 * @param {HTMLElement} room
 * @param {Record<string, string>} words
 * @param {string} before
 * @param {string} after
 */
export function showPair(room, words, before, after) {
  const finder = document.createElement("div");
  finder.className = "finder";
  for (const [address, name, className] of [[before, words.before, "before"], [after, words.after, "after"]]) {
    const picture = document.createElement("img");
    picture.src = address;
    picture.alt = name;
    picture.className = className;
    finder.append(picture);
  }
  const edge = document.createElement("div");
  edge.className = "edge";
  finder.append(edge);
  for (const [name, className] of [[words.before, "first"], [words.after, "second"]]) {
    const mark = document.createElement("span");
    mark.className = `name ${className}`;
    mark.textContent = name;
    finder.append(mark);
  }
  const range = document.createElement("input");
  range.type = "range";
  range.min = "0";
  range.max = "100";
  range.step = String(STEP);
  range.value = "50";
  range.setAttribute("aria-label", words.compare);
  const show = () => finder.style.setProperty("--split", `${range.value}%`);
  range.addEventListener("input", show);
  show();
  room.append(finder, range);
}
