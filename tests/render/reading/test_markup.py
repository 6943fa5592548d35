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


PLACED = "<Point><coordinates>127.53,50.26</coordinates></Point>"


def one_mark(inside: str, head: str = "") -> str:
    return f"{head}<kml><Document><Placemark>{inside}{PLACED}</Placemark></Document></kml>"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (one_mark("<name>Двор у дома</name>").encode("cp1251"), "Двор у дома"),
        (one_mark("<name>Двор</name>", '<?xml version="1.0" encoding="UTF-8"?>').encode("cp1251"), "Двор"),
        (one_mark("<name>Двор</name>", '<?xml version="1.0" encoding="UTF-16"?>').encode(), "Двор"),
        (one_mark("<name>Двор & сад</name>").encode(), "Двор & сад"),
        (one_mark("<name>Двор&nbsp;&laquo;А&raquo; & <![CDATA[<b>B&C</b>]]></name>").encode(), "Двор «А» & B&C"),
        (f"<Document><Placemark><name>A</name>{PLACED}</Placemark></Document>".encode(), "A"),
        (f"<Placemark><name>A</name>{PLACED}</Placemark>".encode(), "A"),
        (one_mark("<name>A</name>").replace("127.53,50.26", "127,53 50,26").encode(), "A"),
    ],
)
def test_markup_that_people_would_call_right_is_read(data: bytes, expected: str) -> None:
    assert told(read(data, "a.kml")) == [(expected, (50.26, 127.53), [])]


def test_table_in_a_description_is_what_is_said_of_a_district() -> None:
    table = "<table><tr><td>NAME</td><td>Центр</td></tr><tr><td>POP</td><td>57810</td></tr></table>"
    area = (
        "<Polygon><outerBoundaryIs><LinearRing><coordinates>127.5,50.2 127.6,50.2 127.6,50.3 127.5,50.2</coordinates>"
    )
    area += "</LinearRing></outerBoundaryIs></Polygon>"
    text = f"<kml><Placemark><name>0</name><description><![CDATA[{table}]]></description>{area}</Placemark></kml>"

    file = read(text, "a.kml", "districts")

    assert [(row.name, row.said["population"]) for row in file.rows] == [("Центр", 57_810)]


def test_placemark_with_an_address_alone_is_looked_up() -> None:
    file = read("<kml><Placemark><name>A</name><address>ул. Ленина, 5</address></Placemark></kml>", "a.kml")

    assert told(file) == [("A", None, ["intake.doubt.by_address"])]


def test_waypoint_says_what_programs_add_and_is_called_by_its_words() -> None:
    more = "<extensions><o:address xmlns:o='o'>ул. Ленина, 5</o:address></extensions>"
    text = f"<gpx><wpt lat='50.26' lon='127.53'><cmt>Двор</cmt>{more}</wpt></gpx>"

    assert [(row.name, row.said["address"]) for row in read(text, "a.gpx").rows] == [("Двор", "ул. Ленина, 5")]


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
        ('<?xml version="1.0" encoding="no-such"?><kml/>', "markup.error.no_placemarks"),
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
