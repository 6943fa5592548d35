"""The rules of services: they know who asks, read it, and ask for permission before anything else is done."""

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import Enum
from typing import NamedTuple

_CALLER = "the caller has required the permission"
_SEEN = "the caller found that the actor sees these issues"
_FACTS = "fills in what the permission table asks, whoever the actor is"
_SECRET = "asked before there is any actor; what is checked is a secret: "
_CONDITION = "makes a condition; the caller puts beside it what the actor may see"
_OPEN = "everybody may know it"
_SHOWN = "asks for what was made public, and for nothing where the public pages are switched off"
_HEARD = "what anybody may send where the city listens; nobody reads it but those who decide"
_PART = "the caller has put into its condition what is public, or asked whether the actor decides on that"

WITHOUT_ACTOR: Mapping[str, str] = {
    "planner/services/access/hold.py:hold_person": _CALLER,
    "planner/services/access/hold.py:hold_tour": _CALLER,
    "planner/services/access/scopes.py:subject_of_instruction": _FACTS,
    "planner/services/access/scopes.py:subject_of_issue": _FACTS,
    "planner/services/access/browsers.py:is_trusted": _SECRET + "the browser's cookie",
    "planner/services/access/guesses.py:count_try": "asked by the ways in, before there is any actor",
    "planner/services/access/guesses.py:wait_of": "asked by the ways in, before there is any actor",
    "planner/services/access/guesses.py:forgive": "asked by the ways in, before there is any actor",
    "planner/services/access/join.py:agencies_to_join": _SECRET + "the tour's link",
    "planner/services/access/join.py:join_tour": _SECRET + "the tour's link",
    "planner/services/access/join.py:tour_of_link": _SECRET + "the tour's link",
    "planner/services/access/new_password.py:account_of_link": _SECRET + "the link",
    "planner/services/access/new_password.py:end_access": _CALLER,
    "planner/services/access/new_password.py:store_password": _CALLER,
    "planner/services/access/new_password.py:use_password_link": _SECRET + "the link",
    "planner/services/access/password_sign_in.py:begin_sign_in": _SECRET + "the password",
    "planner/services/access/password_sign_in.py:finish_sign_in": _SECRET + "the password",
    "planner/services/access/password_sign_in.py:seconds_to_wait": "says how long to wait, of an account or of none alike",
    "planner/services/access/set_up.py:create_first_administrator": "there is nobody yet; refused once there is",
    "planner/services/access/set_up.py:is_empty": "asked before there can be any actor",
    "planner/services/access/set_up.py:is_set_up_code": _SECRET + "the code of the console",
    "planner/services/access/set_up.py:make_set_up_code": "the command line; no HTTP route and no screen calls it",
    "planner/services/access/sign_in.py:actor_of_person": "makes the actor, for what has checked a secret of theirs",
    "planner/services/access/sign_in.py:end_what_is_open": _CALLER,
    "planner/services/access/sign_in.py:find_actor": "finds the actor",
    "planner/services/access/sign_in.py:open_sign_in": "opens the door for what has checked a secret",
    "planner/services/access/sign_in.py:open_sign_in_for": "for what has checked a secret of theirs, and the demo's links",
    "planner/services/access/sign_in.py:sign_out": _SECRET + "the cookie",
    "planner/services/access/sign_in.py:tablet_is_off": _SECRET + "the cookie",
    "planner/services/access/sign_in.py:tablet_is_over": _SECRET + "the cookie",
    "planner/services/board/kept.py:kept": _CALLER,
    "planner/services/city/agencies.py:hold_directories": _CALLER,
    "planner/services/city/agencies.py:agency_called": "finds an agency by the name that somebody gave who may join or check in",
    "planner/services/city/city.py:get_city": _OPEN,
    "planner/services/city/city.py:hold_city": _CALLER,
    "planner/services/city/city.py:middle_of_city": _OPEN,
    "planner/services/city/city.py:has_untouched_view": _OPEN,
    "planner/services/control/given.py:add_co_executors": _CALLER,
    "planner/services/control/given.py:checked_agency": _CALLER,
    "planner/services/control/given.py:checked_controller": _CALLER,
    "planner/services/control/numbering.py:number_new": _CALLER,
    "planner/services/control/promises.py:promises_of": _SEEN,
    "planner/services/deadlines/calendar.py:city_calendar": _OPEN,
    "planner/services/deadlines/rules.py:norms_of": _OPEN,
    "planner/services/deadlines/rules.py:norms_of_each": _OPEN,
    "planner/services/control/steps.py:agency_moves": _SEEN,
    "planner/services/field/items.py:tour_of_code": _SECRET + "the tour's link",
    "planner/services/field/door.py:field_door": _SECRET + "the tour's link",
    "planner/services/guests/answer_links.py:answer_by_link": _SECRET + "the invitation's link",
    "planner/services/guests/answer_links.py:count_wrong_code": "asked by the ways in, before there is any actor",
    "planner/services/guests/answer_links.py:invitation_behind": _SECRET + "the invitation's link",
    "planner/services/guests/answer_links.py:seconds_to_wait": "asked by the ways in, before there is any actor",
    "planner/services/guests/answers.py:delete_participant": _CALLER,
    "planner/services/guests/answers.py:drop_delegate": _CALLER,
    "planner/services/guests/answers.py:give_answer": _CALLER,
    "planner/services/guests/seats.py:promote_waiting": _CALLER,
    "planner/services/guests/seats.py:taken_by_group": _CALLER,
    "planner/services/issues/history.py:refresh_issue": _CALLER,
    "planner/services/issues/near.py:mark_again": _CALLER,
    "planner/services/issues/list.py:stop_names": "the caller found that the actor sees their tours",
    "planner/services/issues/late.py:latest_of": _SEEN,
    "planner/services/issues/withdraw.py:acted_on": _SEEN,
    "planner/services/notices/choices.py:reader_of_mails": _SECRET + "the address in a mail",
    "planner/services/notices/choices.py:stop_mails": _SECRET + "the address in a mail",
    "planner/services/notices/letters.py:mail_choice": _CALLER,
    "planner/services/access/hold.py:unless_met": "stores what the caller has added",
    "planner/services/outbox/causes.py:note_cause": _CALLER,
    "planner/services/outbox/causes.py:held_back": "notes something about the session, and touches nothing",
    "planner/services/outbox/causes.py:is_held_back": "says something about the session, and touches nothing",
    "planner/services/outbox/causes.py:quietly": "notes something about the session, and touches nothing",
    "planner/services/search/words.py:words_at_the_end": "writes the words of what others were let to store",
    "planner/services/protocol/people.py:people_of": _SEEN,
    "planner/services/press/faults.py:closed_links": _OPEN + " which addresses of the public pages open",
    "planner/services/press/faults.py:faults_of": _CALLER,
    "planner/services/press/faults.py:quotes_in_order": _CALLER,
    "planner/services/press/faults.py:open_copies": _SHOWN,
    "planner/services/press/faults.py:pairs_in_order": _CALLER,
    "planner/services/press/faults.py:refuse_faults": _CALLER,
    "planner/services/press/media.py:reader_of_news": _SECRET + "the address in a letter",
    "planner/services/press/media.py:stop_news": _SECRET + "the address in a letter",
    "planner/services/press/open_news.py:list_open_news": _SHOWN,
    "planner/services/press/open_news.py:news_numbers": _SHOWN,
    "planner/services/press/open_news.py:news_out_since": _SHOWN,
    "planner/services/press/open_news.py:open_news": _SHOWN,
    "planner/services/webhooks/gathering.py:upcoming_tours": _SHOWN,
    "planner/services/layers/facilities.py:facilities_of": _CALLER,
    "planner/services/layers/notes.py:notes_at": _CALLER,
    "planner/services/press/open_news.py:shown_news": _CONDITION,
    "planner/services/press/open_report.py:is_any_report_out": _SHOWN,
    "planner/services/press/open_report.py:open_report": _SHOWN,
    "planner/services/press/open_report.py:open_report_list": _SHOWN,
    "planner/services/press/report.py:count_figures": _PART,
    "planner/services/press/report.py:list_figure": _PART,
    "planner/services/press/report.py:public_scope": _CONDITION,
    "planner/services/public/datasets.py:dataset_dates": _SHOWN,
    "planner/services/public/datasets.py:dataset_issues": _SHOWN,
    "planner/services/public/datasets.py:parts_of_issues": _SHOWN,
    "planner/services/public/districts.py:list_open_agencies": _SHOWN,
    "planner/services/public/districts.py:list_open_districts": _SHOWN,
    "planner/services/public/districts.py:open_district": _SHOWN,
    "planner/services/public/feed.py:feed_changes": _SHOWN,
    "planner/services/public/feed.py:feed_issues": _SHOWN,
    "planner/services/public/feed.py:open_numbers": _SHOWN,
    "planner/services/public/issues.py:filtered_by": _SHOWN,
    "planner/services/public/issues.py:filters_offered": _SHOWN,
    "planner/services/public/issues.py:list_open_issues": _SHOWN,
    "planner/services/public/issues.py:open_issue": _SHOWN,
    "planner/services/public/issues.py:photos_of": _PART,
    "planner/services/public/issues.py:read_numbers": _PART,
    "planner/services/public/issues.py:read_open": _PART,
    "planner/services/public/issues.py:tell_issues": _PART,
    "planner/services/public/layers.py:list_open_layers": _SHOWN,
    "planner/services/public/layers.py:open_facilities": _SHOWN,
    "planner/services/public/layers.py:open_facility": _SHOWN,
    "planner/services/public/layers.py:open_layer": _SHOWN,
    "planner/services/public/map.py:view_open_issues": _SHOWN,
    "planner/services/public/open311.py:open_requests": _SHOWN,
    "planner/services/public/open311.py:open_services": _SHOWN,
    "planner/services/public/openness.py:open_city": _SHOWN,
    "planner/services/public/photos.py:open_photo": _SHOWN,
    "planner/services/public/timeline.py:open_details": _SHOWN,
    "planner/services/public/timeline.py:tell_details": _PART,
    "planner/services/public/timeline.py:tell_events": _PART,
    "planner/services/public/tours.py:every_open_tour": _SHOWN,
    "planner/services/public/tours.py:list_open_tours": _SHOWN,
    "planner/services/public/tours.py:open_tour_numbers": _SHOWN,
    "planner/services/public/tours.py:open_route": _SHOWN,
    "planner/services/proposals/breaks.py:give_breaks": _CALLER,
    "planner/services/proposals/breaks.py:take_breaks_away": _CALLER,
    "planner/services/residents/following.py:confirm_report": _SECRET + "the address in a mail",
    "planner/services/residents/following.py:follow_report": _SECRET + "the report's link",
    "planner/services/residents/following.py:report_of_code": _SECRET + "the report's link",
    "planner/services/residents/following.py:report_to_confirm": _SECRET + "the address in a mail",
    "planner/services/residents/forgetting.py:forget_own_contact": _SECRET + "the report's link",
    "planner/services/residents/hold.py:hold_report": _CALLER,
    "planner/services/residents/keys.py:use_key": _SECRET + "the program's key",
    "planner/services/residents/not_fixed.py:check_doubt": _HEARD,
    "planner/services/residents/not_fixed.py:issue_to_doubt": _SHOWN,
    "planner/services/residents/openness.py:city_that_listens": _SHOWN,
    "planner/services/residents/openness.py:count_picture": "asked by the form, before there is any actor",
    "planner/services/residents/openness.py:count_report": "asked by the form, before there is any actor",
    "planner/services/residents/photos.py:has_picture": "says only whether one came, to whoever has the form",
    "planner/services/residents/photos.py:keep_picture": _HEARD,
    "planner/services/public/districts.py:districts_on_map": _OPEN,
    "planner/services/residents/places.py:in_city": _OPEN,
    "planner/services/residents/places.py:place_of": "the caller found that the city listens; it keeps nothing",
    "planner/services/residents/reporting.py:alike_near": _SHOWN,
    "planner/services/residents/reporting.py:check_report": _HEARD,
    "planner/services/residents/reporting.py:checked_category": _OPEN,
    "planner/services/residents/reporting.py:issues_alike": _SHOWN,
    "planner/services/residents/reporting.py:keep_report": _HEARD,
    "planner/services/residents/reporting.py:report_sent": _SECRET + "the number of the form",
    "planner/services/residents/requests.py:check_request": _HEARD,
    "planner/services/residents/requests.py:count_request": "asked by the door, which has checked the program's key",
    "planner/services/residents/requests.py:what_became_of": _SECRET + "the token",
    "planner/services/residents/support.py:support_publicly": _SHOWN,
    "planner/services/ride/public_arrival.py:public_arrival": _OPEN + " who has the stop's public code",
    "planner/services/ride/stop_card.py:open_promises": _SEEN,
    "planner/services/search/query.py:first_found": _CONDITION,
    "planner/services/search/query.py:hits_of": _CONDITION,
    "planner/services/search/query.py:issues_found": _CONDITION,
    "planner/services/search/query.py:issues_holding": _CONDITION,
    "planner/services/search/query.py:numbered": _CONDITION,
    "planner/services/search/paged.py:page_of": "its condition says what the actor may see",
    "planner/services/tours/calendar_links.py:owner_of_calendar": _SECRET + "the calendar's address",
    "planner/services/tours/event_place.py:keep_event_place": _CALLER,
    "planner/services/tours/plan.py:keep_times": _CALLER,
    "planner/services/tours/told.py:begin_telling": _CALLER,
    "planner/services/tours/plannable.py:plan_is_newer": _CALLER,
    "planner/services/tours/plan.py:times_of": "the caller was let as far as this tour",
    "planner/services/tours/stops.py:check_stop": _CALLER,
    "planner/services/subscriptions/asking.py:ask_to_follow": "a resident asks, about what is public",
    "planner/services/subscriptions/asking.py:asked_behind": _SECRET + "the link of the letter",
    "planner/services/subscriptions/asking.py:confirm_following": _SECRET + "the link of the letter",
    "planner/services/subscriptions/asking.py:end_following": _SECRET + "the link of a mail",
    "planner/services/subscriptions/asking.py:followed_behind": _SECRET + "the link of a mail",
    "planner/services/subscriptions/asking.py:keep_follow_letter": "for the door that has asked",
    "planner/services/travel/closures.py:closures_in_force": _OPEN,
    "planner/services/votes/ballots.py:active_citizens": _CALLER,
    "planner/services/votes/ballots.py:ask_ballot": "a resident asks; only of a vote that is public and open",
    "planner/services/votes/ballots.py:ballot_behind": _SECRET + "the link of the letter",
    "planner/services/votes/ballots.py:count_ballot": _SECRET + "the link of the letter",
    "planner/services/votes/ballots.py:count_request": "counts a try; opens nothing",
    "planner/services/votes/ballots.py:keep_ballot_letter": "for the door that has asked; it has the secret of the link",
    "planner/services/votes/holding.py:see_votes": _CALLER,
    "planner/services/votes/making.py:hold_vote": _CALLER,
    "planner/services/votes/making.py:options_as_typed": _CALLER,
    "planner/services/votes/making.py:options_of": _CALLER,
    "planner/services/votes/open_votes.py:list_open_votes": _SHOWN,
    "planner/services/votes/open_votes.py:open_picture": _SHOWN,
    "planner/services/votes/open_votes.py:open_vote": _SHOWN,
    "planner/services/travel/learning.py:learn_from_rides": _CALLER,
    "planner/services/travel/leg_overrides.py:hand_minutes": _OPEN,
    "planner/services/travel/travel.py:travel_times": _OPEN,
}
"""Public functions of services that begin with `session` alone, and why: they promise no check."""

