"""What is under guarantee, and what was called fixed before, in sentences. Typed text in them stays to be escaped."""

from planner.i18n import Translator
from planner.services.city.repairs import Guarantee
from planner.services.issues.near import FixedBefore


def say_guarantee(t: Translator, guarantee: Guarantee) -> str:
    """«На гарантии до 1 июня 2028 (контракт № 5): подрядчик ООО «Дорога»»."""
    repair = guarantee.repair
    until, contract = t.full_date(repair.guarantee_until), repair.contract
    key = "repairs.under_contract" if contract else "repairs.under"
    said = t(key, until=until, contract=contract, name=repair.name)
    return f"{said} {t('repairs.contractor_is', name=guarantee.contractor)}" if guarantee.contractor else said


def say_order(t: Translator, guarantee: Guarantee) -> str:
    """The text that an instruction about it begins with: to mend it at the contractor's cost."""
    repair = guarantee.repair
    key = "repairs.order_contract" if repair.contract else "repairs.order"
    return t(key, contract=repair.contract, until=t.full_date(repair.guarantee_until))


def say_fixed_before(t: Translator, fixed: FixedBefore) -> str:
    """«№ 12 закрыто как устранённое 3 мая: доложил Иванов, проверила Петрова»."""
    day = t.full_date(fixed.closed_at) if fixed.closed_at else "—"
    said = t("repairs.fixed_before", number=fixed.number, day=day)
    who = [
        t(f"repairs.{key}", name=name)
        for key, name in (("reported_by", fixed.reported_by), ("verified_by", fixed.verified_by))
        if name
    ]
    return " ".join([said, *who])
