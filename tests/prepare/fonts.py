"""Makes the two fonts of every screen small: `python -m tests.prepare.fonts`, when an icon is new or Streamlit is.

Streamlit sends all 4,000 signs of Material Symbols (Apache 2.0) and all scripts of Source Sans (SIL OFL 1.1) to whoever
opens a first screen: 545 kB, half of all that comes. What no screen of ours can show is left out.
"""

import ast
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

import streamlit
from fontTools import subset
from fontTools.ttLib import TTFont

from planner.config import ROOT
from planner.domain.topic_icons import LAYER_ICONS, TOPIC_ICONS
from planner.render.assets import ASSETS, asset_url

STREAMLIT = Path(streamlit.__file__).parent / "static" / "static"
SIGNS, TEXT, STYLES = (ASSETS / "fonts" / name for name in ("signs.woff2", "text.woff2", "fonts.css"))
_NEW_NAME = ("SourceSans3", "PlannerText")
"""The licence keeps the name "Source" for fonts as Adobe made them."""
_NAMED = re.compile(r":material/(\w+):")
_WORD = re.compile(r"[a-z0-9_]+")
_LETTERS = (
    *((0x20, 0x24F), (0x400, 0x52F)),  # Latin and Cyrillic
    *((0x2000, 0x22FF), (0x25A0, 0x26FF)),  # punctuation, currencies, arrows, mathematics, shapes
)


def names_used() -> set[str]:
    """The signs that are called by their names: of topics, of layers, in Streamlit's own scripts and in the planner's texts."""
    scripts = (path.read_text(encoding="utf-8") for path in STREAMLIT.rglob("*.js"))
    return {*TOPIC_ICONS, *LAYER_ICONS, *(name for text in (*scripts, *_texts()) for name in _NAMED.findall(text))}


def names_kept(of_font: Iterable[str]) -> set[str]:
    """Those, and every word in a text of the planner that may be a name: `f":material/{icon}:"` is made of such words."""
    return set(of_font) & {*names_used(), *(word for text in _texts() for word in _WORD.findall(text))}


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
    kept = {signs[name] for name in names_kept(signs)}
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


@cache
def _texts() -> Sequence[str]:
    rooms = ((ROOT / room).rglob("*.py") for room in ("planner", "pages"))
    sources = [*ROOT.glob("*.py"), *(path for room in rooms for path in room)]
    nodes = (node for path in sources for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    texts = [str(node.value) for node in nodes if isinstance(node, ast.Constant)]
    texts += [path.read_text(encoding="utf-8") for path in (ROOT / "planner" / "i18n").rglob("*.po")]
    return texts


def styles() -> str:
    """The style sheet that names both by addresses which browsers may keep for good, as `asset_url` makes them."""
    text, signs = (asset_url(f"fonts/{path.name}").rpartition("/")[2] for path in (TEXT, SIGNS))
    letters = ", ".join(f"U+{first:X}-{last:X}" for first, last in _LETTERS)
    return f"""/* Made by `python -m tests.prepare.fonts`. They stand after Streamlit's own of the same names, and so come first. */
@font-face {{
  font-family: "Source Sans";
  font-weight: 100 900;
  src: url("{text}") format("woff2");
  unicode-range: {letters};
}}
@font-face {{
  font-family: "Material Symbols Rounded";
  font-weight: 400;
  src: url("{signs}") format("woff2");
  font-display: block;
}}
"""


if __name__ == "__main__":
    SIGNS.parent.mkdir(exist_ok=True)
    for make, path in ((small_signs, SIGNS), (small_text, TEXT)):
        make().save(path)
        print(f"{path.relative_to(ROOT)}: {path.stat().st_size / 1000:.0f} kB")
    asset_url.cache_clear()
    STYLES.write_text(styles(), encoding="utf-8")
