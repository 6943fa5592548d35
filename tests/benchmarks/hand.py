"""A person's hand at a screen: does things in a browser, and counts how long a person would take for them.

The keystroke-level model of Card, Moran and Newell ("The Keystroke-Level Model for User Performance Time with Interactive
Systems", Communications of the ACM 23 (7), 1980): K 0.28 s a key for somebody who types no more than usual, P 1.1 s to point at a thing,
B 0.1 s to press a button of the mouse and as much to let it go, H 0.4 s to move the hand between mouse and keys, M 1.35 s to think of
what to do next. A tap is M P B B; a field is M P B B H, its keys, and H back; a file is a tap and two more in the dialog of the
system. What the model leaves out is put in by an assumption of our own: READ seconds for each screen or dialog that comes up new.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator, Page

from planner.i18n import Translator
from tests.browser.screens import wait_idle

K, P, B, H, M = 0.28, 1.1, 0.1, 0.4, 1.35
READ = 10.0
TAP = M + P + 2 * B


@dataclass
class Hand:
    """One person at one page. `clicks`, `fields` and `keys` are what they did, `seconds` how long that takes a person."""

    page: Page
    t: Translator
    clicks: int = 0
    fields: int = 0
    keys: int = 0
    files: int = 0
    screens: int = 0
    seconds: float = 0.0
    waited: float = 0.0
    """What the machine took beside that: the whole of it, though a person thinks meanwhile."""

    def tap(self, thing: Locator) -> None:
        """Taps a thing and waits for the answer."""
        self.count_taps(1)
        self._wait(thing.click)

    def press(self, label: str, room: Page | Locator | None = None) -> None:
        """Taps the button that is called so."""
        self.tap((room or self.page).get_by_role("button", name=label, exact=True))

    def follow(self, label: str) -> None:
        """Taps a link that leads to another screen, and reads that."""
        self.tap(self.page.get_by_role("link", name=label, exact=True))
        self.read()

    def write(self, label: str, text: str, room: Page | Locator | None = None) -> None:
        """Types into the field that is called so."""
        field = (room or self.page).get_by_label(label, exact=True)
        self.count_field(text)
        field.fill(text)
        self._wait(lambda: field.press("Tab"))

    def pick(self, label: str, typed: str, option: str) -> None:
        """Opens a list, types the beginning of what is looked for, and takes it."""
        field = self.page.get_by_role("combobox", name=label, exact=True)
        field.fill(typed)
        self.count_field(typed)
        self.count_taps(1)
        self._wait(self.page.get_by_role("option", name=option, exact=True).click)

    def give(self, field: Locator, path: Path) -> None:
        """Chooses a file in the dialog of the system: the button, the file, "open"."""
        self.files += 1
        self.count_taps(3)
        self._wait(lambda: field.set_input_files(path))

    def count_taps(self, number: int) -> None:
        """Taps that something else does."""
        self.clicks, self.seconds = self.clicks + number, self.seconds + number * TAP

    def count_field(self, text: str) -> None:
        """A field that something else fills: to it, the keys, and the hand back."""
        self.fields, self.keys = self.fields + 1, self.keys + len(text)
        self.seconds += TAP + 2 * H + K * len(text)

    def read(self) -> None:
        """Reads a screen or a dialog that has come up."""
        self.screens, self.seconds = self.screens + 1, self.seconds + READ

    def wait_for(self, thing: Locator, *, seconds: float) -> None:
        """Waits until something is there."""
        self._wait(lambda: thing.wait_for(timeout=seconds * 1000))

    def _wait(self, deed: Callable[[], object]) -> None:
        began = time.monotonic()
        deed()
        wait_idle(self.page, seconds=120)
        self.waited += time.monotonic() - began
