"""Streamlit's settings reach the installed Streamlit: each key is one that it knows, hidden ones too."""

import json
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
READ = (
    "import json, sys; from streamlit import config; print(json.dumps({k: config.get_option(k) for k in sys.argv[1:]}))"
)


def settings(table: dict[str, object], prefix: str = "") -> Iterator[tuple[str, object]]:
    """Dotted keys of a TOML table with their values."""
    for name, value in table.items():
        if isinstance(value, dict):
            yield from settings(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value


def test_each_setting_is_known_and_arrives() -> None:
    wanted = dict(settings(tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))))

    answer = subprocess.run([sys.executable, "-c", READ, *wanted], cwd=ROOT, check=True, capture_output=True, text=True)

    assert json.loads(answer.stdout) == wanted


def test_what_the_screens_rely_on_is_set() -> None:
    given = dict(settings(tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))))

    relied_on = ("runner.postScriptGC", "client.toolbarMode", "client.showErrorDetails", "server.maxUploadSize")

    assert [given.get(key) for key in relied_on] == [False, "minimal", "none", 20]
