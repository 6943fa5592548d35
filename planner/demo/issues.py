"""How an issue of the demo is raised, discussed, decided, mended and verified."""

from datetime import datetime
from typing import Any

from planner.demo.photos import kept_photo, photo_file
from planner.demo.story import CONTROLLER, ORGANIZER, SECRETARY, Happening, Story, calling, uid_of
from planner.domain.actor import Actor
from planner.domain.models import Instruction, Issue, Support
from planner.domain.models.types import id_of
from planner.domain.words import Outcome, PhotoPhase, Role, Severity, Step
from planner.services.control import closing, hand_overs, instructions, progress
from planner.services.issues.issues import add_comment, edit_issue, log_issue
from planner.services.issues.photos import add_photo


def life_of_issue(story: Story, facts: dict[str, Any], first: int) -> list[Happening]:
    """Everything that happens to an issue; `first` keeps the order of what happens at the same moment."""
    life: list[Happening] = [(story.at(facts["day"], facts["time"]), first, lambda now: _raise(story, facts, now))]
    for number, comment in enumerate(facts["comments"], start=1):
        life.append(
            (story.at(comment["day"], comment["time"]), first + number, calling(_say, story, facts, number, comment))
        )
    for number, step in enumerate(facts["steps"], start=100):
        life.append((story.at(step["day"], step["time"]), first + number, calling(_step, story, facts, number, step)))
    return life


def _raise(story: Story, facts: dict[str, Any], now: datetime) -> None:
    session, tour_key = story.session, facts.get("tour")
    author = story.speaker(facts["raised_by"], tour_key)
    if not author.roles:
        author = story.actors[ORGANIZER]
    issue = log_issue(
        session,
        author,
        uid=uid_of(facts["key"]),
        lat=facts["lat"],
        lon=facts["lon"],
        line=facts.get("line"),
        category_id=story.categories[facts["category"]],
        now=now,
        text=facts["text"],
        severity=Severity(facts["severity"]),
        address=facts["address"],
        tour_id=story.tours[tour_key].id if tour_key else None,
        stop_id=story.stops[tour_key, facts["stop"] - 1] if tour_key else None,
    )
    story.issues[facts["key"]] = id_of(issue)
    _add_photo(story, author, facts, "before-0", PhotoPhase.BEFORE, now)
    if not facts["internal"]:
        _let_support(story, issue, facts["supporters"], now)
    if facts["internal"]:
        edit_issue(session, story.actors[SECRETARY], id_of(issue), now=now, internal=True)


def _let_support(story: Story, issue: Issue, people: int, now: datetime) -> None:
    """So many who are nobody in particular, written at once: each by themselves would be a quarter of the whole load."""
    for number in range(people):
        supporter = Actor(name="", roles=frozenset({Role.PARTICIPANT}), participant_id=-1 - number).supporter
        story.session.add(Support(issue_id=id_of(issue), supporter=supporter, supported_at=now))
    issue.supporters = people
    story.session.flush()


def _say(story: Story, facts: dict[str, Any], number: int, comment: dict[str, Any], now: datetime) -> None:
    author = story.speaker(comment["by"], facts.get("tour"))
    if not author.roles:
        author = story.actors[ORGANIZER]
    uid = uid_of(f"{facts['key']}-comment-{number}")
    add_comment(story.session, author, uid=uid, text=comment["text"], now=now, issue_id=story.issues[facts["key"]])


def _step(story: Story, facts: dict[str, Any], number: int, step: dict[str, Any], now: datetime) -> None:
    session, key, what = story.session, facts["key"], Step(step["do"])
    secretary, controller = story.actors[SECRETARY], story.actors[CONTROLLER]
    issue_id, today = story.issues[key], story.today(now)
    if what is Step.INSTRUCT:
        given = instructions.give_instruction(
            session,
            secretary,
            issue_id,
            uid=uid_of(f"{key}-instruction-{number}"),
            text=step["text"],
            agency_id=story.agencies[step["agency"]],
            due_on=story.day(step["due_day"]),
            now=now,
            today=today,
            co_executor_ids=[story.agencies[each] for each in step.get("co", ())],
            controller_id=controller.person_id,
        )
        story.instructions[key] = id_of(given)
        return
    if what is Step.CLOSE:
        closing.close_issue(
            session,
            controller,
            issue_id,
            outcome=Outcome(step["outcome"]),
            reason=step["reason"],
            now=now,
            duplicate_of_id=story.issues[step["of"]] if "of" in step else None,
        )
        return
    _step_of_instruction(story, facts, number, what, step, now)


