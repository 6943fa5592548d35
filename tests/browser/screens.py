"""How browser tests handle a Streamlit screen: open it, press, type, and wait until it has nothing more to do."""

import re
import time
from pathlib import Path

from playwright.sync_api import Frame, Locator, Page, ViewportSize

ARTIFACTS = Path(__file__).parent / "artifacts"
TABLET = ViewportSize(width=768, height=1024)
DESKTOP = ViewportSize(width=1280, height=800)
PHONE = ViewportSize(width=390, height=844)

WATCH = """(() => {
  const watch = window.__watch = {sent: -1e9, ran: 0, uploads: 0, quiet: 0};
  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (...data) {
    if (this.url.includes("/_stcore/stream")) watch.sent = performance.now();
    return send.apply(this, data);
  };
  const upload = XMLHttpRequest.prototype.send;
  XMLHttpRequest.prototype.send = function (...data) {
    watch.uploads += 1;
    this.addEventListener("loadend", () => { watch.uploads -= 1; });
    return upload.apply(this, data);
  };
  new MutationObserver((changes) => {
    if (changes.some(({target}) => target.dataset.testScriptState === "running")) watch.ran = performance.now();
  }).observe(document, {subtree: true, attributes: true, attributeFilter: ["data-test-script-state"]});
})()"""
"""Goes into every page before its own scripts."""

_IDLE = """() => {
  const watch = window.__watch, now = performance.now();
  const app = document.querySelector("[data-testid=stApp]");
  const answered = watch.ran >= watch.sent || now - watch.sent > 1000;
  const idle = app && app.dataset.testConnectionState === "CONNECTED" && app.dataset.testScriptState === "notRunning"
    && answered && watch.uploads === 0 && !document.querySelector("[data-stale=true], [data-testid=stSkeleton]");
  if (!idle) { watch.quiet = 0; return false; }
  watch.quiet ||= now;
  return now - watch.quiet >= 150;
}"""

_TEXTS = """() => {
  const seen = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode, box = node.parentElement;
    if (!box.closest("script, style, noscript, [translate=no], .st-key-unseen, a[href='#stMain']") && box.checkVisibility()) {
      seen.push(node.data.trim());
    }
  }
  for (const box of document.querySelectorAll(":placeholder-shown")) seen.push(box.placeholder.trim());
  for (const box of document.querySelectorAll("[title]")) seen.push(box.title.trim());
  for (const box of document.querySelectorAll("[alt]")) seen.push(box.getAttribute("alt").trim());
  return [...new Set(seen)].filter(Boolean);
}"""


def wait_idle(page: Page, *, seconds: float = 30) -> None:
    """Waits until the script has answered the last tap, all its elements are drawn and no upload is under way.

    Streamlit's own mark of a running script comes 20–40 ms after a tap, and later on a busy machine. So the page notes
    when it last sent something, and only a run that began after that counts; what is not followed by a run within a
    second did not ask for one. Then all must stay quiet for 150 ms. Maps in frames load on their own: wait for what
    they should show.
    """
    page.evaluate("() => { window.__watch.quiet = 0 }")
    page.wait_for_function(_IDLE, timeout=seconds * 1000)


def wait_until(page: Page, script: str, *, seconds: float = 15) -> None:
    """Waits until what the function `script` promises is a yes.

    `wait_for_function` takes the promise itself for a yes, and so waits for nothing.
    """
    deadline = time.monotonic() + seconds
    while not page.evaluate(script):
        if time.monotonic() > deadline:
            raise TimeoutError(f"not so within {seconds} s: {script}")
        page.wait_for_timeout(50)


def visit(page: Page, url: str) -> None:
    """Opens a screen by its address."""
    page.goto(url)
    wait_idle(page)


def _settled(room: Page | Locator) -> Page:
    """The page of `room`, once that is there and nothing moves any more, as people tap what they see and no earlier."""
    page = _page_of(room)
    if isinstance(room, Locator):
        room.first.wait_for()
    page.wait_for_function(_IDLE)
    return page


def press(room: Page | Locator, label: str | re.Pattern[str]) -> None:
    """Presses the one button that is called so, on the whole page or in one part of it."""
    _settled(room)
    room.get_by_role("button", name=label, exact=isinstance(label, str)).click()
    wait_idle(_page_of(room))


def unfold(summary: Locator) -> None:
    """Opens a fold and waits until it has unfolded: what is tapped while it still moves is missed."""
    _settled(summary.page)
    summary.click()
    summary.locator("xpath=..").evaluate(
        "async (fold) => { await Promise.allSettled(fold.getAnimations({subtree: true}).map((each) => each.finished)); }"
    )
    wait_idle(summary.page)


def choose(room: Page | Locator, label: str) -> None:
    """Takes the one choice that is called so, of those that stand side by side."""
    _settled(room)
    room.get_by_role("radio", name=label, exact=True).click()
    wait_idle(_page_of(room))


def pick(room: Page | Locator, label: str, option: str) -> None:
    """Opens the list that is called `label` and takes `option`."""
    _settled(room)
    field = room.get_by_role("combobox", name=label, exact=True)
    field.fill("")
    field.fill(option)
    _page_of(room).get_by_role("option", name=option, exact=True).click()
    wait_idle(_page_of(room))


def type_into(room: Page | Locator, label: str | re.Pattern[str], text: str) -> None:
    """Types into the one field that is called so, and leaves it, as Streamlit takes the text then."""
    _settled(room)
    field = room.get_by_label(label, exact=isinstance(label, str))
    field.fill(text)
    field.press("Tab")
    wait_idle(_page_of(room))


def type_digits(room: Page | Locator, label: str, digits: str) -> None:
    """Types a date (day, month, year) or a time (hours, minutes) into the field that is called so."""
    first = room.get_by_role("group", name=label, exact=True).get_by_role("spinbutton").first
    first.click()
    _page_of(room).keyboard.type(digits)
    _page_of(room).keyboard.press("Tab")
    wait_idle(_page_of(room))


def badge(room: Page | Locator, words: str) -> Locator:
    """The badge that says just this, whatever its icon."""
    return room.locator(".stMarkdownBadge").filter(has_text=re.compile(rf"(^|\s){re.escape(words)}$"))


def texts_of(room: Page | Frame) -> list[str]:
    """Every text that is seen: also in empty fields, on pictures and as tips; the same one once."""
    texts: list[str] = room.evaluate(_TEXTS)
    return texts


def screenshot(page: Page, name: str) -> Path:
    """Saves what the window shows as `artifacts/<name>.png`."""
    ARTIFACTS.mkdir(exist_ok=True)
    path = ARTIFACTS / f"{name}.png"
    page.screenshot(path=path, animations="disabled")
    return path


def _page_of(room: Page | Locator) -> Page:
    return room if isinstance(room, Page) else room.page
