"""What somebody else has changed while a form was open, field by field. Typed text in it stays to be escaped."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from planner.domain.actor import Actor
from planner.domain.errors import ChangedMeanwhile
from planner.domain.press import TEXTS
from planner.domain.typed import shortened
from planner.i18n import Translator
from planner.phrases.names import name_for

LONGEST_VALUE = 80

_TOUR_FIELDS = (
    *("title", "leader_id", "secretary_id", "start_name", "end_name", "bus_name", "bus_plate"),
    *("seats", "quota_agency", "quota_press", "quota_public"),
)
_LIMITS = (
    *("districts", "with_places", "longest_ride", "longest_km", "wait_points", "walk_m", "talk_most", "buses"),
    "guarantee_months",
)
_WEIGHTS = ("low", "normal", "danger", "overdue_day", "supporter", "promise", "district", "planned")
LABELS: Mapping[str, Mapping[str, str]] = {
    "agency": {
        "name": "agencies.name",
        "short_name": "agencies.short_name",
        "kind": "agencies.kind",
        "email": "agencies.email",
        "phone": "agencies.phone",
        "category_ids": "agencies.categories",
        "district_ids": "agencies.districts",
    },
    "bus": {"weight_t": "travel.bus.weight", "height_m": "travel.bus.height", "length_m": "travel.bus.length"},
    "layer": {
        **{name: f"layers.{name}" for name in ("name", "name_en", "icon", "fields", "offers_name", "offers_name_en")},
        **{
            "about": "layers.lead",
            "about_en": "layers.lead_en",
            "agency_id": "layers.agency",
            "public": "layers.public",
        },
    },
    "facility": {
        **{"name": "places.name", "kind": "places.kind", "address": "places.address", "district_id": "places.district"},
        **{"lat": "city.lat", "lon": "city.lon", "offers": "layers.field.offers", "offer_times": "layers.offer_times"},
        **{name: f"layers.{name}" for name in ("about", "phone", "email", "site", "age_from", "age_to")},
        **{name: f"layers.field.{name}" for name in ("cost", "hours")},
    },
    "facility_note": {"kind": "layers.note_kind", "on_day": "layers.note_day", "text": "layers.note_text"},
    "release": {name: f"press.text.{name}" for name in TEXTS},
    "contact": {
        **{name: f"media.{name}" for name in ("outlet", "name", "email", "phone", "note", "groups", "language")},
    },
    "report": {
        "text": "residents.text",
        "category_id": "residents.topic",
        "address": "residents.place",
        "point": "residents.point",
    },
    "listening": {"takes_reports": "residents.takes", "report_consent": "residents.consent_text"},
    "openness": {name: f"publicity.{name}" for name in ("open_pages", "open_tours", "open_contact")},
    "pair": {name: f"press.{name}" for name in ("caption", "caption_en")},
    "quote": {name: f"press.quote.{name}" for name in ("speaker", "post", "text", "text_en")},
    "media": {
        "outlet": "events.outlet",
        **{name: f"events.media_field.{name}" for name in ("name", "contact", "note")},
        "state": "events.accreditation",
    },
    "category": {
        "name": "categories.name",
        "name_en": "categories.name_en",
        "icon": "categories.icon",
        "days": "categories.days",
        "position": "categories.title",
    },
    "city": {
        "name": "city.name",
        "name_en": "city.name_en",
        "timezone": "city.timezone",
        "view_lat": "city.lat",
        "view_lon": "city.lon",
        "view_zoom": "city.zoom",
        "tile_url": "city.tile_url",
        "tile_attribution": "city.tile_attribution",
        "speed_kmh": "city.speed",
        "detour_factor": "city.detour",
        "least_talk_minutes": "city.least_talk",
        "sign_in_help": "city.sign_in_help",
        "keep_originals": "city.keep_originals",
        "country": "days.country",
        "due_on_working_day": "days.on_working_day",
        "urgent_in_working_days": "days.urgent",
        "quiet_days": "days.quiet",
    },
    "district": {
        "name": "districts.name",
        "population": "districts.population",
        "polygon": "districts.outline",
    },
    "instruction": {
        "text": "instruct.text",
        "agency_id": "instruct.agency",
        "due_on": "instruct.due",
        "co_executor_ids": "instruct.co_executors",
        "controller_id": "instructions.fact.controller",
        "control": "instructions.fact.control",
    },
    "issue": {
        "category_id": "issue_page.fact.what.category",
        "text": "issue_page.fact.what.text",
        "severity": "issue_page.fact.what.severity",
        "address": "issue_page.fact.what.address",
        "district_id": "issue_page.fact.what.district",
        "lat": "city.lat",
        "lon": "city.lon",
        "line": "issue_page.fact.what.place",
        "internal": "issue_page.edit.internal",
        "behalf": "field.behalf",
        "external_number": "issue_page.edit.external_number",
        "placed": "issue_page.fact.what.place",
        "accuracy_m": "issue_page.fact.what.place",
        "place_from": "issue_page.fact.what.place",
    },
    "leg": {
        "minutes": "travel.leg.minutes",
        "until": "travel.until",
        "reason": "travel.leg.reason",
        "both_ways": "travel.leg.both_ways",
    },
    "participant": {
        "phone": "invitations.phone",
        "email": "invitations.email",
        "post": "invitations.post",
        "agency_name": "invitations.guest_agency",
        "note": "invitations.contact_note",
    },
    "person": {
        "name": "people.name",
        "post": "people.post",
        "email": "people.email",
        "phone": "people.phone",
        "agency_id": "people.agency",
        "heads_agency": "people.heads_agency",
        "roles": "people.roles",
    },
    "place": {
        "name": "places.name",
        "kind": "places.kind",
        "address": "places.address",
        "source": "places.source",
        "lat": "city.lat",
        "lon": "city.lon",
        "district_id": "places.district",
    },
    "repair": {
        "name": "repairs.name",
        "contract": "repairs.contract",
        "contractor": "repairs.contractor",
        "agency_id": "repairs.agency",
        "accepted_on": "repairs.accepted_on",
        "guarantee_until": "repairs.guarantee_until",
    },
    "vote": {
        **{name: f"votes.field.{name}" for name in ("title", "about", "hidden")},
        "opens_at": "votes.field.opens_on",
        "closes_at": "votes.field.closes_on",
        "options": "votes.field.lines",
    },
    "rules": {name: f"proposals.rule.{name}" for name in _LIMITS},
    "router": {"kind": "travel.router.kind", "url": "travel.router.url"},
    "stop": {
        "name": "stops.name",
        "address": "stops.address",
        "minutes_talk": "stops.minutes_talk",
        "minutes_off": "stops.minutes_off",
        "window_from": "stops.window_from",
        "window_to": "stops.window_to",
        "must": "stops.must",
        "pinned": "stops.pinned",
        "agenda": "stops.agenda",
        "issue_ids": "stops.issues",
    },
    "tour": {
        "kind": "tours.kind",
        "starts_at": "tours.starts_at",
        "ends_at": "tours.ends_at",
        "start_lat": "tours.field.start_name",
        "start_lon": "tours.field.start_name",
        "end_lat": "tours.field.end_name",
        "end_lon": "tours.field.end_name",
        "materials": "events.materials",
        "note": "tours.note",
        **{name: f"tours.field.{name}" for name in _TOUR_FIELDS},
    },
    "weights": {name: f"proposals.weight.{name}" for name in _WEIGHTS},
}
"""What each field is called in its form, by the thing that is edited."""


def say_changes(t: Translator, error: ChangedMeanwhile) -> str:
    """«Пока вы правили, то же самое изменил кто-то другой: Телефон (теперь «22-33»). …»"""
    labels: dict[str, str] = {}
    for name, value in error.present.items():
        labels.setdefault(t(LABELS[error.thing][name]), _value(t, name, value))
    fields = "; ".join(
        t("app.changed_to", what=label, value=value) if value else label for label, value in labels.items()
    )
    return t("app.changed_by", fields=fields, by=error.by) if error.by else t(error.key, fields=fields)


def say_theirs(t: Translator, error: ChangedMeanwhile) -> list[tuple[tuple[str, ...], str]]:
    """What one may take of what others have stored: fields that have one name together, and that name with the value."""
    named: dict[str, list[str]] = {}
    for name in error.present:
        named.setdefault(t(LABELS[error.thing][name]), []).append(name)
    values = {label: _value(t, names[0], error.present[names[0]]) for label, names in named.items()}
    return [
        (tuple(names), t("app.theirs", what=label, value=values[label]) if values[label] else label)
        for label, names in named.items()
    ]


def say_beside(t: Translator, reader: Actor, fields: Mapping[str, Any], *, by: str) -> str:
    """«Одновременно изменено и другим человеком (Ольга): Описание (теперь: …)»: what an edit of an issue met, and was made all
    the same; `fields` are the values that others had given.
    """
    labels = {t(LABELS["issue"][name]): _value(t, name, value) for name, value in fields.items()}
    told = "; ".join(t("field.met", what=label, value=value) if value else label for label, value in labels.items())
    name = name_for(reader, by)
    return t("field.beside_by", by=name, fields=told) if name else t("field.beside", fields=told)


def _value(t: Translator, name: str, value: Any) -> str:
    """The value in words where it is a text, a number or a day; empty where its name must be enough."""
    match value:
        case bool():
            return ""
        case datetime():
            return t.moment(value)
        case date():
            return t.full_date(value)
        case int() | float() if not name.endswith("_id"):
            return str(value)
        case "" | None:
            return t("app.changed_to_nothing")
        case str() if type(value) is str:
            return shortened(value, LONGEST_VALUE)
    return ""
