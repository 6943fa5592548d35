"""Which sites may show public pages in a frame."""

import pytest

from planner.domain.errors import Invalid
from planner.domain.open_frames import MOST_SITES, frame_sites


@pytest.mark.parametrize(
    ("typed", "sites"),
    [
        ("", ()),
        ("  ", ()),
        ("https://city.example", ("https://city.example",)),
        (
            "City.example, http://old.city.example:8080/;city.example",
            ("https://city.example", "http://old.city.example:8080"),
        ),
        ("https://город.рф", (f"https://{'город.рф'.encode('idna').decode()}",)),
    ],
)
def test_sites_are_kept_as_browsers_want_them(typed: str, sites: tuple[str, ...]) -> None:
    found = frame_sites(typed)

    assert found == sites


@pytest.mark.parametrize(
    "typed",
    [
        *("*", "https://*.city.example", "'self'", "'none'", "data:", "javascript:alert(1)", "ftp://city.example"),
        *(
            "https://city.example/page",
            "https://city.example?x=1",
            "https://a@city.example",
            "https://city.example:port",
        ),
        *("https://", "https://-city.example", "https://city_x.example", "https://city.example\\x", "https://[::1"),
    ],
)
def test_what_would_open_the_frame_to_others_is_refused(typed: str) -> None:
    with pytest.raises(Invalid) as refused:
        frame_sites(typed)

    assert (refused.value.key, refused.value.field) == ("publicity.error.embed_site", "embed_sites")


def test_there_are_so_many_sites_and_no_more() -> None:
    with pytest.raises(Invalid) as refused:
        frame_sites(" ".join(f"a{number}.example" for number in range(MOST_SITES + 1)))

    assert refused.value.key == "publicity.error.many_sites"
