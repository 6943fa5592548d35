"""The fonts that screens get have all that screens show."""

from fontTools.ttLib import TTFont

from planner.domain.topic_icons import TOPIC_ICONS
from tests.prepare.fonts import SIGNS, STYLES, TEXT, font_of_streamlit, names_used, signs_of, styles

KILOBYTES = 1000
HINT = "a sign is new: python -m tests.prepare.fonts"


def test_font_of_signs_has_every_sign_that_a_screen_may_show() -> None:
    small, whole = signs_of(TTFont(SIGNS)), signs_of(font_of_streamlit("MaterialSymbols-Rounded"))

    used = names_used() & whole.keys()

    assert used - small.keys() == set(), HINT
    assert {*TOPIC_ICONS, "home", "directions_bus", "keyboard_arrow_down", "check"} <= used
    assert len(small) < len(whole) / 5
    assert SIGNS.stat().st_size < 60 * KILOBYTES


def test_styles_name_the_fonts_by_addresses_of_what_is_in_them() -> None:
    assert STYLES.read_text(encoding="utf-8") == styles(), HINT


def test_font_of_text_has_the_letters_of_both_languages_and_what_stands_between() -> None:
    font = TTFont(TEXT)
    letters = font.getBestCmap()

    wanted = "АЯаяЁё «»„“—–… №§ ₽ €→ × ÄÖüéñŁ Iİ 1½ ′ \u00a0\u202f"

    whole = font_of_streamlit("SourceSansVF-Upright").getBestCmap()
    assert {letter for letter in wanted if ord(letter) in whole} == {
        letter for letter in wanted if ord(letter) in letters
    }
    assert {ord(letter) for letter in "Аяё№«»—₽"} <= letters.keys()
    assert "Source" not in font["name"].getDebugName(1)  # the licence keeps that name
    assert TEXT.stat().st_size < 80 * KILOBYTES
