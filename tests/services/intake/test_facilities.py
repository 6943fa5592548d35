"""Facilities come in by files: matched columns of both languages, nothing twice, what is here changed beside what is empty."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlmodel import Session, col, select

from planner.domain.actor import Actor
from planner.domain.errors import Invalid, NotAllowed, NotFound
from planner.domain.models import Place
from planner.domain.models.types import id_of
from planner.i18n import LANGUAGES, translator
from planner.phrases.public.layers import facility_cells
from planner.render.reading.files import read_file
from planner.render.reading.rows import read_rows
from planner.render.tables.tables import to_csv
from planner.services.city.places import save_place
from planner.services.intake.facilities import layer_called
from planner.services.intake.plan import plan_intake
from planner.services.intake.planned import IntakePlan
from planner.services.intake.write import write_intake
from planner.services.layers.facilities import COLUMNS, facility_rows
from tests.services.issue_story import NOW
from tests.services.layers.conftest import city, city_database, session
from tests.services.layers.layer_story import a_facility, a_layer
from tests.services.public_story import OpenScene

__all__ = ["city", "city_database", "session"]
NOWHERE = Path("/nonexistent")
RUSSIAN = """Учреждение;Адрес;Координаты;Виды спорта;Возраст;Стоимость;Режим работы;Тел.;Сайт;Описание
Бассейн «Волна»;ул. Мира, 5;50.28, 127.54;Плавание, Аквааэробика (вода, музыка);с 7 до 17 лет;300 руб.;пн-пт 8-20;22-33-44;volna.ru;25 м
"""
ENGLISH = """Name,Latitude,Longitude,Activities,Min age,Max age,Price,Opening hours,Phone,Website,Notes
Wave,50.28,127.54,Swimming; Diving,7,17,300 rub,Mon-Fri 8-20,22-33-44,https://volna.ru,25 m
"""


def plan(session: Session, city: OpenScene, text: str, layer_id: int | None, actor: Actor | None = None) -> IntakePlan:
    """What the file would do for Olga, or for another."""
    read = read_rows(read_file(text.encode(), "f.csv"), "facilities")
    return plan_intake(session, actor or city.scene.town.olga, read, data=NOWHERE, layer_id=layer_id)


def fates(intake: IntakePlan) -> Sequence[str]:
    return [each.fate.value for each in intake.rows]


@pytest.mark.parametrize(
    ("text", "offers"),
    [(RUSSIAN, ["Плавание", "Аквааэробика (вода, музыка)"]), (ENGLISH, ["Swimming", "Diving"])],
)
def test_columns_of_both_languages_are_understood(
    session: Session, city: OpenScene, text: str, offers: list[str]
) -> None:
    olga, number = city.scene.town.olga, id_of(a_layer(session, city.scene.town))

    intake = plan(session, city, text, number)
    before = session.exec(select(Place).where(Place.layer_id == number)).all()
    written = write_intake(session, olga, intake, now=NOW)

    place = session.exec(select(Place).where(Place.layer_id == number)).one()
    assert (fates(intake), before, written) == (["new"], [], 1)
    assert (place.offers, place.age_from, place.age_to) == (offers, 7, 17)
    assert (place.phone, place.site, place.about[:2]) == ("22-33-44", "https://volna.ru", "25")
    assert (place.cost[:3], place.hours[-4:]) == ("300", "8-20")


@pytest.mark.parametrize("language", LANGUAGES)
def test_table_that_went_out_comes_back_as_what_is_here(session: Session, city: OpenScene, language: str) -> None:
    town = city.scene.town
    layer = a_layer(session, town)
    ages = ((None, None), (7, 17), (7, None), (None, 17), (10, 10), (1, 2))
    for number, (first, last) in enumerate(ages):
        a_facility(session, town, layer, name=f"Зал {number}", age_from=first, age_to=last)
    t = translator(language, "Asia/Yakutsk")
    rows = [facility_cells(t, *each) for each in facility_rows(session, town.boris, id_of(layer))]

    table = to_csv([t(f"layers.export.{each}") for each in COLUMNS], rows)
    intake = plan(session, city, table.decode("utf-8-sig"), id_of(layer))

    assert fates(intake) == ["known"] * 6


def test_row_about_a_facility_changes_what_it_says_and_leaves_the_rest(session: Session, city: OpenScene) -> None:
    town = city.scene.town
    layer = a_layer(session, town)
    place = a_facility(session, town, layer)
    table = "Название;Адрес;Координаты;Стоимость;Телефон\nСТАДИОН Амур;УЛ. ЛЕНИНА 1;50.9, 127.9;500 ₽;\n"

    intake = plan(session, city, table, id_of(layer))
    write_intake(session, town.olga, intake, now=NOW)
    again = plan(session, city, table, id_of(layer))

    assert (fates(intake), fates(again)) == (["change"], ["known"])
    assert (place.name, place.cost, place.phone, place.lat) == ("СТАДИОН Амур", "500 ₽", "8 (4162) 22-33-44", 50.9)


def test_place_of_the_catalogue_joins_the_layer_and_that_of_another_layer_does_not(
    session: Session, city: OpenScene
) -> None:
    town = city.scene.town
    layer, other = a_layer(session, town), a_layer(session, town, "Парки")
    plain = save_place(session, town.olga, name="Парк Дружбы", lat=50.28, lon=127.54, kind="парк")
    foreign = a_facility(session, town, other, name="Сквер", lat=50.29, lon=127.54)
    table = "Название;Координаты\nПарк дружбы;50.28, 127.54\nСквер;50.29, 127.54\n"

    intake = plan(session, city, table, id_of(layer))
    write_intake(session, town.olga, intake, now=NOW)

    assert fates(intake) == ["change", "new"]
    assert [each.key for each in intake.rows[0].row.problems] == ["intake.note.joins"]
    assert (plain.layer_id, plain.kind, foreign.layer_id) == (layer.id, "парк", other.id)
    assert len(session.exec(select(Place).where(col(Place.name) == "Сквер")).all()) == 2


def test_what_is_not_understood_is_in_doubt_and_comes_in_without_it(session: Session, city: OpenScene) -> None:
    olga, number = city.scene.town.olga, id_of(a_layer(session, city.scene.town))
    table = "Название;Координаты;Возраст;Сайт\nЗал;50.28, 127.54;дошкольники;спросите\n"

    intake = plan(session, city, table, number)
    written = [write_intake(session, olga, intake, doubtful=each, now=NOW) for each in (False, True)]

    place = session.exec(select(Place).where(Place.layer_id == number)).one()
    assert (fates(intake), written) == (["doubt"], [0, 1])
    assert [each.key for each in intake.rows[0].row.problems] == ["intake.doubt.site", "intake.doubt.ages"]
    assert (place.age_from, place.site) == (None, "")


def test_file_wants_a_layer_that_there_is_and_somebody_who_keeps_it(session: Session, city: OpenScene) -> None:
    town = city.scene.town
    number = id_of(a_layer(session, town))

    known = [layer_called(session, town.olga, name) for name in ("спорт", "SPORTS")]
    with pytest.raises(Invalid) as unknown:
        layer_called(session, town.olga, "Театры")
    with pytest.raises(Invalid) as none:
        plan(session, city, RUSSIAN, None)
    with pytest.raises(NotFound):
        plan(session, city, RUSSIAN, 99)
    with pytest.raises(NotAllowed):
        layer_called(session, town.boris, "Спорт")

    assert (known, layer_called(session, town.oksana, "Спорт")) == ([number, number], number)
    assert (unknown.value.key, none.value.key) == ("intake.bad.layer", "intake.bad.no_layer")
