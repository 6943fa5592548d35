"""The demo city's files: references resolve, points lie where they say, the story keeps the workflow's rules."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import pytest
from streamlit.material_icon_names import ALL_MATERIAL_ICONS

from planner.domain.facilities import costs_in, days_in
from planner.domain.geo import Point, distance_m, polygon_holds
from planner.domain.words import (
    GRANTED_ROLES,
    AgencyKind,
    Answer,
    InstructionState,
    IssueState,
    Outcome,
    Role,
    SeatGroup,
    Severity,
    Step,
    TourKind,
    TourState,
)
from planner.domain.workflow import INSTRUCTION_MOVES, check_demands, issue_state_of, next_instruction_state

FOLDER = Path(__file__).parents[2] / "data" / "demo"
Row = dict[str, Any]


def read(name: str) -> Any:
    return json.loads((FOLDER / f"{name}.json").read_text("utf-8"))


CITY: Row = read("city")
DISTRICTS: list[Row] = read("districts")
CATEGORIES: list[Row] = read("categories")
AGENCIES: list[Row] = read("agencies")
PEOPLE: list[Row] = read("people")
PLACES: list[Row] = read("places")
TOURS: list[Row] = read("tours")
ISSUES: list[Row] = read("issues")

BACKGROUND = CITY["background"]["features"]
BOUNDARY = next(each["geometry"] for each in BACKGROUND if each["properties"]["kind"] == "boundary")
RIVERS = [each["geometry"] for each in BACKGROUND if each["properties"]["kind"] == "river"]
DISTRICT = {each["key"]: each for each in DISTRICTS}
PERSON = {each["key"]: each for each in PEOPLE}
PLACE = {each["key"]: each for each in PLACES}
TOUR = {each["key"]: each for each in TOURS}
ISSUE = {each["key"]: each for each in ISSUES}
AGENCY_KEYS = {each["key"] for each in AGENCIES}


def point_of(row: Row) -> Point:
    return Point(row["lat"], row["lon"])


def minutes(clock: str) -> int:
    hours, rest = clock.split(":")
    return int(hours) * 60 + int(rest)


def when(row: Row) -> tuple[int, int]:
    return row["day"], minutes(row["time"])


def steps() -> Iterator[tuple[Row, Row]]:
    for issue in ISSUES:
        for step in issue["steps"]:
            yield issue, step


def turn(a: list[float], b: list[float], c: list[float]) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def cross(a: list[float], b: list[float], c: list[float], d: list[float]) -> bool:
    """Whether the inner parts of two segments meet."""
    return turn(a, b, c) * turn(a, b, d) < 0 and turn(c, d, a) * turn(c, d, b) < 0


def instruction_state(issue: Row) -> InstructionState | None:
    state: InstructionState | None = None
    for step in issue["steps"]:
        if step["do"] == Step.INSTRUCT:
            state = InstructionState.ASSIGNED
        elif step["do"] != Step.CLOSE:
            assert state is not None
            state = next_instruction_state(state, Step(step["do"]))
    return state


def issue_state(issue: Row) -> IssueState:
    if any(step["do"] == Step.CLOSE for step in issue["steps"]):
        return IssueState.CLOSED
    state = instruction_state(issue)
    return issue_state_of([] if state is None else [state])


def due_day(issue: Row) -> int:
    due, asked = 0, 0
    for step in issue["steps"]:
        due = step.get("due_day", due)
        asked = step.get("until_day", asked)
        due = asked if step["do"] in (Step.EXTEND, Step.RETURN) else due
    return due


# --- every file


@pytest.mark.parametrize(
    "rows",
    [DISTRICTS, CATEGORIES, AGENCIES, PEOPLE, PLACES, TOURS, ISSUES],
    ids=["districts", "categories", "agencies", "people", "places", "tours", "issues"],
)
def test_keys_are_unique(rows: list[Row]) -> None:
    repeated = [key for key, times in Counter(row["key"] for row in rows).items() if times > 1]

    assert repeated == []


def test_files_hold_no_telephone_and_no_real_mailbox() -> None:
    text = "\n".join(path.read_text("utf-8") for path in FOLDER.glob("*.json"))

    mailboxes = {box for box in re.findall(r"[\w.-]+@([\w.-]+)", text) if box != "example.org"}

    assert mailboxes == set()
    assert re.findall(r"\+7\s?[\d(]|\b8\s?\(\d{3,4}\)", text) == []


def test_english_names_are_given_where_the_program_shows_them() -> None:
    names = [CITY["name_en"], *(each["name_en"] for each in CATEGORIES)]

    assert [name for name in names if not re.fullmatch(r"[A-Z][A-Za-z ,-]+", name)] == []


def test_category_icons_are_material_symbols() -> None:
    assert [each["icon"] for each in CATEGORIES if each["icon"] not in ALL_MATERIAL_ICONS] == []


def test_readme_names_every_file() -> None:
    readme = (FOLDER / "README.md").read_text("utf-8")

    assert [path.name for path in FOLDER.glob("*.json") if f"`{path.name}`" not in readme] == []


# --- the map


def test_outside_sources_are_attributed() -> None:
    attribution = " ".join(CITY["attribution"])

    assert CITY["tiles"]["attribution"] == "© OpenStreetMap contributors"
    assert [
        name for name in ("© OpenStreetMap contributors", "ODbL", "GeoNames", "OurAirports") if name not in attribution
    ] == []


def test_background_features_have_a_kind_and_a_name() -> None:
    kinds = Counter(each["properties"]["kind"] for each in BACKGROUND)

    assert [each for each in BACKGROUND if not each["properties"]["name"]] == []
    assert (kinds["boundary"], kinds["river"], kinds["bridge"]) == (1, 2, 1)


@pytest.mark.parametrize(
    "geometry",
    [BOUNDARY, *RIVERS, *(each["geometry"] for each in DISTRICTS)],
    ids=["boundary", "Amur", "Zeya", *DISTRICT],
)
def test_polygon_is_closed_and_does_not_cross_itself(geometry: Row) -> None:
    (ring,) = geometry["coordinates"]
    sides = list(pairwise(ring))

    crossings = [(one, other) for one, other in combinations(sides, 2) if cross(*one, *other)]

    assert ring[0] == ring[-1]
    assert crossings == []


def test_districts_do_not_overlap() -> None:
    grid = [Point(50.23 + 0.002 * row, 127.39 + 0.003 * column) for row in range(140) for column in range(105)]

    shared = [point for point in grid if sum(polygon_holds(each["geometry"], point) for each in DISTRICTS) > 1]

    assert shared == []


@pytest.mark.parametrize("district", DISTRICTS, ids=list(DISTRICT))
def test_district_lies_on_the_city_s_land(district: Row) -> None:
    (ring,) = district["geometry"]["coordinates"]
    corners = [Point(lat, lon) for lon, lat in ring]
    middle = Point(sum(each.lat for each in corners) / len(corners), sum(each.lon for each in corners) / len(corners))
    inner = [Point(0.98 * each.lat + 0.02 * middle.lat, 0.98 * each.lon + 0.02 * middle.lon) for each in corners]

    assert [point for point in inner if not polygon_holds(BOUNDARY, point)] == []
    assert [point for point in corners if any(polygon_holds(river, point) for river in RIVERS)] == []


def test_population_of_eight_districts_adds_up_to_the_city() -> None:
    assert len(DISTRICTS) == 8
    assert sum(each["population"] for each in DISTRICTS) == 240_000
    assert {each["approximate"] for each in DISTRICTS} == {True}


def test_barrier_crossings_lie_on_the_bridge() -> None:
    amur, zeya = CITY["barriers"]

    assert (amur["name"], amur["crossings"], zeya["name"]) == ("Амур", [], "Зея")
    assert [distance_m(Point(*spot), point_of(PLACE["zeya_bridge"])) < 100 for spot in zeya["crossings"]] == [True]


def test_no_way_between_two_places_of_the_districts_crosses_a_river() -> None:
    spots = [[each["lat"], each["lon"]] for each in PLACES if each["district"]]
    banks = [side for barrier in CITY["barriers"] for side in pairwise(barrier["line"])]

    wet = [(a, b) for a, b in combinations(spots, 2) if any(cross(a, b, *side) for side in banks)]

    assert wet == []


# --- who and where


def test_agencies_are_of_known_kinds_and_cover_every_category() -> None:
    categories = {each["key"] for each in CATEGORIES}
    covered = {key for each in AGENCIES for key in each["categories"]}

    assert {AgencyKind(each["kind"]) for each in AGENCIES} == set(AgencyKind)
    assert covered == categories
    assert [
        each["areas"] for each in AGENCIES if each["areas"] != "all" and not set(each["areas"]) <= set(DISTRICT)
    ] == []


def test_people_have_known_roles_and_agencies() -> None:
    roles = {Role(role) for each in PEOPLE for role in each["roles"]}

    assert roles == set(GRANTED_ROLES)
    assert [each["key"] for each in PEOPLE if each["agency"] is not None and each["agency"] not in AGENCY_KEYS] == []


def test_every_agency_with_an_instruction_has_an_official() -> None:
    instructed = {step["agency"] for _, step in steps() if "agency" in step}
    answering = {each["agency"] for each in PEOPLE if Role.OFFICIAL in each["roles"]}

    assert instructed - answering == set()


def test_short_names_are_made_of_the_names() -> None:
    def short(name: str) -> str:
        family, first, second = name.split()
        return f"{family} {first[0]}. {second[0]}."

    assert [each["short_name"] for each in PEOPLE] == [short(each["name"]) for each in PEOPLE]


def test_places_lie_in_the_district_that_they_name() -> None:
    def district_of(place: Row) -> str | None:
        return next((key for key, each in DISTRICT.items() if polygon_holds(each["geometry"], point_of(place))), None)

    assert {each["key"]: each["district"] for each in PLACES} == {each["key"]: district_of(each) for each in PLACES}


def test_facilities_of_layers_are_places_and_say_when_and_what_it_costs() -> None:
    facilities = [each for layer in read("layers") for each in layer["facilities"]]

    assert [each["place"] for each in facilities if each["place"] not in PLACE] == []
    assert len({each["place"] for each in facilities}) == len(facilities) == 12
    assert [each["place"] for each in facilities if not days_in(each["hours"])] == []
    assert [each["place"] for each in facilities if "cost" in each and not costs_in(each["cost"])] == []


def test_places_have_a_source_and_a_licence() -> None:
    assert [each["key"] for each in PLACES if not (each["source"] and each["licence"] and each["accuracy_m"])] == []


# --- tours


def test_three_tours_are_past_one_is_planned_and_one_waits_for_its_stops() -> None:
    buses = [each for each in TOURS if each["kind"] == TourKind.BUS_TOUR]

    assert [(each["state"], each["day"]) for each in buses] == [
        (TourState.CLOSED, -150),
        (TourState.CLOSED, -90),
        (TourState.CLOSED, -30),
        (TourState.PUBLISHED, 4),
        (TourState.DRAFT, 11),
    ]
    assert {TourKind(each["kind"]) for each in TOURS} == set(TourKind)


@pytest.mark.parametrize("tour", TOURS, ids=list(TOUR))
def test_tour_s_references_resolve(tour: Row) -> None:
    people = [tour["leader"], tour["secretary"], *tour["boarded"]]
    people += [item["speaker"] for stop in tour["stops"] for item in stop["agenda"]]
    people += [each[name] for each in tour["invitations"] for name in ("person", "who") if name in each]
    places = [tour["start_place"], tour["end_place"], *(stop["place"] for stop in tour["stops"])]
    agencies = [each["agency"] for each in tour["invitations"] if "agency" in each]
    issues = [key for stop in tour["stops"] for key in stop.get("issues", [])]

    assert (set(people) - set(PERSON), set(places) - set(PLACE)) == (set(), set())
    assert (set(agencies) - AGENCY_KEYS, set(issues) - set(ISSUE)) == (set(), set())
    assert {each["answer"] for each in tour["invitations"]} - set(Answer) == set()


@pytest.mark.parametrize("tour", TOURS, ids=list(TOUR))
def test_agenda_fits_into_the_talk(tour: Row) -> None:
    tight = [
        stop["place"]
        for stop in tour["stops"]
        if sum(item["minutes"] for item in stop["agenda"]) > stop["minutes_talk"]
    ]

    assert tight == []


@pytest.mark.parametrize(
    "tour", [each for each in TOURS if "bus" in each], ids=[each["key"] for each in TOURS if "bus" in each]
)
def test_seats_suffice_and_only_a_full_quota_keeps_people_waiting(tour: Row) -> None:
    bus = tour["bus"]
    yes = Counter(each["group"] for each in tour["invitations"] if each["answer"] == Answer.YES)
    waiting = {each["group"] for each in tour["invitations"] if each["answer"] == Answer.WAITING}

    assert sum(bus["quotas"].values()) <= bus["seats"]
    assert [group for group in SeatGroup if yes[group] > bus["quotas"][group]] == []
    assert [group for group in waiting if yes[group] < bus["quotas"][group]] == []


@pytest.mark.parametrize("tour", [each for each in TOURS if each["state"] == "closed"], ids=lambda tour: tour["key"])
def test_past_tour_went_from_stop_to_stop(tour: Row) -> None:
    clock = [tour["started"]]
    for stop in tour["stops"]:
        clock += [stop["arrived"], stop["left"]]
    clock.append(tour["closed"])

    assert [minutes(each) for each in clock] == sorted(minutes(each) for each in clock)
    assert minutes(tour["start"]) <= minutes(tour["started"])
    assert minutes(tour["closed"]) <= minutes(tour["end"])
    assert [stop["head_count"] for stop in tour["stops"] if stop["head_count"] < 1] == []


# --- issues


def test_there_are_about_120_issues_in_every_state_and_with_every_outcome() -> None:
    states = Counter(issue_state(each) for each in ISSUES)
    outcomes = {Outcome(step["outcome"]) for _, step in steps() if "outcome" in step}

    assert 110 <= len(ISSUES) <= 130
    assert [state for state in IssueState if states[state] < 6] == []
    assert outcomes == set(Outcome)
    assert states[IssueState.CLOSED] > len(ISSUES) / 2


def test_every_step_of_the_workflow_happens() -> None:
    happened = {Step(step["do"]) for _, step in steps()}

    assert set(INSTRUCTION_MOVES) - happened == {Step.CANCEL, Step.CORRECT, Step.REOPEN}


def test_some_work_is_overdue_and_some_falls_due_this_week() -> None:
    waiting = [each for each in ISSUES if issue_state(each) in (IssueState.ASSIGNED, IssueState.RETURNED)]
    due = [due_day(each) for each in waiting]

    assert 12 <= sum(day < 0 for day in due) <= 25
    assert 8 <= sum(0 <= day <= 7 for day in due) <= 20


def test_issues_are_raised_over_half_a_year_and_listed_in_that_order() -> None:
    days = [when(each) for each in ISSUES]

    assert days == sorted(days)
    assert (days[0][0] < -170, days[-1][0]) == (True, 0)


def test_issues_lie_in_their_district_on_land_inside_the_city() -> None:
    lost = [
        each["key"]
        for each in ISSUES
        if not polygon_holds(DISTRICT[each["district"]]["geometry"], point_of(each))
        or not polygon_holds(BOUNDARY, point_of(each))
        or any(polygon_holds(river, point_of(each)) for river in RIVERS)
    ]

    assert lost == []
    assert {each["district"] for each in ISSUES} == set(DISTRICT)


def test_long_issues_run_near_their_point() -> None:
    far = [
        each["key"]
        for each in ISSUES
        for lat, lon in each.get("line", [])
        if distance_m(Point(lat, lon), point_of(each)) > 1_500
    ]

    assert far == []


def test_issues_of_a_tour_are_raised_at_a_stop_by_somebody_on_board() -> None:
    faults = []
    for issue in ISSUES:
        if "tour" not in issue:
            continue
        tour = TOUR[issue["tour"]]
        stop = tour["stops"][issue["stop"] - 1]
        on_time = issue["day"] == tour["day"] and minutes(stop["arrived"]) <= minutes(issue["time"]) <= minutes(
            stop["left"]
        )
        near = distance_m(point_of(issue), point_of(PLACE[stop["place"]])) < 1_000
        if not (on_time and near and issue["raised_by"] in tour["boarded"]):
            faults.append(issue["key"])

    assert faults == []


def test_issues_outside_a_tour_are_raised_by_somebody_with_a_role() -> None:
    assert [each["key"] for each in ISSUES if "tour" not in each and not PERSON[each["raised_by"]]["roles"]] == []


def test_comments_come_after_the_issue_from_those_who_may_write_then() -> None:
    faults = []
    for issue in ISSUES:
        for comment in issue["comments"]:
            aboard = (
                "tour" in issue and comment["day"] == issue["day"] and comment["by"] in TOUR[issue["tour"]]["boarded"]
            )
            if when(comment) < when(issue) or comment["day"] > 0 or not (aboard or PERSON[comment["by"]]["roles"]):
                faults.append(issue["key"])

    assert faults == []


def test_severities_are_words_and_few_issues_are_internal() -> None:
    severities = {Severity(each["severity"]) for each in ISSUES}
    internal = [each for each in ISSUES if each["internal"]]

    assert severities == set(Severity)
    assert 2 <= len(internal) <= 8


def test_texts_are_written_one_by_one() -> None:
    texts = [each["text"] for each in ISSUES]
    texts += [step[name] for _, step in steps() for name in ("text", "reason") if step.get(name)]
    repeated = [text for text, times in Counter(texts).items() if times > 1]

    assert [text for text in repeated if len(text) > 40] == []
    assert [each["text"] for each in ISSUES if not 30 <= len(each["text"]) <= 220] == []


@pytest.mark.parametrize("issue", ISSUES, ids=list(ISSUE))
def test_issue_keeps_the_rules_of_the_workflow(issue: Row) -> None:
    assert issue["category"] in {each["key"] for each in CATEGORIES}
    moments = [when(issue), *(when(step) for step in issue["steps"])]
    assert moments == sorted(set(moments))
    assert moments[-1][0] <= 0

    instruction_state(issue)

    for step in issue["steps"]:
        what = Step(step["do"])
        if what is Step.INSTRUCT:
            assert step["due_day"] > step["day"]
        if what in INSTRUCTION_MOVES:
            given = {**step, "text": step.get("text") or step.get("reason"), "date": step.get("until_day", True)}
            check_demands(what, given)
        assert {step.get("agency", "roads"), *step.get("co", [])} - AGENCY_KEYS == set()


@pytest.mark.parametrize("issue", ISSUES, ids=list(ISSUE))
def test_wish_for_more_time_asks_for_a_later_date(issue: Row) -> None:
    due = 0
    for step in issue["steps"]:
        due = step.get("due_day", due)
        if step["do"] == Step.ASK_EXTENSION:
            assert step["until_day"] > max(due, step["day"])
            due = step["until_day"]
        if step["do"] == Step.RETURN:
            assert step["until_day"] >= step["day"]
            due = step["until_day"]


def test_duplicates_point_at_an_issue_raised_before() -> None:
    pairs = [(ISSUE[step["of"]], issue) for issue, step in steps() if step.get("outcome") == Outcome.DUPLICATE]

    assert len(pairs) >= 3
    assert [other["key"] for first, other in pairs if when(first) >= when(other)] == []


def test_closing_without_an_instruction_has_its_reason() -> None:
    closed = [(issue, step) for issue, step in steps() if step["do"] == Step.CLOSE]

    assert {len(issue["steps"]) for issue, _ in closed} == {1}
    assert [issue["key"] for issue, step in closed if len(step["reason"]) < 20] == []


def test_hand_over_names_another_agency() -> None:
    owners: dict[str, str] = {}
    wished: dict[str, str] = {}
    for issue, step in steps():
        key = issue["key"]
        if step["do"] == Step.ASK_HAND_OVER:
            assert step["agency"] != owners[key]
            wished[key] = step["agency"]
        if step["do"] == Step.HAND_OVER:
            owners[key] = wished.pop(key)
        if step["do"] == Step.INSTRUCT:
            owners[key] = step["agency"]


def test_instructions_are_given_by_those_who_have_the_right() -> None:
    # The loader lets the secretary instruct and the controller verify: both must be there, and be two people.
    roles = {
        role: [each["key"] for each in PEOPLE if role in each["roles"]] for role in (Role.SECRETARY, Role.CONTROLLER)
    }

    assert all(roles.values())
    assert set(roles[Role.SECRETARY]) & set(roles[Role.CONTROLLER]) == set()
