"""A town whose streets and houses have all the spellings that maps use: corner houses, ranges, ordinals, named buildings."""

from pathlib import Path

from planner.city.addresses.addresses import Addresses
from planner.city.addresses.index import build_address_index
from planner.city.extract.file import read_features
from planner.domain.geo import Box
from tests.towns.block_town import TownWriter

WORLD = Box(-85, -180, 85, 180)
HOUSES = {
    "улица Ленина": ("11", "12", "15А с1", "16", "22-24", "26", "178-180/1", "34", "34А", "5"),
    "Амурская улица": ("12", "14", "16", "18", "20", "22"),
    "улица Карла Маркса": ("5", "7к2", "9 лит. Б"),
    "Зейская улица": ("7", "133 корп. 2 стр. 1", "15/2", "15"),
    "улица 1 Мая": ("3",),
    "2-я Брестская улица": ("6",),
    "Благовещенская улица": ("12",),
    "улица 50 лет Октября": ("7", "12"),
    "улица Муравьёва-Амурского": ("20",),
    "Первомайская улица": ("4",),
    "улица 22-го Партсъезда": ("8",),
    "Игнатьевское шоссе": ("10", "17Б"),
    "улица Генерала Белобородова": ("2",),
    "улица Максима Горького": ("4", "8"),
    "Большая Садовая улица": ("3",),
    "проспект Мира": ("1",),
    "набережная Амура": ("1",),
    "Красноармейская улица": ("102",),
    "улица Дьяченко": ("5",),
    "Октябрьская улица": ("60",),
    "улица Чайковского": ("9",),
}
"""From west to east, each 5 blocks north of the one before."""
ACROSS = ("улица Калинина", "Театральная улица")
"""From south to north, at columns 3 and 6."""


def spelled_town(folder: Path) -> Addresses:
    """The search of that town."""
    return Addresses(index_of(write_spelled_town(folder / "town.osm.pbf"), folder / "addresses.db"))


def index_of(file: Path, target: Path) -> Path:
    """The search of any extract."""
    build_address_index(read_features(file, WORLD), target)
    return target


def write_spelled_town(path: Path) -> Path:
    """The extract."""
    writer = TownWriter()
    rows = [5.0 * row for row in range(len(HOUSES))]
    for row, (name, numbers) in zip(rows, HOUSES.items(), strict=True):
        writer.way([(0, row), (3, row), (6, row), (12, row)], {"highway": "residential", "name": name})
        for column, number in enumerate(numbers):
            writer.node(column + 0.5, row + 0.1, {"addr:street": name, "addr:housenumber": number})
    for column, name in zip((3, 6), ACROSS, strict=True):
        writer.way([(column, row) for row in rows], {"highway": "residential", "name": name})
    writer.node(3.1, 0.1, {"addr:street": "улица Калинина", "addr:housenumber": "12"})
    _corner_houses(writer, 5.0 * len(HOUSES))
    _named_things(writer)
    writer.node(1, 2, {"place": "city", "name": "Благовещенск"})
    _village(writer)
    return writer.write(path)


def _corner_houses(writer: TownWriter, row: float) -> None:
    for number, name in enumerate(("Малый проспект", "12-я линия")):
        writer.way([(0, row + 5 * number), (3, row + 5 * number)], {"highway": "residential", "name": name})
    corner = {"addr:street": "Малый проспект", "addr:housenumber": "37/49", "addr:street2": "12-я линия"}
    writer.node(1, row - 0.1, corner)
    other = {"addr:street": "12-я линия", "addr:housenumber": "51"}
    writer.node(2, row + 4.9, other | {"addr2:street": "Малый проспект", "addr2:housenumber": "41"})


def _named_things(writer: TownWriter) -> None:
    writer.node(
        4, 1, {"building": "retail", "name": "ТЦ «Острова»", "addr:street": "улица Мухина", "addr:housenumber": "114"}
    )
    writer.node(5, 1, {"shop": "mall", "name": "Мега"})
    writer.node(4, 2, {"amenity": "school", "name": "МБОУ СОШ № 5", "short_name": "Школа 5"})
    writer.node(5, 2, {"amenity": "school", "name": "Гимназия № 25"})
    writer.node(9, 2, {"amenity": "school", "name": "Школа на Зейской"})
    writer.node(9, 3, {"tourism": "attraction", "name": "Детская площадка у здания администрации"})
    writer.node(4, 3, {"amenity": "kindergarten", "name": "МДОУ ДС № 3"})
    writer.node(5, 3, {"leisure": "park", "name": "Парк Победы"})
    writer.node(4, 4, {"amenity": "hospital", "name": "Городская поликлиника № 3"})
    writer.node(6, 4, {"amenity": "place_of_worship", "name": "Храм Святителя Иннокентия"})
    writer.node(7, 4, {"railway": "station", "name": "Благовещенск"})
    writer.node(8, 1, {"highway": "bus_stop", "name": "Площадь Ленина"})
    writer.node(9, 2, {"place": "suburb", "name": "Северный"})
    writer.node(9, 3, {"amenity": "cafe", "name": "Берёзка"})


def _village(writer: TownWriter) -> None:
    writer.node(60, 60, {"place": "village", "name": "Чигири"})
    for row, name in ((60.0, "улица Ленина"), (61.0, "Центральная улица")):
        writer.way([(59, row), (61, row)], {"highway": "residential", "name": name})
        writer.node(60.1, row + 0.05, {"addr:street": name, "addr:housenumber": "3", "addr:city": "Чигири"})
        writer.node(60.3, row + 0.05, {"addr:street": name, "addr:housenumber": "12", "addr:city": "Чигири"})
