"""Finds the Chromium that the browser tests drive; run as a program, installs one if there is none.

`python -m tests.browser.find_browser` always ends well: a machine without a browser still runs the other tests, and the
browser tests fail with the reason that the installation left in `REASON`.
"""

import os
import shutil
import subprocess
import sys
from collections import deque
from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import Timer

from playwright.sync_api import sync_playwright

REASON = Path(__file__).parent / "artifacts" / "no-browser.txt"
INSTALL_SECONDS = 900


class NoBrowser(Exception):
    """No browser starts; the text says what was looked for."""


def find_browser(environment: Mapping[str, str]) -> str:
    """The path of a browser that starts: PLANNER_BROWSER, Playwright's own, `chromium`, `google-chrome`, in this order.

    Of Playwright's and of Chromium the one without windows comes first: it draws the same pages, and works a quarter less
    than the whole one, which makes a window with all its buttons for each visitor although nobody sees it. A
    PLANNER_BROWSER that does not start is an error and is not replaced by another one. Raises NoBrowser.
    """
    if chosen := environment.get("PLANNER_BROWSER"):
        return _started(shutil.which(chosen) or chosen, "PLANNER_BROWSER")
    refusals = []
    whole = _playwright_path()
    for name, path in (
        ("Playwright's own without windows", shell_beside(whole)),
        ("Playwright's own", whole),
        ("chromium-headless-shell", shutil.which("chromium-headless-shell") or ""),
        ("chromium", shutil.which("chromium") or ""),
        ("google-chrome", shutil.which("google-chrome") or ""),
    ):
        try:
            return _started(path, name)
        except NoBrowser as refusal:
            refusals.append(str(refusal))
    raise NoBrowser("PLANNER_BROWSER is not set; " + "; ".join(refusals))


def install_browser() -> list[str]:
    """Tries Playwright's own browser, then the system's packages; returns what went wrong, one entry for each try."""
    failures: list[str] = []
    for commands in (
        [[sys.executable, "-m", "playwright", "install", "--with-deps", "--only-shell", "chromium"]],
        [_as_root("apt-get", "update"), _as_root("apt-get", "install", "--yes", "chromium-headless-shell")],
        [_as_root("apt-get", "install", "--yes", "chromium")],
    ):
        try:
            for command in commands:
                _run(command)
            return failures
        except NoBrowser as failure:
            failures.append(str(failure))
    return failures


def shell_beside(whole: str) -> str:
    """Playwright's browser without windows, which lies beside its whole one and has the same number; "" if it is not there."""
    folder = Path(whole).parents[1]
    name = folder.name.replace("chromium-", "chromium_headless_shell-")
    return next((str(path) for path in folder.with_name(name).glob("*/*headless?shell")), "")


def _playwright_path() -> str:
    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


def _started(path: str, name: str) -> str:
    if not path or not Path(path).exists():
        raise NoBrowser(f"{name}: not there" + (f" ({path})" if path else ""))
    try:
        subprocess.run([path, "--version"], check=True, capture_output=True, timeout=60)
    except (OSError, subprocess.SubprocessError) as error:
        raise NoBrowser(f"{name}: {path} does not start ({error})") from error
    return path


def _as_root(*command: str) -> list[str]:
    return [*command] if os.geteuid() == 0 else ["sudo", "--non-interactive", *command]


def _run(command: Sequence[str]) -> None:
    """Runs one step of an installation, its output for all to see; raises NoBrowser with the output's last lines."""
    print("$", " ".join(command), flush=True)
    last: deque[str] = deque(maxlen=5)
    try:
        step = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"},
        )
    except OSError as error:
        raise NoBrowser(f"{' '.join(command)}: {error}") from error
    clock = Timer(INSTALL_SECONDS, step.kill)
    clock.start()
    with step:
        for line in step.stdout or ():
            print(line, end="", flush=True)
            last.append(line)
    clock.cancel()
    if step.returncode:
        raise NoBrowser(f"{' '.join(command)} ended with {step.returncode}:\n{''.join(last).strip()}")


def main() -> None:
    """Prints the browser's path; with none, installs one, or leaves the reason for the tests to tell."""
    REASON.unlink(missing_ok=True)
    try:
        print("Browser for the tests:", find_browser(os.environ))
        return
    except NoBrowser as missing:
        print(f"No browser: {missing}")
    failures = [] if os.environ.get("PLANNER_BROWSER") else install_browser()
    try:
        print("Browser for the tests:", find_browser(os.environ))
    except NoBrowser as missing:
        REASON.parent.mkdir(exist_ok=True)
        REASON.write_text("\n".join([str(missing), *failures]), encoding="utf-8")
        print(f"The browser tests will fail: {REASON.read_text(encoding='utf-8')}")


if __name__ == "__main__":
    main()
