"""A tablet: a browser with a profile of its own that outlives it, and that can be killed as a flat battery would."""

import contextlib
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import BrowserContext, BrowserType, Page
from playwright.sync_api import Error as PlaywrightError

from tests.browser.screens import TABLET


@dataclass
class Tablet:
    """A browser on `profile`; what it kept is there again after `kill` and `begin`."""

    begin_browser: Callable[[], BrowserContext]
    profile: Path
    context: BrowserContext | None = None

    def begin(self) -> Page:
        """Switches it on."""
        self.context = self.begin_browser()
        page = self.context.pages[0] if self.context.pages else self.context.new_page()
        page.set_default_timeout(15_000)
        return page

    def kill(self) -> None:
        """Every process of the browser gets SIGKILL."""
        while processes := _processes_on(self.profile):
            for number in processes:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(number, signal.SIGKILL)
            time.sleep(0.05)
        self._forget()

    def end(self) -> None:
        """Switches it off in peace."""
        self._forget()

    def _forget(self) -> None:
        if self.context is not None:
            with contextlib.suppress(PlaywrightError):
                self.context.close()
        self.context = None


@contextmanager
def tablet_on(kind: BrowserType, path: str, arguments: list[str], profile: Path) -> Iterator[Tablet]:
    """A tablet that is switched off at the end."""

    def begin() -> BrowserContext:
        return kind.launch_persistent_context(
            profile, executable_path=path, args=arguments, viewport=TABLET, locale="ru-RU", timezone_id="Asia/Yakutsk"
        )

    tablet = Tablet(begin, profile)
    try:
        yield tablet
    finally:
        tablet.end()


def _processes_on(profile: Path) -> list[int]:
    mark = f"--user-data-dir={profile}".encode()
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with contextlib.suppress(OSError):
                if mark in (folder / "cmdline").read_bytes():
                    found.append(int(folder.name))
    return found