UNASKED: Mapping[str, str] = {
    "planner/services/access/sign_in.py:choose_language": "one's own language, which a stranger has too",
    "planner/services/issues/found_in.py:found_in": _SEEN,
    "planner/services/control/steps.py:write_step": "the actor is who did it; " + _CALLER,
    "planner/services/issues/history.py:write_move": "the actor is who did it; " + _CALLER,
    "planner/services/issues/internal.py:closed_in": "asks whether the actor may know; " + _SEEN,
    "planner/services/issues/internal.py:closed_to": "asks whether the actor may know; " + _SEEN,
    "planner/services/issues/list.py:describe_issues": _SEEN,
    "planner/services/issues/pictures.py:photo_ids": _SEEN,
    "planner/services/issues/pictures.py:pictures_of": _SEEN,
    "planner/services/issues/list.py:asked_by": _CONDITION,
    "planner/services/issues/list.py:conditions_beside_columns": _CONDITION,
    "planner/services/issues/list.py:wanted_by": _CONDITION,
    "planner/services/proposals/settle_stops.py:settle_stops": "hands the actor on; the caller holds the tour for a change",
    "planner/services/search/query.py:search_of": _CONDITION,
}
"""Public functions of services that take `actor` and ask for no permission first, and why."""

OPEN_AT_DOORS: Mapping[str, str] = {
    "access/join.py:agencies_to_join": "checks the tour's link",
    "access/join.py:join_tour": "checks the tour's link",
    "access/join.py:tour_of_link": "checks the tour's link",
    "access/new_password.py:account_of_link": "checks the link's secret",
    "access/new_password.py:use_password_link": "checks the link's secret",
    "access/password_sign_in.py:begin_sign_in": "counts a try; opens nothing",
    "access/password_sign_in.py:seconds_to_wait": "says the same of an account and of none",
    "access/password_sign_in.py:finish_sign_in": "the door has verified the password",
    "access/set_up.py:create_first_administrator": "refused once there is somebody; the door has checked the code or the machine",
    "access/set_up.py:is_empty": "says only whether somebody is there",
    "access/set_up.py:is_set_up_code": "checks the code",
    "access/set_up.py:make_set_up_code": "the command line, before it serves",
    "access/sign_in.py:choose_language": "touches nobody but the one who asks",
    "access/sign_in.py:find_actor": "the cookie is the check",
    "access/sign_in.py:open_sign_in_for": "the link to set a password was checked; and the demo city, which has no real people",
    "access/sign_in.py:sign_out": "ends what the cookie began",
    "access/sign_in.py:tablet_is_over": "says to who holds a tablet's cookie that its tour is over",
    "city/city.py:get_city": "name, zone and view of the city stand on every screen",
    "deadlines/calendar.py:city_calendar": "which days are worked is no secret",
    "deadlines/rules.py:norms_of": "how long a category may take is no secret",
    "field/items.py:tour_of_code": "checks the tour's link",
    "field/door.py:field_door": "checks the tour's link",
    "guests/answer_links.py:answer_by_link": "checks the invitation's link",
    "guests/answer_links.py:count_wrong_code": "counts a try; opens nothing",
    "guests/answer_links.py:invitation_behind": "checks the invitation's link",
    "guests/answer_links.py:seconds_to_wait": "says how long to wait; opens nothing",
    "notices/choices.py:reader_of_mails": "checks the mail's secret",
    "notices/choices.py:stop_mails": "checks the mail's secret",
    "outbox/causes.py:quietly": "the demo city is a story, which nobody is told",
    "search/words.py:words_at_the_end": "the demo city is a story, in which nobody searches",
    "press/media.py:reader_of_news": "checks the letter's secret",
    "press/media.py:stop_news": "checks the letter's secret",
    "press/open_news.py:list_open_news": _SHOWN,
    "press/open_news.py:news_numbers": _SHOWN,
    "press/open_news.py:open_news": _SHOWN,
    "press/open_report.py:is_any_report_out": _SHOWN,
    "press/open_report.py:open_report": _SHOWN,
    "press/open_report.py:open_report_list": _SHOWN,
    "public/datasets.py:dataset_dates": _SHOWN,
    "public/datasets.py:dataset_issues": _SHOWN,
    "public/datasets.py:parts_of_issues": _SHOWN,
    "public/districts.py:list_open_agencies": _SHOWN,
    "public/districts.py:list_open_districts": _SHOWN,
    "public/districts.py:open_district": _SHOWN,
    "public/feed.py:feed_changes": _SHOWN,
    "public/feed.py:feed_issues": _SHOWN,
    "public/feed.py:open_numbers": _SHOWN,
    "public/issues.py:filtered_by": _SHOWN,
    "public/issues.py:filters_offered": _SHOWN,
    "public/issues.py:list_open_issues": _SHOWN,
    "public/issues.py:open_issue": _SHOWN,
    "public/layers.py:list_open_layers": _SHOWN,
    "public/layers.py:open_facilities": _SHOWN,
    "public/layers.py:open_facility": _SHOWN,
    "public/layers.py:open_layer": _SHOWN,
    "public/map.py:view_open_issues": _SHOWN,
    "public/open311.py:open_requests": _SHOWN,
    "public/open311.py:open_services": _SHOWN,
    "public/openness.py:open_city": _SHOWN,
    "public/photos.py:open_photo": _SHOWN,
    "public/timeline.py:open_details": _SHOWN,
    "public/tours.py:every_open_tour": _SHOWN,
    "public/tours.py:list_open_tours": _SHOWN,
    "public/tours.py:open_tour_numbers": _SHOWN,
    "public/tours.py:open_route": _SHOWN,
    "residents/following.py:confirm_report": "checks the mail's secret",
    "residents/following.py:follow_report": "checks the link's secret",
    "residents/following.py:report_to_confirm": "checks the mail's secret",
    "residents/forgetting.py:forget_own_contact": "checks the link's secret",
    "residents/keys.py:use_key": "checks the program's key",
    "residents/not_fixed.py:check_doubt": _HEARD,
    "residents/not_fixed.py:issue_to_doubt": _SHOWN,
    "residents/openness.py:city_that_listens": _SHOWN,
    "residents/openness.py:count_picture": "counts a try; opens nothing",
    "residents/openness.py:count_report": "counts a try; opens nothing",
    "residents/photos.py:has_picture": "says only whether one came, to whoever has the form",
    "residents/photos.py:keep_picture": _HEARD,
    "public/districts.py:districts_on_map": "where districts lie is no secret",
    "residents/reporting.py:check_report": _HEARD,
    "residents/reporting.py:issues_alike": _SHOWN,
    "residents/reporting.py:keep_report": _HEARD,
    "residents/reporting.py:report_sent": "checks the number of the form",
    "residents/requests.py:check_request": _HEARD,
    "residents/requests.py:count_request": "counts a try; opens nothing",
    "residents/requests.py:what_became_of": "checks the token",
    "residents/support.py:support_publicly": _SHOWN,
    "ride/public_arrival.py:public_arrival": "checks the stop's code; names nobody",
    "subscriptions/asking.py:ask_to_follow": "about what is public; tells nothing until the address was confirmed",
    "subscriptions/asking.py:asked_behind": "checks the link's secret",
    "subscriptions/asking.py:confirm_following": "checks the link's secret",
    "subscriptions/asking.py:end_following": "checks the mail's secret",
    "subscriptions/asking.py:followed_behind": "checks the mail's secret",
    "subscriptions/asking.py:keep_follow_letter": "the door has asked",
    "tours/calendar_links.py:owner_of_calendar": "checks the calendar's secret",
    "votes/ballots.py:ask_ballot": "asks whether the vote is public and open",
    "votes/ballots.py:ballot_behind": "checks the link's secret",
    "votes/ballots.py:count_ballot": "checks the link's secret",
    "votes/ballots.py:count_request": "counts a try; opens nothing",
    "votes/ballots.py:keep_ballot_letter": "the door has asked, and has the link's secret",
    "votes/open_votes.py:list_open_votes": _SHOWN,
    "votes/open_votes.py:open_picture": _SHOWN,
    "votes/open_votes.py:open_vote": _SHOWN,
}
"""Which of both the doors call, below `planner/services/`, and why anybody may."""

