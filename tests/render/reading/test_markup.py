"""KML and GPX: placemarks and waypoints, and nothing that a file defines for itself."""

import io
import zipfile

import pytest

from planner.domain.errors import Invalid
from planner.render.reading.markup import read_markup
from tests.render.reading.stories import read, told

KML = """<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>Карта</name><Folder><name>Дворы</name>
<Placemark><name>Двор</name><description><![CDATA[<b>грязь</b>]]></description>
<ExtendedData><Data name="Адрес"><value>Ленина, 5</value></Data></ExtendedData>
<Point><coordinates> 127.53,50.26,0 </coordinates></Point></Placemark>
<Placemark><name>Парк</name><MultiGeometry><Polygon><outerBoundaryIs><LinearRing><coordinates>
127.5,50.2 127.6,50.2 127.6,50.3 127.5,50.3 127.5,50.2</coordinates></LinearRing></outerBoundaryIs></Polygon></MultiGeometry>
</Placemark><Placemark><name>Нигде</name></Placemark></Folder></Document></kml>"""
GPX = """<gpx version="1.1"><wpt lat="50.26" lon="127.53"><name>Двор</name><type>yard</type></wpt>
<wpt lat="x" lon="127.5"><name>Парк</name></wpt></gpx>"""
BOMB = '<!DOCTYPE kml [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><kml><name>&b;</name></kml>'


def zipped(**parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("_", "."), text)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (KML.encode(), "a.kml"),
        (KML.encode(), "export.xml"),
        (KML.replace("UTF-8", "UTF-16").encode("utf-16"), "a.kml"),
        (b"\xef\xbb\xbf\n" + KML.partition("?>")[2].encode(), "a.kml"),
        (zipped(doc_kml=KML), "a.kmz"),
    ],
    ids=["kml", "other name", "wide", "mark", "kmz"],
)
def test_placemarks_come_with_their_folder_and_their_data(data: bytes, name: str) -> None:
    file = read(data, name)

    assert told(file) == [
        ("Двор", (50.26, 127.53), []),
        ("Парк", (50.25, 127.55), []),
        ("Нигде", None, ["shapes.error.none"]),
    ]
    assert {key: file.rows[0].said[key] for key in ("kind", "address")} == {"kind": "Дворы", "address": "Ленина, 5"}


def test_waypoints_come_in_and_a_bad_one_is_told() -> None:
    file = read(GPX, "a.gpx")

    assert told(file) == [("Двор", (50.26, 127.53), []), ("Парк", None, ["shapes.error.numbers"])]
    assert file.rows[0].said["kind"] == "yard"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (BOMB, "markup.error.entities"),
        (BOMB.replace("<!DOCTYPE", "<!-- " + "x" * 9_000 + " --><!DOCTYPE"), "markup.error.entities"),
        ("<kml>" + "<Folder>" * 500, "markup.error.too_deep"),
        (KML[:-40], "markup.error.broken"),
        ('<?xml version="1.0" encoding="no-such"?><kml/>', "markup.error.broken"),
        ("<kml/>", "markup.error.no_placemarks"),
        ('<gpx><trk><trkseg><trkpt lat="1" lon="1"/></trkseg></trk></gpx>', "markup.error.no_waypoints"),
        ("<svg/>", "markup.error.other"),
    ],
)
def test_markup_that_cannot_be_read_is_refused(text: str, key: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_markup(text.encode())

    assert (refused.value.key, refused.value.field) == (key, "file")


def test_archive_that_grows_too_much_is_refused() -> None:
    with pytest.raises(Invalid) as refused:
        read(zipped(doc_kml="<kml>" + " " * 50_000_000 + "</kml>"), "a.kmz")

    assert refused.value.key == "markup.error.too_large"
