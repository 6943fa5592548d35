"""Votes in words: for residents who vote, for those who hold the vote, and the letter that confirms an address."""

from planner import links
from planner.domain.letter import Letter, Part
from planner.domain.models import City, Vote, VoteOption
from planner.domain.models.types import id_of
from planner.domain.votes import VotePhase
from planner.i18n import DEFAULT_LANGUAGE, Translator
from planner.links import Site
from planner.phrases.names import city_name
from planner.services.votes.holding import VoteSeen


def say_phase(t: Translator, seen: VoteSeen) -> str:
    """Where it stands, in one sentence with its moment."""
    vote = seen.vote
    match seen.phase:
        case VotePhase.COMING | VotePhase.DRAFT:
            return t("votes.phase.coming", opens=t.moment(vote.opens_at), closes=t.moment(vote.closes_at))
        case VotePhase.OPEN:
            return t("votes.phase.open", closes=t.moment(vote.closes_at))
        case VotePhase.CLOSED:
            return t("votes.phase.closed", closes=t.moment(vote.closes_at))
        case VotePhase.CANCELLED:
            return t("votes.phase.cancelled", reason=vote.cancel_reason) if vote.cancel_reason else t("votes.cancelled")


def say_turnout(t: Translator, seen: VoteSeen) -> str:
    """How many voted; while nobody may know what for, that too."""
    said = t("votes.turnout", n=seen.turnout)
    return said if seen.tally is not None or seen.phase is not VotePhase.OPEN else f"{said}. {t('votes.hidden_yet')}."


def say_votes(t: Translator, seen: VoteSeen, option: VoteOption) -> str:
    """«412 голосов, 42 %»; empty while that is hidden."""
    if seen.tally is None:
        return ""
    share = round(100 * seen.tally.share(id_of(option)))
    return t("votes.votes_share", n=seen.tally.votes.get(id_of(option), 0), share=share)


def percent(seen: VoteSeen, option: VoteOption) -> float:
    """The share of an option for a bar, from 0 to 100."""
    return round(100 * seen.tally.share(id_of(option)), 1) if seen.tally is not None else 0.0


def say_result(t: Translator, seen: VoteSeen) -> str:
    """What residents chose, once it is known: one option, several with as many votes, or nothing."""
    if seen.phase is not VotePhase.CLOSED or seen.tally is None:
        return ""
    leaders = seen.leaders
    if not leaders:
        return t("votes.result.nobody")
    votes = seen.tally.votes[id_of(leaders[0])]
    if len(leaders) > 1:
        return t("votes.result.tie", names=", ".join(f"«{each.text}»" for each in leaders), n=votes)
    return t("votes.result.one", name=leaders[0].text, chosen=say_chosen(t, votes, seen.turnout))


def say_chosen(t: Translator, votes: int, turnout: int) -> str:
    """«412 голосов из 980»: how many were for it."""
    return t("votes.for_of", n=votes, turnout=turnout)


def say_why(t: Translator, votes: int | None, turnout: int | None) -> str:
    """«Выбрано жителями: 412 голосов из 980»: the reason of a stop, or of a district of a tour."""
    return t("votes.chosen_by_residents", chosen=say_chosen(t, votes or 0, turnout or 0))


def ballot_letter(t: Translator, city: City, site: Site, vote: Vote, token: str) -> Letter:
    """The letter that confirms an address. What was chosen is not in it: a letter lies about for long."""
    spoken = {} if t.language == DEFAULT_LANGUAGE else {"lang": t.language}
    way = site.url(links.CONFIRM_VOTE.to(spoken, token=token))
    asked = t("votes.letter.asked", title=vote.title)
    until = t("votes.letter.until", closes=t.moment(vote.closes_at))
    return Letter(
        language=t.language,
        subject=t("votes.letter.subject"),
        greeting=t("notices.letter.greeting_all"),
        parts=(Part(asked, (t("votes.letter.what_to_do"), until), way, t("votes.letter.go")),),
        foot=(Part(t("votes.letter.foot", city=city_name(t, city))),),
    )
