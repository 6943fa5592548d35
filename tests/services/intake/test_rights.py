"""The official of an agency brings files into the layers of the agency, and into no other."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlmodel import Session, select

from planner.domain.actor import Actor
from planner.domain.errors import NotAllowed, NotFound
from planner.domain.models import Agency, Place
from planner.domain.models.types import id_of
from planner.i18n import translator
from planner.phrases.exchange.intake import say_problems
from planner.phrases.public.layers import facility_cells
from planner.render.reading.files import read_file
from planner.render.reading.rows import read_rows
from planner.render.tables.tables import to_csv
from planner.services.city.places import save_place
from planner.services.intake.columns import keep_header, kept_columns
from planner.services.intake.plan import plan_intake
from planner.services.intake.planned import IntakePlan
from planner.services.intake.rights import require_intake
from planner.services.intake.write import write_intake
from planner.services.layers.facilities import COLUMNS, facility_rows
from planner.services.layers.layers import archive_layer
from tests.services.issue_story import NOW
from tests.services.layers.conftest import city, city_database, session
from tests.services.layers.layer_story import a_facility, a_layer
from tests.services.public_story import OpenScene

__all__ = ["city", "city_database", "session"]
FILE = "Название;Координаты\nЗал;50.28, 127.54\n"
RU = translator("ru", "Asia/Yakutsk")


def plan(session: Session, actor: Actor, text: str, layer_id: int | None) -> IntakePlan:
    """What the file would do for whoever brings it."""
    read = read_rows(read_file(text.encode(), "f.csv"), "facilities")
    return plan_intake(session, actor, read, data=Path("/nonexistent"), layer_id=layer_id)


def told(intake: IntakePlan) -> list[tuple[str, list[str]]]:
    """Each row with what becomes of it and what is said of that."""
    return [(each.fate.value, say_problems(RU, each.row)) for each in intake.rows]


def test_official_fills_and_changes_the_layer_of_the_agency(session: Session, city: OpenScene) -> None:
    oksana, number = city.scene.town.oksana, id_of(a_layer(session, city.scene.town))

    keep_header(session, oksana, "facilities", ["Что"], {"name": "Что"}, layer_id=number)
    written = write_intake(session, oksana, plan(session, oksana, FILE, number), now=NOW)
    changes = plan(session, oksana, "Название;Координаты;Стоимость\nЗал;50.28, 127.54;500 ₽\n", number)
    changed = write_intake(session, oksana, changes, now=NOW)

    place = session.exec(select(Place).where(Place.layer_id == number)).one()
    assert (written, changed, place.name, place.cost) == (1, 1, "Зал", "500 ₽")
    assert kept_columns(session, oksana, "facilities", ["Что"], layer_id=number) == {"name": "Что"}


def test_table_that_an_official_took_away_comes_back_as_what_is_here(session: Session, city: OpenScene) -> None:
    oksana, layer = city.scene.town.oksana, a_layer(session, city.scene.town)
    a_facility(session, city.scene.town, layer)

    rows = [facility_cells(RU, *each) for each in facility_rows(session, oksana, id_of(layer))]
    table = to_csv([RU(f"layers.export.{each}") for each in COLUMNS], rows).decode("utf-8-sig")

    assert told(plan(session, oksana, table, id_of(layer))) == [("known", [])]


def _plan(w: SimpleNamespace) -> object:
    return plan(w.session, w.actor, FILE, w.layer)


def _write(w: SimpleNamespace) -> object:
    return write_intake(w.session, w.actor, w.planned, now=NOW)


def _keep(w: SimpleNamespace) -> None:
    keep_header(w.session, w.actor, "facilities", ["Что"], {"name": "Что"}, layer_id=w.layer)


def _kept(w: SimpleNamespace) -> object:
    return kept_columns(w.session, w.actor, "facilities", ["Что"], layer_id=w.layer)


@pytest.mark.parametrize("do", [_plan, _write, _keep, _kept])
def test_official_of_another_agency_is_refused(
    session: Session, city: OpenScene, do: Callable[[SimpleNamespace], object]
) -> None:
    town = city.scene.town
    number = id_of(a_layer(session, town))
    planned = plan(session, town.oksana, FILE, number)

    with pytest.raises(NotAllowed) as other:
        do(SimpleNamespace(session=session, actor=town.boris, layer=number, planned=planned))

    assert other.value.key == "permissions.other_layer"
    assert session.exec(select(Place).where(Place.layer_id == number)).all() == []


def test_layer_without_an_agency_and_other_kinds_are_not_for_officials(session: Session, city: OpenScene) -> None:
    town = city.scene.town
    of_city, archived = a_layer(session, town, agency_id=None), a_layer(session, town, "Парки")
    archive_layer(session, town.olga, id_of(archived))

    require_intake(session, town.oksana, "facilities")
    with pytest.raises(NotAllowed):
        require_intake(session, town.oksana, "facilities", id_of(of_city))
    with pytest.raises(NotFound):
        require_intake(session, town.oksana, "facilities", id_of(archived))
    for kind in ("places", "districts", "agencies", "people", "issues"):
        with pytest.raises(NotAllowed):
            require_intake(session, town.oksana, kind)


def test_rows_of_another_layer_or_agency_are_refused_in_words(session: Session, city: OpenScene) -> None:
    town = city.scene.town
    number = id_of(a_layer(session, town))
    a_layer(session, town, "Парки", name_en="Parks")
    own, other = (session.get_one(Agency, each).name for each in (town.roads, town.parks))
    names = (("СПОРТ", own), ("Парки", ""), ("parks", ""), ("", other), ("Театры", ""), ("", "Нет такой"))
    table = "Название;Координаты;Слой;Кто ведёт\n" + "".join(
        f"Зал {row};50.2{row}, 127.54;{layer};{agency}\n" for row, (layer, agency) in enumerate(names)
    )

    intake = plan(session, town.oksana, table, number)
    written = write_intake(session, town.oksana, intake, doubtful=True, now=NOW)

    assert told(intake) == [
        ("new", []),
        ("bad", ["В строке указан слой «Парки», а файл загружается в слой «Спорт»."]),
        ("bad", ["В строке указан слой «parks», а файл загружается в слой «Спорт»."]),
        ("bad", [f"В строке указана организация «{other}», а слой ведёт «{own}»."]),
        ("doubt", ["Слоя «Театры» в городе нет. Строка загрузится в слой «Спорт»."]),
        ("doubt", ["Организации «Нет такой» нет в справочнике. Строка загрузится без неё: кто ведёт, указано у слоя."]),
    ]
    assert (written, [each.fate.value for each in plan(session, town.olga, table, number).rows][1:4]) == (
        3,
        ["bad"] * 3,
    )


def test_row_that_names_an_agency_is_refused_where_organizers_keep_the_layer(session: Session, city: OpenScene) -> None:
    town = city.scene.town
    number, name = id_of(a_layer(session, town, agency_id=None)), session.get_one(Agency, town.roads).name

    intake = plan(session, town.olga, f"Название;Координаты;Кто ведёт\nЗал;50.28, 127.54;{name}\n", number)

    assert told(intake) == [("bad", [f"В строке указана организация «{name}», а слой ведут организаторы."])]


def test_official_lets_no_place_of_the_catalogue_join(session: Session, city: OpenScene) -> None:
    town = city.scene.town
    number = id_of(a_layer(session, town))
    plain = save_place(session, town.olga, name="Зал", lat=50.28, lon=127.54)

    intake = plan(session, town.oksana, FILE, number)
    written = write_intake(session, town.oksana, plan(session, town.olga, FILE, number), now=NOW)

    assert told(intake) == [("bad", ["Такое место уже есть в каталоге. В слой его вносит организатор."])]
    assert (written, plain.layer_id) == (0, None)
