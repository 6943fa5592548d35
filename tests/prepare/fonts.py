"""Makes the two fonts of every screen small: `python -m tests.prepare.fonts`, when an icon is new or Streamlit is.

Streamlit sends all 4,000 signs of Material Symbols (Apache 2.0) and all scripts of Source Sans (SIL OFL 1.1) to whoever
opens a first screen: 545 kB, half of all that comes. What no screen of ours can show is left out.
"""

import ast
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import streamlit
from fontTools import subset
from fontTools.ttLib import TTFont

from planner.domain.topic_icons import TOPIC_ICONS
from planner.render.assets import ASSETS

ROOT = Path(__file__).resolve().parents[2]
STREAMLIT = Path(streamlit.__file__).parent / "static" / "static"
SIGNS, TEXT = ASSETS / "fonts" / "signs.woff2", ASSETS / "fonts" / "text.woff2"
_NEW_NAME = ("SourceSans3", "PlannerText")
"""The licence keeps the name "Source" for fonts as Adobe made them."""
_NAMED = re.compile(r":material/(\w+):")
_WORD = re.compile(r"[a-z0-9_]+")
_LETTERS = (
    *((0x20, 0x24F), (0x400, 0x52F)),  # Latin and Cyrillic
    *((0x2000, 0x22FF), (0x25A0, 0x26FF)),  # punctuation, currencies, arrows, mathematics, shapes
)


def names_used(of_font: Iterable[str]) -> set[str]:
    """The signs that a screen may show: those of topics, those that Streamlit's own scripts name, and every word in a
    string of the planner that is the name of one, as `f":material/{icon}:"` is put together from such words."""
    known, scripts = set(of_font), (path.read_text(encoding="utf-8") for path in STREAMLIT.rglob("*.js"))
    streamlits = {name for script in scripts for name in _NAMED.findall(script)}
    return known & {*TOPIC_ICONS, *streamlits, *_words_of_the_planner()}


def signs_of(font: TTFont) -> dict[str, str]:
    """The glyph of each name that the font draws as one sign."""
    letters = {glyph: chr(code) for code, glyph in font.getBestCmap().items()}
    return {
        "".join(letters[part] for part in (first, *ligature.Component)): ligature.LigGlyph
        for table in _ligatures(font)
        for first, ligatures in table.items()
        for ligature in ligatures
    }


def font_of_streamlit(name: str) -> TTFont:
    """The one font of Streamlit's whose file begins so."""
    (path,) = STREAMLIT.glob(f"media/{name}.*woff2")
    return TTFont(path, recalcTimestamp=False)


def small_signs() -> TTFont:
    """Material Symbols with the used signs alone."""
    font = font_of_streamlit("MaterialSymbols-Rounded")
    signs = signs_of(font)
    kept = {signs[name] for name in names_used(signs)}
    for table in _ligatures(font):
        for first in list(table):
            table[first] = [ligature for ligature in table[first] if ligature.LigGlyph in kept]
            if not table[first]:
                del table[first]
    return _only(font, {ord(letter) for name in (*signs, " ") for letter in name}, features=["rlig"])


def small_text() -> TTFont:
    """Source Sans with Latin, Cyrillic and signs; a page that has other letters asks for Streamlit's own besides."""
    font = _only(
        font_of_streamlit("SourceSansVF-Upright"),
        {code for first, last in _LETTERS for code in range(first, last + 1)},
        features=[*subset.Options().layout_features, "lnum", "tnum"],
    )
    for said in font["name"].names:
        said.string = str(said).replace(*_NEW_NAME)
    return font


def _only(font: TTFont, codes: set[int], *, features: list[str]) -> TTFont:
    options = subset.Options(layout_features=features, name_IDs=["*"], notdef_outline=True)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=codes)
    subsetter.subset(font)
    font.flavor = "woff2"
    return font


def _ligatures(font: TTFont) -> Iterator[dict[str, list[subset.otTables.Ligature]]]:
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for table in lookup.SubTable:
            yield table.ExtSubTable.ligatures


def _words_of_the_planner() -> set[str]:
    rooms = ((ROOT / room).rglob("*.py") for room in ("planner", "pages"))
    sources = [*ROOT.glob("*.py"), *(path for room in rooms for path in room)]
    nodes = (node for path in sources for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    texts = [str(node.value) for node in nodes if isinstance(node, ast.Constant)]
    texts += [path.read_text(encoding="utf-8") for path in (ROOT / "planner" / "i18n").rglob("*.po")]
    texts += [json.dumps(json.loads(path.read_text(encoding="utf-8"))) for path in (ROOT / "data").rglob("*.json")]
    return {word for text in texts for word in _WORD.findall(text)}


if __name__ == "__main__":
    SIGNS.parent.mkdir(exist_ok=True)
    for make, path in ((small_signs, SIGNS), (small_text, TEXT)):
        make().save(path)
        print(f"{path.relative_to(ROOT)}: {path.stat().st_size / 1000:.0f} kB")
