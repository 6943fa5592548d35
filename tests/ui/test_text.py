"""Typed text stays text on Markdown surfaces."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.ui.text import marked, plain


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Двор школы № 5", "Двор школы № 5"),
        ("<script>alert(1)</script>", r"\<script\>alert\(1\)\</script\>"),
        ("[link](http://x)", "\\[link\\]\\(http\u2060\\://x\\)"),
        (":red[danger]", r"\:red\[danger\]"),
        (":material/alarm:", r"\:material/alarm\:"),
        ("$x^2$", r"\$x^2\$"),
        ("a`b`*c*_d_~e~", r"a\`b\`\*c\*\_d\_\~e\~"),
        ("две\nстроки\r\n  и ещё", "две строки и ещё"),
        (" 12\u00a0345,6\u202fкм ", "12\u00a0345,6\u202fкм"),
        ("1. пункт", r"1\. пункт"),
        ("www.x.ru", "www\u2060\\.x\\.ru"),
        ("a@b.ru", "a\u2060\\@b\\.ru"),
        ("", ""),
    ],
)
def test_plain_keeps_every_sign_as_a_sign(typed: str, shown: str) -> None:
    assert plain(typed) == shown


@given(st.text())
def test_plain_leaves_no_sign_of_markdown_bare(typed: str) -> None:
    bare = re.sub(r"\\.", "", plain(typed))

    assert not set(bare) & set("\\`*_{}[]()<>#+-.!|~$:&@\n")


def test_marked_shows_words_on_a_ground_and_every_sign_as_a_sign() -> None:
    pieces = [("Не горит ", False), ("фонарь]", True), (" <b> :red[x]", False)]

    assert marked(pieces) == r"Не горит :orange-background[фонарь\]] \<b\> \:red\[x\]"
