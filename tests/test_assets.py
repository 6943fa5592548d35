"""Scripts, style sheets and colours stand where they can be read, checked and changed: in files, a colour in one of them."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from planner.render.assets import ASSETS, asset_text
from planner.render.colours import COLOURS
from tests.asset_rules import OWN_PALETTE, WRAPPERS, colour_faults, script_faults

ROOT = Path(__file__).resolve().parent.parent
THEME: Mapping[str, str | list[str]] = {
    "primaryColor": "blue",
    "backgroundColor": "white",
    "secondaryBackgroundColor": "gray-back",
    "textColor": "text",
    "linkColor": "blue",
    "borderColor": "border",
    "blueTextColor": "blue",
    "dataframeBorderColor": "line",
    "dataframeHeaderBackgroundColor": "gray-back",
    "dataframeHeaderTextColor": "text",
    "chartCategoricalColors": ["blue", "chart-orange", "green", "violet", "yellow", "gray"],
}
"""Colours of Streamlit's theme that are not called as it calls them (`redColor`, `redBackgroundColor`, `redTextColor`)."""


def files(*endings: str) -> Iterator[tuple[str, str]]:
    """The product's files with one of these endings, each with its text."""
    paths = [*ROOT.glob("*.py"), *(ROOT / "pages").rglob("*"), *(ROOT / "planner").rglob("*")]
    for path in sorted(paths):
        if path.suffix in endings:
            yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")


def test_no_script_makes_html_of_a_text() -> None:
    makes_html = re.compile(r"\b(?:inner|outer)HTML\b|\binsertAdjacentHTML\b|\bdocument\.write\b")

    assert [path for path, source in files(".js") if makes_html.search(source)] == []


def test_no_script_or_style_stands_in_python() -> None:
    faults = [fault for path, source in files(".py") for fault in script_faults(path, source)]

    assert faults == [], "\n".join(faults)


def test_only_buttons_that_say_it_show_a_sign_alone() -> None:
    rule = re.search(
        r"/\* The plan and its proposals\..*?:is\((.*?)\) button", asset_text("screen/screen.css"), re.DOTALL
    )
    begins = re.findall(r"st-key-([a-z_]+)", rule[1] if rule else "")

    keyed = re.compile(rf'key=f?"(?:{"|".join(begins)})')
    found = {path for path, source in files(".py") if keyed.search(source)}

    assert found == {
        "planner/ui/guests/invitation_cards.py",
        "planner/ui/issue/parts.py",
        "planner/ui/issue/saved.py",
        "planner/ui/issue/voices.py",
        "planner/ui/plan/cards.py",
    }


def test_scripts_say_the_year_of_a_day_unless_it_is_this_one() -> None:
    said = [(path, each) for path, source in files(".js") for each in re.findall(r"\{[^{}]*\bmonth:[^{}]*\}", source)]

    assert said != []
    assert [(path, each) for path, each in said if not re.search(r"\byear\b", each)] == []


def test_no_script_or_style_stands_in_a_template() -> None:
    inside = re.compile(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*(?:src=|type=\"application/json\"))")

    assert [path for path, source in files(".html") if inside.search(source)] == []


def test_colours_stand_in_one_file() -> None:
    faults = [
        fault for path, source in files(".py", ".js", ".ts", ".css", ".html") for fault in colour_faults(path, source)
    ]

    assert faults == [], "\n".join(faults)


def test_exceptions_name_files_that_are_there() -> None:
    assert [path for path in (*OWN_PALETTE, *WRAPPERS) if not (ROOT / path).exists()] == []


def test_each_colour_that_is_asked_for_has_a_value_and_each_value_is_asked_for() -> None:
    sheets = "".join(source for _, source in files(".css", ".js"))
    python = "".join(source for _, source in files(".py"))
    set_elsewhere = re.compile(r"st-|word-")

    asked = {name for name in re.findall(r"var\(--([\w-]+)\)", sheets) if not set_elsewhere.match(name)}
    read = {name for name in COLOURS if f'"{name}"' in python or f"'{name}'" in python}

    assert asked - COLOURS.keys() == set()
    assert COLOURS.keys() - asked - read - set(_names_of_theme()) == set()


def test_streamlits_theme_has_the_same_colours() -> None:
    theme = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]
    coloured = {key: value for key, value in theme.items() if key.endswith(("Color", "Colors"))}

    expected = {key: _value_of(THEME.get(key, _as_we_call_it(key))) for key in coloured}

    assert {key: _lower(value) for key, value in coloured.items()} == expected


def test_icon_has_the_same_colours() -> None:
    written = set(re.findall(r"#\w+", (ASSETS / "bus.svg").read_text(encoding="utf-8")))

    assert written == {"#0B4F8A", "#fff"}
    assert (COLOURS["blue"], COLOURS["white"]) == ("#0b4f8a", "#ffffff")


