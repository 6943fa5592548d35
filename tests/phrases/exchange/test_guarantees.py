"""A guarantee in a sentence, with and without what is not known."""

from datetime import UTC, date, datetime

from planner.domain.models import Agency, Repair
from planner.i18n import translator
from planner.phrases.exchange.guarantees import say_fixed_before, say_guarantee, say_order
from planner.services.city.repairs import Guarantee
from planner.services.issues.near import FixedBefore

T = translator("ru", "Asia/Yakutsk")
NOBREAK = "\u00a0"


def repair(contract: str = "", contractor: str = "") -> Repair:
    return Repair(
        name="ул. Мира",
        geometry={},
        guarantee_until=date(2028, 6, 1),
        south=1.0,
        west=1.0,
        north=1.0,
        east=1.0,
        contract=contract,
        contractor=contractor,
    )


def said(text: str) -> str:
    return text.replace(NOBREAK, " ")


def test_guarantee_names_day_contract_and_contractor() -> None:
    known = Guarantee(repair(contract="№ 5", contractor="ООО «Дорога»"), Agency(name="Дорога"))
    bare = Guarantee(repair(), None)

    assert said(say_guarantee(T, known)) == "На гарантии до 1 июня 2028 (контракт № 5): ул. Мира. Подрядчик — Дорога."
    assert said(say_guarantee(T, bare)) == "На гарантии до 1 июня 2028: ул. Мира."
    assert said(say_order(T, known)) == "Устранить за счёт подрядчика по гарантии до 1 июня 2028, контракт № 5."
    assert said(say_order(T, bare)) == "Устранить за счёт подрядчика по гарантии до 1 июня 2028."


def test_what_was_fixed_before_names_who_said_so() -> None:
    whole = FixedBefore(12, datetime(2025, 5, 3, tzinfo=UTC), "Иванов", "Петрова")

    assert said(say_fixed_before(T, whole)) == (
        "№ 12, закрыто 3 мая 2025. Исполнение доложено: Иванов. Проверка: Петрова."
    )
    assert said(say_fixed_before(T, FixedBefore(12, None, "", ""))) == "№ 12, закрыто —."