def _step_of_instruction(
    story: Story, facts: dict[str, Any], number: int, what: Step, step: dict[str, Any], now: datetime
) -> None:
    session, controller, today = story.session, story.actors[CONTROLLER], story.today(now)
    instruction_id = story.instructions[facts["key"]]
    instruction = session.get_one(Instruction, instruction_id)
    official = story.official(instruction.agency_id)
    match what:
        case Step.REPORT:
            shows = PhotoPhase(step["photo"])
            photo = _add_photo(story, official, facts, f"after-{number}", shows, now, instruction_id)
            instructions.report_done(session, official, instruction_id, text=step["text"], photo_ids=[photo], now=now)
        case Step.ACCEPT:
            outcome, text = Outcome(step["outcome"]), step.get("text", "")
            instructions.accept_report(session, controller, instruction_id, outcome=outcome, text=text, now=now)
        case Step.RETURN:
            until, reason = story.day(step["until_day"]), step["reason"]
            instructions.return_report(
                session, controller, instruction_id, until=until, reason=reason, now=now, today=today
            )
        case Step.ASK_EXTENSION:
            until, reason = story.day(step["until_day"]), step["reason"]
            instructions.ask_extension(
                session, official, instruction_id, until=until, reason=reason, now=now, today=today
            )
        case Step.EXTEND:
            until_wished = instruction.asked_until
            instructions.extend_deadline(session, controller, instruction_id, until=until_wished, now=now, today=today)
        case Step.REFUSE_EXTENSION:
            instructions.refuse_extension(session, controller, instruction_id, reason=step["reason"], now=now)
        case Step.TAKE:
            progress.take_instruction(session, official, instruction_id, now=now)
        case Step.INFORM:
            progress.inform(session, official, instruction_id, text=step["text"], now=now)
        case Step.ASK_HAND_OVER:
            agency_id = story.agencies[step["agency"]]
            hand_overs.ask_hand_over(
                session, official, instruction_id, agency_id=agency_id, reason=step["reason"], now=now
            )
        case Step.HAND_OVER:
            assert instruction.wished_agency_id is not None, f"{facts['key']} is handed over to nobody"
            hand_overs.hand_over(session, story.official(instruction.wished_agency_id), instruction_id, now=now)
        case Step.REFUSE_HAND_OVER:
            hand_overs.refuse_hand_over(session, controller, instruction_id, reason=step["reason"], now=now)
        case (
            Step.RAISE
            | Step.EDIT
            | Step.WITHDRAW
            | Step.ADD_PHOTO
            | Step.HIDE_PHOTO
            | Step.SHOW_PHOTO
            | Step.ADD_VOICE
            | Step.HIDE_VOICE
            | Step.SHOW_VOICE
            | Step.INSTRUCT
            | Step.CORRECT
            | Step.CANCEL
            | Step.CLOSE
            | Step.MERGE
            | Step.REOPEN
            | Step.NEXT_TOUR
            | Step.TAKE_BACK
        ):
            raise ValueError(f"no issue of the demo city has the step {what}")


def _add_photo(
    story: Story,
    author: Actor,
    facts: dict[str, Any],
    name: str,
    shows: PhotoPhase,
    now: datetime,
    instruction_id: int | None = None,
) -> str:
    # What a picture shows may lie: a report can come with one on which nothing has changed, and is returned.
    photo = add_photo(
        story.session,
        author,
        uid=uid_of(f"{facts['key']}-{name}"),
        issue_id=story.issues[facts["key"]],
        data=kept_photo(story, author, photo_file(facts["scene"], shows, on=story.today(now))),
        phase=PhotoPhase.BEFORE if instruction_id is None else PhotoPhase.AFTER,
        now=now,
        instruction_id=instruction_id,
    )
    return photo.id