def test_streamlit_lets_what_comes_with_a_screen_through() -> None:
    screens = "".join(source for path, source in files(".py") if path.startswith(("pages/", "planner/ui/")))
    looks_like_a_tag = re.compile(r"<[/\w!]")  # DOMPurify then drops the whole script or style, and says nothing

    calls = re.findall(r"(?:use_styles|run_script)\((\"[^)]*)\)", screens)
    sent = sorted({name for call in calls for name in re.findall(r'"([\w/]+\.(?:css|js))"', call)})

    assert [name for name in sent if looks_like_a_tag.search(asset_text(name))] == []
    assert sent == [
        "colours.css",
        *("photos/pair.css", "photos/pair.js", "plan/plan.css"),
        *(
            f"screen/{name}"
            for name in (
                "board/board.css",
                "board/print.js",
                "calendar.css",
                "document.js",
                "leave.js",
                "screen.css",
                "signed_out.js",
                "tables.css",
                "to_top.js",
            )
        ),
    ]


def test_what_may_be_tapped_quickly_is_on_a_screen() -> None:
    named = re.findall(r"\.st-key-([a-z_]+)", asset_text("screen/forms/taps.js"))

    drawn = "".join(source for _, source in files(".py"))

    assert named == ["counter"]
    assert [name for name in named if f'key="{name}"' not in drawn] == []


@pytest.mark.parametrize(
    "source",
    [
        'STYLE = """\n.st-key-big button{min-height:5rem}\n"""',
        "html = f\"<b style='{size};object-fit:cover;display:block'>\"",
        'size = f"width:{width}px;height:{width}px"',
        'box = "<p style=\\"width:1px;height:2px\\">"',
        'st.html(f"<style>{text}</style>")',
        'st.html("<script>go()</script>")',
        "TOP = \"document.querySelector('[data-testid=stMain]').scrollTo(0, 0)\"",
        'JS = "export default function ({ data }) {"',
        'JS = "const ask = () => {};"',
        'T = Template("""{% macro script(this, kwargs) %}(function (map) { map.on("click"); })(m);{% endmacro %}""")',
    ],
)
def test_script_or_style_in_a_string_is_found(source: str) -> None:
    assert len(script_faults("planner/ui/a.py", source)) == 1


@pytest.mark.parametrize(
    "source",
    [
        '"""How a <style> and a <script> are used: `button { color: red; }`, `() => {}`."""',
        "html = f\"<i style='width:{width:.1f}%'></i>\"",
        'T = Template("{% macro script(this, kwargs) %}planner.drawPlan({{ this.data }});{% endmacro %}")',
        'words = "{count: number} of {total}"',
        'text = f"{place:>10}; {name}: {value}"',
        'address = "/map/tiles/{z}/{x}/{y}.png"',
        'sentence = "The function of a window (let it be open): on a document"',
    ],
)
def test_other_string_is_no_script_or_style(source: str) -> None:
    assert script_faults("planner/ui/a.py", source) == []


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("planner/web/assets/a.css", "a { color: #0b4f8a; }"),
        ("planner/web/assets/a.css", "a { box-shadow: 0 1px rgba(20, 33, 43, 0.5); }"),
        ("planner/web/assets/a.js", 'L.polyline(line, { color: "#fff" });'),
        ("planner/web/templates/a.html", '<meta name="theme-color" content="#0B4F8A">'),
        ("pages/a.py", 'COLOUR = "#B3261E"'),
        ("planner/render/papers/a.py", "paper.set_draw_color(120)"),
        ("planner/render/papers/a.py", "FontFace(fill_color=(230, 230, 230))"),
    ],
)
def test_colour_that_is_written_down_is_found(path: str, source: str) -> None:
    assert len(colour_faults(path, source)) == 1


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("planner/web/assets/a.css", "#map { color: var(--blue); }"),
        ("planner/web/assets/a.js", 'link.href = "#main"; const rgb = mixed(1, 2);'),
        ("planner/web/templates/a.html", "<p>&#8212; &#160;</p>"),
        ("planner/domain/a.py", '"""The number of an issue: «#148»."""'),
        ("planner/render/papers/a.py", "paper.set_draw_color(0)\npaper.set_fill_color(255, 255, 255)"),
        ("planner/render/papers/a.py", "paper.set_draw_color(*_WATER)"),
    ],
)
def test_what_is_no_colour_passes(path: str, source: str) -> None:
    assert colour_faults(path, source) == []


def _as_we_call_it(key: str) -> str:
    """`redBackgroundColor` is our `red-back`."""
    return re.sub(r"Color$", "", key).replace("Background", "-back").replace("Text", "-text")


def _names_of_theme() -> Iterator[str]:
    theme = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]
    for key in theme:
        names = THEME.get(key, _as_we_call_it(key))
        yield from names if isinstance(names, list) else [names]


def _value_of(names: str | list[str]) -> str | list[str]:
    return [COLOURS[name] for name in names] if isinstance(names, list) else COLOURS[names]


def _lower(value: str | list[str]) -> str | list[str]:
    return [each.lower() for each in value] if isinstance(value, list) else value.lower()
