"""The picture beside a shared link: of one size, the same for the same facts, and never wider than it is."""

from io import BytesIO

from font_roboto import RobotoMedium
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageFont

from planner.render.share_card import ShareCard, _lines, draw_share_card


def test_card_has_the_size_that_sites_want_with_and_without_a_picture() -> None:
    picture = BytesIO()
    Image.new("RGB", (40, 90), "red").save(picture, format="JPEG")
    card = ShareCard("Городок", "Яма на проезжей части", "ул. Ленина, 5", "Исправлено", "green")

    plain, pictured = draw_share_card(card), draw_share_card(card, picture.getvalue())

    sizes = [(Image.open(BytesIO(each)).size, Image.open(BytesIO(each)).format) for each in (plain, pictured)]
    assert sizes == [((1200, 630), "PNG")] * 2
    red, green, blue = Image.open(BytesIO(pictured)).convert("RGB").getpixel((1100, 300))  # type: ignore[misc]
    assert (red > 200, green < 60, blue < 60) == (True, True, True)
    assert (draw_share_card(card), plain == pictured) == (plain, False)


@given(st.text(max_size=300), st.integers(1, 4))
def test_lines_fit_and_are_no_more_than_asked_for(text: str, most: int) -> None:
    font = ImageFont.truetype(RobotoMedium, 40)

    lines = _lines(text, font, 500, most)

    assert len(lines) <= most
    assert [line for line in lines if font.getlength(line) > 500] == []


def test_lines_hold_all_words_where_there_is_room_and_say_where_not() -> None:
    font = ImageFont.truetype(RobotoMedium, 40)

    whole, cut = (_lines("Яма на проезжей части улицы Ленина", font, 400, most) for most in (4, 1))

    assert " ".join(whole) == "Яма на проезжей части улицы Ленина"
    assert (len(cut), cut[0][-1]) == (1, "…")
