"""The page on the bus over HTTP: packed for whoever reads that, and the same for whoever does not."""

import gzip

import pytest
from starlette.testclient import TestClient

from planner import links
from planner.web.field.page import page_files, version

FILE = links.FIELD_FILES.to(version=version()) + "/app.js"
PAGES = ("/field/page", "/field/sw.js", FILE)
ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@ON_SQLITE
@pytest.mark.parametrize("path", PAGES)
def test_page_comes_packed_to_whoever_reads_that(site: TestClient, path: str) -> None:
    packed = site.get(path, headers={"Accept-Encoding": "gzip"})
    plain = site.get(path, headers={"Accept-Encoding": "identity"})

    assert (packed.headers.get("content-encoding"), plain.headers.get("content-encoding")) == ("gzip", None)
    assert packed.content == plain.content
    assert {each.headers["vary"] for each in (packed, plain)} == {"Accept-Encoding"}
    assert int(packed.headers["content-length"]) == len(gzip.compress(plain.content, 9)) < len(plain.content)


@ON_SQLITE
def test_file_is_kept_for_good_and_one_of_another_version_is_gone(site: TestClient) -> None:
    here, other = site.get(FILE), site.get("/field/assets/000000000000/app.js")

    assert "immutable" in here.headers["cache-control"]
    assert (here.content, other.status_code) == (page_files()["app.js"], 404)
