"""What may be wrong with a screen, whatever it is about: too small for a finger, too wide, not Russian, without a ground."""

import re
from collections.abc import Sequence

from playwright.sync_api import Error, Frame, Page

from tests.browser.addresses import map_of
from tests.browser.screens import texts_of

FINGER = 44
MADE_BY_STREAMLIT = {
    "[data-testid=stTooltipIcon] *": "the question mark beside a label; what it says is never needed to go on",
    "[data-testid=stNumberInputStepUp], [data-testid=stNumberInputStepDown]": "the number is typed as well",
    "[data-testid=stTextInput] button": "the eye that shows a password",
    "[data-testid=stSelectbox] button, [data-testid=stMultiSelect] button": "inside a field that opens as a whole",
    "[data-testid=stDateInput] button": "the calendar; the date is typed as well",
    "[data-testid=stSkipLink], a[href='#stMain']": "seen with a keyboard only",
}
"""Parts that are lower and cannot be made higher without drawing over Streamlit's own parts, each with why it may be."""

_FOR_LISTENERS = """const isForListenersAlone = (box) => {
    if (!box) return false;
    const {clip, clipPath} = getComputedStyle(box);
    return clipPath === "inset(50%)" || clip === "rect(0px, 0px, 0px, 0px)" || isForListenersAlone(box.parentElement);
  };"""
"""What is there for screen readers alone."""

_SMALL = """([finger, excepted]) => {
  const found = [];
  FOR_LISTENERS
  for (const box of document.querySelectorAll("button, a[href], summary, [role=button], [role=radio], [role=checkbox]")) {
    const {width, height, left, right} = box.getBoundingClientRect();
    if (!box.checkVisibility({visibilityProperty: true}) || !width || !height || box.matches(excepted)) continue;
    if (right <= 0 || left >= innerWidth || isForListenersAlone(box)) continue;
    if (height < finger - 0.5 || width < finger - 0.5) {
      const name = box.getAttribute("aria-label") || box.innerText || box.className;
      found.push(`${Math.round(width)}×${Math.round(height)} ${name.replaceAll(/\\s+/g, " ").trim().slice(0, 60)}`);
    }
  }
  return [...new Set(found)];
}""".replace("FOR_LISTENERS", _FOR_LISTENERS)
TOO_WIDE = """() => {
  const rooms = [document.documentElement, ...document.querySelectorAll("[data-testid=stMain], [data-testid=stBottom]")];
  return Math.max(...rooms.map((room) => room.scrollWidth - room.clientWidth));
}"""

_CLIPPED = """() => {
  const found = new Set(), named = "button, a[href], summary, label, h1, h2, h3, [role=button], [role=tab], [role=radio]";
  const ends = (box) => {
    const text = document.createRange();
    text.selectNodeContents(box);
    const lines = [...text.getClientRects()];
    return [Math.max(...lines.map((line) => line.right)), Math.max(...lines.map((line) => line.bottom))];
  };
  for (const room of document.querySelectorAll(named)) {
    const name = (room.innerText || "").replaceAll(/\\s+/g, " ").trim();
    if (!name || !room.checkVisibility({visibilityProperty: true}) || room.closest(".st-key-unseen")) continue;
    if (getComputedStyle(room).clipPath === "inset(50%)") continue; // for screen readers alone
    if (room.querySelector("[role=img], [data-testid=stIconMaterial]") && room.clientWidth < 60) continue; // a sign alone, whose name is not drawn
    for (const box of [room, ...room.querySelectorAll("*")]) {
      if (box.closest("[data-testid=stIconMaterial], [role=img], input, svg *") || !box.textContent.trim()) continue;
      const {overflowX, overflowY} = getComputedStyle(box);
      const aside = overflowX !== "visible" && box.clientWidth > 1 && box.scrollWidth > box.clientWidth + 1;
      const [side, foot] = ends(box), {right, bottom} = box.getBoundingClientRect(), whole = room.getBoundingClientRect();
      const below = overflowY !== "visible" && box.clientHeight > 1 && foot > bottom + 3;
      const said = box.clientWidth > 1 && box.matches("button [data-testid=stMarkdownContainer]");
      const out = said && (side > whole.right + 1 || foot > whole.bottom + 1);
      if (aside || below || out) { found.add(name.slice(0, 80)); break; }
    }
  }
  return [...found];
}"""

