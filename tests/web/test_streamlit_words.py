"""Streamlit's own words, beside what is said instead of them."""

from pathlib import Path

import streamlit

from planner.domain.topic_icons import TOPIC_ICONS
from planner.i18n import translator
from planner.web.streamlit_words import streamlit_words

MADE_BY_IT = {
    "Press Enter to apply",
    "Press Enter to submit form",
    "File must be {}MB or smaller.",
    "{} options available.",
    "{} option available.",
    "Choose date, {}",
    "streamlit_folium.st_folium",
}
"""Sentences that its scripts put together from pieces, and the name of a component."""

SCRIPTS = Path(streamlit.__file__).parent / "static" / "static" / "js"


def test_words_are_nothing_for_those_who_read_english() -> None:
    words = streamlit_words(translator("en", "UTC"))

    assert words == []


def test_words_have_the_same_holes_on_both_sides() -> None:
    words = streamlit_words(translator("ru", "UTC"))

    assert [english for english, said in words if english.count("{}") < said.count("{}")] == []
    assert ("Select all", "Выбрать все") in words
    assert ("Remove {}", "Убрать {}") in words


def test_words_are_what_this_streamlit_says() -> None:
    scripts = "".join(path.read_text(encoding="utf-8") for path in SCRIPTS.glob("*.js"))
    signs = {f"{icon} icon" for icon in TOPIC_ICONS}
    pieces = {
        english: "} icon`" if english in signs else max(english.split("{}"), key=len).strip()
        for english, _ in streamlit_words(translator("ru", "UTC"))
    }

    missing = [english for english, piece in pieces.items() if english not in MADE_BY_IT and piece not in scripts]

    assert missing == []
