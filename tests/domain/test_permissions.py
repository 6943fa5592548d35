"""Every role × action, with reasons, against a table that is written out here a second time and by hand."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from planner.domain.actor import STRANGER, Actor
from planner.domain.errors import NotAllowed
from planner.domain.permissions import RULES, Action, Decision, Subject, may, own_account, require
from planner.domain.words import Role

ROLES = (
    Role.ADMIN,
    Role.ORGANIZER,
    Role.SECRETARY,
    Role.CONTROLLER,
    Role.OBSERVER,
    Role.OFFICIAL,
    Role.PRESS,
    Role.PARTICIPANT,
    Role.STRANGER,
)

EXPECTED = """
                     admin organizer secretary controller observer official press  participant stranger
see_tour             yes   yes       yes       yes        yes      yes      yes    tour        -
see_draft_tour       yes   yes       yes       leads      yes      leads    -      -           -
plan_tour            yes   yes       -         -          -        -        -      -           -
invite               yes   yes       yes       -          -        -        -      -           -
answer_invitation    yes   yes       yes       invited    invited  invited  -      -           -
share_tour           yes   yes       yes       leads      leads    leads    -      -           -
ride_tour            yes   yes       yes       yes        yes      yes      -      tour        -
lead_tour            yes   yes       yes       leads      leads    leads    -      -           -
see_issue            yes   yes       yes       yes        yes      hidden   public public      -
log_issue            yes   yes       yes       yes        leads    yes      -      tour        -
edit_issue           yes   yes       yes       yes        raised   unhidden -      own         -
withdraw_issue       raised raised    raised    raised     raised   unhidden -      own         -
comment              yes   yes       yes       yes        leads    hidden   -      public      -
support              yes   yes       yes       yes        -        hidden   -      public      -
mark_internal        yes   yes       yes       yes        -        -        -      -           -
hide_photo           yes   yes       yes       yes        -        -        -      -           -
see_original_photo   yes   yes       yes       yes        -        involved -      -           -
give_instruction     yes   yes       yes       yes        leads    leads    -      -           -
report_done          -     -         -         -          -        duty     -      -           -
ask_extension        -     -         -         -          -        duty     -      -           -
ask_hand_over        -     -         -         -          -        duty     -      -           -
decide_hand_over     -     -         -         wish       -        wished   -      -           -
decide_extension     term  term      term      wish       term     term     -      -           -
correct_instruction  gave  gave      gave      yes        gave     gave     -      -           -
verify               -     -         -         other      -        -        -      -           -
cancel_instruction   -     yes       yes       yes        -        -        -      -           -
close_issue          -     yes       yes       yes        -        -        -      -           -
reopen_issue         -     yes       -         yes        -        -        -      -           -
see_lists            yes   yes       yes       yes        yes      yes      yes    -           -
see_board            yes   yes       yes       yes        yes      -        -      -           -
export_issues        yes   yes       yes       yes        yes      yes      -      -           -
import_tables        yes   yes       yes       yes        -        -        -      -           -
see_directories      yes   yes       yes       yes        yes      yes      yes    -           -
see_people           yes   yes       yes       yes        yes      yes      -      -           -
publish              yes   -         -         -          -        -        yes    -           -
hold_vote            yes   yes       -         -          -        -        yes    -           -
manage_places        yes   yes       -         -          -        -        -      -           -
keep_layer           yes   yes       -         -          -        keeps    -      -           -
manage_agencies      yes   -         -         -          -        -        -      -           -
manage_people        yes   -         -         -          -        -        -      -           -
manage_city          yes   -         -         -          -        -        -      -           -
"""

ME, MY_AGENCY, MY_TOUR, MY_SEAT = 7, 70, 700, 77
EMPTY = Subject()
MINE_AS_PERSON = Subject(owner=f"person:{ME}")
MINE_AS_TABLET = Subject(owner=f"participant:{MY_SEAT}")

SITUATIONS: Mapping[str, Mapping[Subject, str]] = {
    "yes": {EMPTY: "", Subject(internal=True, tour_id=1, responsible=1, owner="person:1"): ""},
    "-": {
        EMPTY: "permissions.not_your_role",
        Subject(
            tour_id=MY_TOUR,
            leaders=frozenset({ME}),
            agencies=frozenset({MY_AGENCY}),
            responsible=MY_AGENCY,
            owner=f"person:{ME}",
            invited_person_id=ME,
            invited_agency_id=MY_AGENCY,
        ): "permissions.not_your_role",
    },
    "tour": {
        EMPTY: "permissions.other_tour",
        Subject(tour_id=MY_TOUR): "",
        Subject(tour_id=MY_TOUR + 1): "permissions.other_tour",
    },
    "keeps": {
        EMPTY: "permissions.other_layer",
        Subject(responsible=MY_AGENCY): "",
        Subject(responsible=1, agencies=frozenset({MY_AGENCY})): "permissions.other_layer",
    },
    "leads": {
        EMPTY: "permissions.not_leader",
        Subject(leaders=frozenset({ME, 1})): "",
        Subject(leaders=frozenset({1})): "permissions.not_leader",
    },
    "invited": {
        EMPTY: "permissions.not_invited",
        Subject(invited_person_id=ME): "",
        Subject(invited_agency_id=MY_AGENCY): "",
        Subject(invited_person_id=1, invited_agency_id=1): "permissions.not_invited",
    },
    "public": {EMPTY: "", Subject(internal=True, agencies=frozenset({MY_AGENCY})): "permissions.internal"},
    "hidden": {
        EMPTY: "",
        Subject(internal=True): "permissions.internal",
        Subject(internal=True, agencies=frozenset({1})): "permissions.internal",
        Subject(internal=True, agencies=frozenset({1, MY_AGENCY})): "",
    },
    "raised": {
        EMPTY: "permissions.not_owner",
        MINE_AS_PERSON: "",
        replace(MINE_AS_PERSON, internal=True): "",
        MINE_AS_TABLET: "permissions.not_owner",
    },
    "unhidden": {
        EMPTY: "permissions.not_owner",
        MINE_AS_PERSON: "",
        replace(MINE_AS_PERSON, internal=True): "permissions.internal",
        replace(MINE_AS_PERSON, internal=True, agencies=frozenset({MY_AGENCY})): "",
        Subject(agencies=frozenset({MY_AGENCY}), responsible=MY_AGENCY, owner="person:1"): "permissions.not_owner",
        MINE_AS_TABLET: "permissions.not_owner",
    },
    "own": {
        EMPTY: "permissions.not_owner",
        MINE_AS_TABLET: "",
        MINE_AS_PERSON: "permissions.not_owner",
        Subject(owner="participant:1"): "permissions.not_owner",
        replace(MINE_AS_TABLET, internal=True): "permissions.internal",
    },
    "involved": {
        EMPTY: "permissions.other_agency",
        Subject(agencies=frozenset({MY_AGENCY})): "",
        Subject(agencies=frozenset({1})): "permissions.other_agency",
    },
    "duty": {
        EMPTY: "permissions.not_responsible",
        Subject(responsible=MY_AGENCY, agencies=frozenset({MY_AGENCY})): "",
        Subject(responsible=1, agencies=frozenset({1, MY_AGENCY})): "permissions.not_responsible",
    },
    "wish": {
        EMPTY: "",
        Subject(asker_id=1, reporter_id=1): "",
        Subject(asker_id=ME): "permissions.own_report",
        Subject(reporter_id=ME): "permissions.own_report",
    },
    "wished": {
        EMPTY: "permissions.not_wished_agency",
        Subject(wished=1, agencies=frozenset({MY_AGENCY})): "permissions.not_wished_agency",
        Subject(wished=MY_AGENCY, asker_id=1): "",
        Subject(wished=MY_AGENCY, asker_id=ME): "permissions.own_report",
    },
    "term": {
        EMPTY: "permissions.not_giver",
        Subject(giver_id=1, leaders=frozenset({1})): "permissions.not_giver",
        Subject(giver_id=ME, asker_id=1): "",
        Subject(leaders=frozenset({ME})): "",
        Subject(giver_id=ME, leaders=frozenset({ME}), asker_id=ME): "permissions.own_report",
        Subject(giver_id=ME, reporter_id=ME): "permissions.own_report",
    },
    "gave": {
        EMPTY: "permissions.not_giver",
        Subject(giver_id=1): "permissions.not_giver",
        Subject(giver_id=ME): "",
        Subject(giver_id=ME, acted=True): "permissions.agency_acted",
    },
    "other": {
        EMPTY: "",
        Subject(reporter_id=1): "",
        Subject(reporter_id=ME): "permissions.own_report",
    },
}


def actor_as(*roles: Role) -> Actor:
    """One visitor who has everything that a rule could ask for, as far as the role can have it."""
    if roles == (Role.STRANGER,):
        return STRANGER
    if roles == (Role.PARTICIPANT,):
        return Actor(name="Pyotr", roles=frozenset(roles), tour_id=MY_TOUR, participant_id=MY_SEAT)
    return Actor(name="Olga", roles=frozenset(roles), person_id=ME, agency_id=MY_AGENCY)


def cells() -> list[tuple[Action, Role, str]]:
    rows = [line.split() for line in EXPECTED.strip().splitlines()[1:]]
    return [(Action(name), role, cell) for name, *row in rows for role, cell in zip(ROLES, row, strict=True)]


def test_the_expectation_has_every_role_and_every_action_once() -> None:
    named = [(action, role) for action, role, _ in cells()]

    assert EXPECTED.split()[: len(ROLES)] == [role.value for role in Role] == [role.value for role in ROLES]
    assert sorted(named) == sorted((action, role) for action in Action for role in Role)


@pytest.mark.parametrize(("action", "role", "cell"), cells())
def test_a_cell_of_the_table(action: Action, role: Role, cell: str) -> None:
    actor = actor_as(role)

    for subject, reason in SITUATIONS[cell].items():
        expected = "permissions.sign_in" if reason and role is Role.STRANGER else reason
        assert may(actor, action, subject) == Decision(not expected, expected), subject


@pytest.mark.parametrize(("action", "role", "cell"), cells())
def test_without_a_subject_the_answer_is_that_for_an_empty_one(action: Action, role: Role, cell: str) -> None:
    actor = actor_as(role)

    assert may(actor, action) == may(actor, action, EMPTY)


def test_of_several_roles_the_most_generous_counts() -> None:
    actor = actor_as(Role.OFFICIAL, Role.SECRETARY)
    foreign = Subject(internal=True, agencies=frozenset({1}))

    assert may(actor_as(Role.OFFICIAL), Action.SEE_ISSUE, foreign).allowed is False
    assert may(actor, Action.SEE_ISSUE, foreign).allowed is True


def test_of_several_noes_the_one_that_lacks_least_is_told() -> None:
    actor = Actor(name="Both", roles=frozenset({Role.OFFICIAL, Role.PARTICIPANT}), person_id=ME, agency_id=MY_AGENCY)
    foreign = Subject(internal=True, agencies=frozenset({1}), owner="person:1")

    decision = may(actor, Action.EDIT_ISSUE, foreign)

    assert decision == Decision(False, "permissions.internal")


def test_rows_name_roles_from_the_widest_to_the_narrowest() -> None:
    order = list(Role)

    assert [action for action, row in RULES.items() if list(row) != sorted(row, key=order.index)] == []


def test_the_controllers_role_does_not_free_from_ones_own_report() -> None:
    actor = actor_as(Role.OFFICIAL, Role.CONTROLLER, Role.ADMIN, Role.ORGANIZER, Role.SECRETARY)

    assert may(actor, Action.VERIFY, Subject(reporter_id=ME)) == Decision(False, "permissions.own_report")


def test_an_official_without_an_agency_has_no_agencys_rights() -> None:
    actor = Actor(name="Nobody", roles=frozenset({Role.OFFICIAL}), person_id=ME)

    assert may(actor, Action.REPORT_DONE, EMPTY) == Decision(False, "permissions.not_responsible")
    assert may(actor, Action.ANSWER_INVITATION, EMPTY) == Decision(False, "permissions.not_invited")
    assert may(actor, Action.SEE_ISSUE, Subject(internal=True)) == Decision(False, "permissions.internal")


def test_own_account_is_the_persons_and_nobody_elses() -> None:
    assert own_account(actor_as(Role.OFFICIAL)) == ME

    for actor in (actor_as(Role.PARTICIPANT), STRANGER):
        with pytest.raises(NotAllowed) as refusal:
            own_account(actor)
        assert refusal.value.key == "permissions.sign_in"


def test_require_raises_the_reason_and_names_the_action() -> None:
    require(actor_as(Role.OFFICIAL), Action.REPORT_DONE, Subject(responsible=MY_AGENCY))

    with pytest.raises(NotAllowed) as refusal:
        require(actor_as(Role.OFFICIAL), Action.REPORT_DONE, Subject(responsible=1))

    assert refusal.value.key == "permissions.not_responsible"
    assert refusal.value.values == {"action": "report_done"}