_CRAMPED = """() => {
  const found = new Set(), walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const skipped = "script, style, noscript, .st-key-unseen, [data-testid=stIconMaterial], [role=img], input, textarea, svg, option, .plan-chips, [data-testid=stSkipLink], a[href='#stMain']";
  FOR_LISTENERS
  const cutBy = (box, side) => {
    for (; box && box !== document.body; box = box.parentElement) {
      const {overflowX, textOverflow} = getComputedStyle(box);
      if (/auto|scroll/.test(overflowX) && box.scrollWidth > box.clientWidth && box.tagName !== "SECTION") return false;
      if (overflowX !== "visible" && textOverflow === "ellipsis") return false;
      if (/hidden|clip/.test(overflowX) && side > box.getBoundingClientRect().right + 2) return true;
    }
    return side > innerWidth + 2;
  };
  while (walker.nextNode()) {
    const node = walker.currentNode, said = node.data.trim(), box = node.parentElement;
    if (said.length < 2 || box.closest(skipped) || !box.checkVisibility({visibilityProperty: true}) || isForListenersAlone(box)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const lines = [...range.getClientRects()].filter(({width, left, right}) => width > 0 && right > 0 && left < innerWidth);
    if (!lines.length) continue;
    const wide = Math.max(...lines.map(({width}) => width)), rows = new Set(lines.map(({top}) => Math.round(top))).size;
    const size = parseFloat(getComputedStyle(box).fontSize);
    if (rows > 3 && wide < 3 * size) found.add(`a letter or two in each line: ${said.slice(0, 60)}`);
    if (cutBy(box, Math.max(...lines.map(({right}) => right)))) found.add(`cut at the side: ${said.slice(0, 60)}`);
  }
  return [...found];
}""".replace("FOR_LISTENERS", _FOR_LISTENERS)
"""Texts of which a narrow window leaves a column of letters, or no end; what scrolls aside or ends in «…» is neither."""

CYRILLIC, LATIN_WORD = re.compile(r"[А-Яа-яЁё]"), re.compile(r"[A-Za-z]{3,}")
FOREIGN_BY_RIGHT = re.compile(
    r"CSV|XLSX|GeoJSON|PDF|Word|English"
    r"|© OpenStreetMap contributors"
    r"|https?://\S+|localhost:\d+\S*"
    r"|[\w.+-]+\u2060?@[\w.-]+"
    r"|[A-Z][A-Za-z_]+/[A-Za-z_/]+"
    r"|/tiles/\{z\}/\{x\}/\{y\}\.png"
    r"|streamlit_folium\.st_folium"
    r"|Upload"
)
"""Texts without a Russian letter that are right as they are: formats, a language's own name, addresses, time zones, an
example of an address, the title that a map's frame gets from its component, and the word of an upload's button, which the
style sheet replaces with a Russian one."""
GROUND_SHAPES = 8
"""A city with fewer lines and areas under it than its boundary, rivers and districts has no ground."""

PERMITTED = (
    r"English|Open311|OpenStreetMap|Leaflet|OSRM|Valhalla|GPX|KML|KMZ|WKT|GeoJSON|Excel|CSV|XLSX|\.xlsx|\.csv|PDF|JSON|JPEG|PNG|WebP|HEIC|QR|GPS|URL|iCal|XYZ|UTC|Material Symbols|Outlook|Word|SMTP|PLANNER_[A-Z_]+|docs/deploy\.md"
    r"|https?\u2060?://\S+|webcal://\S+|\S+@\S+|/\S+|\S+\.(osm\.)?(pbf|csv|json|geojson)|[A-Z]\d+|lightbulb|Enter|Escape|Alt"
)
"""Names, addresses and formats that are written with Latin letters in Russian too."""

_TEXTS = """() => {
  const found = new Set();
  const hidden = "script, style, noscript, [translate=no], .st-key-unseen, [data-testid=stIconMaterial], code, pre";
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const {data, parentElement} = walker.currentNode;
    if (data.trim() && !parentElement.closest(hidden) && parentElement.checkVisibility()) found.add(data.trim());
  }
  for (const name of ["aria-label", "placeholder", "title", "alt"]) {
    for (const box of document.querySelectorAll(`[${name}]`)) {
      if (!box.closest(hidden) && box.checkVisibility()) found.add(box.getAttribute(name).trim());
    }
  }
  return [...found];
}"""


_SIGNS_AS_WORDS = """() => [...document.querySelectorAll("[data-testid=stIconMaterial], [role=img]")].filter((sign) => {
  const {fontFamily, fontSize} = getComputedStyle(sign);
  return fontFamily.includes("Material Symbols") && sign.checkVisibility({visibilityProperty: true})
    && sign.scrollWidth > 1.5 * parseFloat(fontSize) && sign.getBoundingClientRect().width > 0;
}).map((sign) => sign.textContent)"""


