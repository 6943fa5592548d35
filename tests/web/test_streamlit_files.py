"""Tests of `planner.web.streamlit_files`: Streamlit's own files as they are, packed once, but for the font of all signs; and those that are brought soon."""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient

from planner import links
from planner.web import streamlit_files
from planner.web.own_files import FOR_GOOD
from planner.web.streamlit_files import StreamlitFiles, soon_wanted

STATIC = Path(streamlit.__file__).parent / "static" / "static"
INDEX = STATIC.parent / "index.html"
TOUR = links.screen("tour")
SCRIPT = next(STATIC.glob("js/index.*.js"))
STYLES = next(STATIC.glob("css/index.*.css"))
FONT = next(STATIC.glob("media/MaterialSymbols-Rounded.*.woff2"))


@pytest.fixture
def client() -> Iterator[TestClient]:
    with TestClient(Starlette(routes=[Mount("/s", StreamlitFiles(directory=STATIC))])) as client:
        yield client


@pytest.mark.parametrize("encoding", ["gzip, deflate, br", "identity"])
def test_script_comes_whole_and_is_kept_for_good(client: TestClient, encoding: str) -> None:
    answers = [client.get(f"/s/js/{SCRIPT.name}", headers={"Accept-Encoding": encoding}) for _ in range(2)]

    for answer in answers:
        assert (answer.status_code, answer.content) == (200, SCRIPT.read_bytes())
        assert answer.headers["content-type"].startswith("text/javascript")
        assert (answer.headers["cache-control"], answer.headers["vary"]) == (FOR_GOOD, "Accept-Encoding")
        assert answer.headers["content-encoding"] == encoding.partition(",")[0]


def test_file_is_packed_once(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    packed: list[int] = []
    compress = gzip.compress

    def counting(content: bytes, level: int, *, mtime: float) -> bytes:
        packed.append(len(content))
        return compress(content, level, mtime=mtime)

    monkeypatch.setattr(gzip, "compress", counting)

    for path in (f"js/{SCRIPT.name}", f"js/./{SCRIPT.name}", f"js/{SCRIPT.name}?v=2", f"css/../js/{SCRIPT.name}"):
        assert client.get(f"/s/{path}").status_code == 200

    assert packed == [SCRIPT.stat().st_size]


def test_styles_name_no_font_of_all_signs(client: TestClient) -> None:
    styles = client.get(f"/s/css/{STYLES.name}").text

    before = STYLES.read_text(encoding="utf-8")
    assert (before.count("MaterialSymbols-Rounded"), styles.count("MaterialSymbols-Rounded")) == (1, 0)
    assert styles.count("@font-face") == before.count("@font-face") - 1
    assert styles.count("{") == styles.count("}")


def test_font_is_not_packed_again(client: TestClient) -> None:
    answer = client.get(f"/s/media/{FONT.name}")

    assert (answer.content, answer.headers["content-encoding"]) == (FONT.read_bytes(), "identity")


@pytest.mark.parametrize("path", ["js/none.js", "js/", "%2e%2e/index.html", "..%2f..%2f__init__.py"])
def test_nothing_else_is_served(client: TestClient, path: str) -> None:
    assert client.get(f"/s/{path}").status_code == 404


@pytest.mark.parametrize("path", ["", TOUR])
def test_what_a_screen_will_ask_for_is_there_once_with_all_that_it_imports(path: str) -> None:
    named = [*streamlit_files._SOON, *streamlit_files._SOON_ON.get(path, ())]

    names = [address.removeprefix(f"{links.STREAMLIT_FILES}/js/") for address in soon_wanted(INDEX, path)]
    first = INDEX.read_text(encoding="utf-8")
    imported = {
        each for name in names for each in re.findall(r'"\./([^"]+\.js)"', (STATIC / "js" / name).read_text("utf-8"))
    }

    assert sorted(set(names)) == sorted(names)
    assert [each for each in named if not any(name.startswith(f"{each}.") for name in names)] == []
    assert [name for name in names if f"/{name}" in first] == []
    assert [name for name in imported if name not in names and f"/{name}" not in first] == []


def test_only_the_plan_has_scripts_of_its_own() -> None:
    assert set(soon_wanted(INDEX)) < set(soon_wanted(INDEX, TOUR))
    assert soon_wanted(INDEX, "/issues") == soon_wanted(INDEX)