_REQUIRE = ("require", "own_account")
"""The questions themselves, of `planner.domain.permissions`; `may` counts where its no ends the function."""


class Seen(Enum):
    """What a piece of code does first."""

    ASKS = "asks for permission"
    TOUCHES = "uses the session"
    ENDS = "returns or raises"
    NOTHING = "neither"


class Service(NamedTuple):
    """One function of a services file."""

    path: str
    node: ast.FunctionDef

    @property
    def name(self) -> str:
        return f"{self.path}:{self.node.name}"

    @property
    def takes(self) -> Sequence[str]:
        arguments = self.node.args
        return [each.arg for each in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)]

    @property
    def is_public(self) -> bool:
        return not self.node.name.startswith("_") and "session" in self.takes

    @property
    def reads_actor(self) -> bool:
        return any(isinstance(each, ast.Name) and each.id == "actor" for each in ast.walk(self.node))


class Services:
    """All functions of the services, with what their files import: `asks` says whether one asks for permission first."""

    def __init__(self, sources: Mapping[str, str]) -> None:
        trees = {path: ast.parse(source) for path, source in sources.items()}
        self._all = {
            (path, node.name): Service(path, node)
            for path, tree in trees.items()
            for node in tree.body
            if isinstance(node, ast.FunctionDef)
        }
        self._imports = {path: _imports(tree) for path, tree in trees.items()}
        self._known: dict[str, bool] = {}

    def __iter__(self) -> Iterator[Service]:
        return iter(self._all.values())

    def asks(self, service: Service) -> bool:
        """Whether permission is asked, here or in a function that is called first, before the session is used."""
        if service.name not in self._known:
            self._known[service.name] = False  # a circle asks nobody
            self._known[service.name] = self._block(service.path, service.node.body) is Seen.ASKS
        return self._known[service.name]

    def _block(self, path: str, body: Iterable[ast.stmt]) -> Seen:
        for statement in body:
            seen = self._statement(path, statement)
            if seen is not Seen.NOTHING:
                return seen
        return Seen.NOTHING

    def _statement(self, path: str, node: ast.stmt) -> Seen:
        match node:
            case ast.If():
                return self._first(path, [node.test]) or self._branches(path, node.test, [node.body, node.orelse])
            case ast.Match():
                bodies = [each.body for each in node.cases]
                return self._first(path, [node.subject]) or self._branches(path, node.subject, bodies)
            case ast.For() | ast.While():
                return self._first(path, [node.iter if isinstance(node, ast.For) else node.test]) or self._block(
                    path, node.body
                )
            case ast.With():
                return self._first(path, [each.context_expr for each in node.items]) or self._block(path, node.body)
            case ast.Try():
                return self._block(path, node.body)
            case ast.FunctionDef() | ast.ClassDef():
                return Seen.NOTHING
        ends = Seen.ENDS if isinstance(node, ast.Return | ast.Raise) else Seen.NOTHING
        return self._first(path, [node]) or ends

    def _branches(self, path: str, test: ast.expr, bodies: Sequence[Sequence[ast.stmt]]) -> Seen:
        """A question counts where every way out asks, or where who asks decides on which way it is."""
        seen = [self._block(path, body) for body in bodies]
        if Seen.TOUCHES in seen:
            return Seen.TOUCHES
        refused = _says_no(test) and seen[0] in (Seen.ENDS, Seen.ASKS)
        decided = "actor" in _names(test) and Seen.ASKS in seen
        settled = Seen.ASKS in seen and set(seen) <= {Seen.ASKS, Seen.ENDS}
        return Seen.ASKS if refused or decided or settled else Seen.NOTHING

    def _first(self, path: str, nodes: Iterable[ast.AST]) -> Seen | None:
        return next((seen for node in nodes for seen in self._events(path, node)), None)

    def _events(self, path: str, node: ast.AST) -> Iterator[Seen]:
        """Questions and uses of the session, in the order in which they happen."""
        if isinstance(node, ast.Lambda) or _is_lookup(node):
            return
        for child in ast.iter_child_nodes(node):
            yield from self._events(path, child)
        if isinstance(node, ast.Call):
            seen = self._call(path, node)
            if seen is not Seen.NOTHING:
                yield seen

    def _call(self, path: str, node: ast.Call) -> Seen:
        given = {each.id for each in _given(node) if isinstance(each, ast.Name)}
        if isinstance(node.func, ast.Name):
            name = node.func.id
            called = self._called(path, name)
            if "actor" in given and (
                name in _REQUIRE or name.endswith("_visible_to") or (called and self.asks(called))
            ):
                return Seen.ASKS
            if called and called.name in WITHOUT_ACTOR:
                return Seen.NOTHING
        uses = "session" in given or ast.unparse(node.func).startswith("session.")
        return Seen.TOUCHES if uses else Seen.NOTHING

    def _called(self, path: str, name: str) -> Service | None:
        """The function behind a name, through files that only hand it on."""
        while (path, name) not in self._all:
            if name not in self._imports.get(path, {}):
                return None
            path, name = self._imports[path][name]
        return self._all[path, name]