_WEIGHT = r"""() => {
  const counted = ({name}) => /\.(js|css|woff2)($|[?])/.test(name) && !name.includes("/SourceSansVF-Upright");
  const files = performance.getEntriesByType("resource").filter(counted);
  const largest = [...files].sort((a, b) => b.encodedBodySize - a.encodedBodySize).slice(0, 8);
  const kilobytes = ({encodedBodySize}) => Math.round(encodedBodySize / 1000);
  const total = Math.round(files.reduce((sum, file) => sum + file.encodedBodySize, 0) / 1000);
  return [total, largest.map((file) => `${kilobytes(file)} ${file.name.split("/").pop()}`).join(", ")];
}"""
"""Without Streamlit's whole font, which a name with a letter of another script brings (170 kB), and may."""
_SLANTED = """() => [...document.querySelectorAll("*")].filter((each) => getComputedStyle(each).fontStyle !== "normal")
  .slice(0, 5).map((each) => each.outerHTML.slice(0, 200))"""
"""What brings the font of slanted letters, 138 kB."""
MOST_KILOBYTES = 800
"""At 1.6 Mbit four seconds; Streamlit's own page for nothing but a heading takes more."""


def unhandy(page: Page) -> list[str]:
    """What is too small or too wide for this window, and labels and titles of which one does not see all."""
    small = [target for frame in page.frames for target in _small_targets_if_there(frame)]
    too_wide = page.evaluate(TOO_WIDE)
    clipped = [f"clipped: {name}" for name in page.evaluate(_CLIPPED)]
    clipped += page.evaluate(_CRAMPED)
    return small + clipped + ([f"scrolls {too_wide} px aside"] if too_wide > 0 else [])


def _small_targets_if_there(frame: Frame) -> list[str]:
    """The same of a frame that may go meanwhile, as a map does that is drawn anew: what has gone has nothing to tap."""
    try:
        return small_targets(frame)
    except Error:
        if not frame.is_detached():
            raise
        return []


def small_targets(frame: Frame) -> list[str]:
    """What a finger would miss."""
    found: list[str] = frame.evaluate(_SMALL, [FINGER, ", ".join(MADE_BY_STREAMLIT)])
    return found


def broken(page: Page, address: str) -> list[str]:
    """Errors, signs drawn as words, too much to load, nothing to see, a language that is not told, texts that are not Russian, a map without a ground."""
    problems = [f"error: {text}" for text in page.get_by_test_id("stAlertContentError").all_inner_texts()]
    problems += [f"exception: {text}" for text in page.get_by_test_id("stException").all_inner_texts()]
    problems += [f"a word instead of a sign: {sign}" for sign in page.evaluate(_SIGNS_AS_WORDS)]
    kilobytes, largest = page.evaluate(_WEIGHT)
    if kilobytes > MOST_KILOBYTES:
        slanted = page.evaluate(_SLANTED)
        problems.append(f"scripts, styles and fonts weigh {kilobytes} kB ({largest}); slanted: {slanted}")
    if page.locator("h1, [data-testid=stMain] strong").count() == 0:
        problems.append("nothing is shown")
    for frame in page.frames:
        if not frame.url:
            continue  # a map that begins just now
        if frame.evaluate("document.documentElement.lang") != "ru":
            problems.append(f"the language is not told: {frame.url}")
        problems += _foreign_texts(frame)
    map_frame = map_of(address)
    if map_frame is not None:
        problems += _map_problems(page, map_frame)
    return problems


def english_on(page: Page) -> list[str]:
    """What holds Latin words that are none of those permitted."""
    texts: Sequence[str] = page.evaluate(_TEXTS)
    return [text for text in texts if re.search("[A-Za-z]{2,}|^:material", re.sub(PERMITTED, "", text))]


def _foreign_texts(frame: Frame) -> list[str]:
    foreign = [text for text in texts_of(frame) if LATIN_WORD.search(text) and not CYRILLIC.search(text)]
    return [f"not Russian: {text}" for text in foreign if not FOREIGN_BY_RIGHT.fullmatch(text)]


def _map_problems(page: Page, frame: str) -> list[str]:
    """The tiles fail, as no outside host is there: the ground of our own must be under the map."""
    inside = page.frame_locator(f"iframe[src*='{frame}']")
    shapes = inside.locator(".leaflet-ground-pane path, .leaflet-areas-pane path").count()
    tiles = inside.locator(".leaflet-tile-loaded").count()
    problems = [] if shapes >= GROUND_SHAPES else [f"the map's ground has {shapes} shapes"]
    return problems if tiles == 0 else [*problems, f"{tiles} tiles came from outside"]