def services_without_actor(services: Services) -> list[str]:
    """Public functions that take `session` and do not begin with `(session, actor, …)`."""
    return sorted(each.name for each in services if each.is_public and each.takes[:2] != ["session", "actor"])


def services_that_never_read_actor(services: Services) -> list[str]:
    """Public functions whose `actor` stands in the signature alone."""
    return sorted(each.name for each in services if each.is_public and "actor" in each.takes and not each.reads_actor)


def services_that_do_not_ask(services: Services) -> list[str]:
    """Public functions that take `actor`, and use the session or end before they asked for permission."""
    return sorted(
        each.name for each in services if each.is_public and "actor" in each.takes and not services.asks(each)
    )


def open_at_doors(doors: Mapping[str, str], names: Iterable[str]) -> list[str]:
    """Of services, named as path:function, those that a file of the doors calls; below `planner/services/`."""
    called = {use for source in doors.values() for use in _uses(ast.parse(source))}
    wanted = {name: name.removeprefix("planner/services/").partition(":") for name in names}
    return sorted(f"{path}:{function}" for path, _, function in wanted.values() if (path, function) in called)


def _uses(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """What a file uses of the services: each file's path below `planner/services/`, and the name in it."""
    modules: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("planner.services"):
            parts = (node.module or "").split(".")[2:]
            for alias in node.names:
                yield f"{'/'.join(parts)}.py", alias.name
                modules[alias.asname or alias.name] = f"{'/'.join([*parts, alias.name])}.py"
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in modules:
            yield modules[node.value.id], node.attr


def _imports(tree: ast.Module) -> dict[str, tuple[str, str]]:
    return {
        alias.asname or alias.name: (f"{(node.module or '').replace('.', '/')}.py", alias.name)
        for node in tree.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


def _is_lookup(node: ast.AST) -> bool:
    """Finding the row that is asked about: `session.get(…)`, or one column of it before it is locked.

    `session.exec(select(Stop.tour_id).where(Stop.id == stop_id)).first()`
    """
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return False
    if ast.unparse(node.func) in ("session.get", "session.get_one"):
        return True
    read = node.func.value
    if node.func.attr != "first" or not isinstance(read, ast.Call) or ast.unparse(read.func) != "session.exec":
        return False
    selected = next(
        (each for each in ast.walk(read) if isinstance(each, ast.Call) and _is_name(each.func, "select")), None
    )
    return selected is not None and len(selected.args) == 1 and isinstance(selected.args[0], ast.Attribute)


def _given(node: ast.Call) -> list[ast.expr]:
    return [*node.args, *(each.value for each in node.keywords)]


def _names(node: ast.AST) -> set[str]:
    return {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}


def _says_no(test: ast.expr) -> bool:
    """`not may(actor, …).allowed`, alone or among others."""
    negated = [each for each in ast.walk(test) if isinstance(each, ast.UnaryOp) and isinstance(each.op, ast.Not)]
    return any(isinstance(each, ast.Call) and _is_name(each.func, "may") for no in negated for each in ast.walk(no))


def _is_name(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name
