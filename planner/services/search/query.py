"""What a typed search asks for, with slips of the keyboard, agencies and categories; and the issues that meet it."""

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Integer, and_, any_, bindparam, cast, literal, literal_column, or_, text
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlmodel import Session, col, func, select

from planner.domain.actor import Actor
from planner.domain.models import Agency, Category, Issue, IssueWords, WordGram
from planner.domain.permissions import Action, Subject, may
from planner.domain.search import (
    AGENCY,
    CATEGORY,
    INSIDE,
    NUMBER,
    SHORTEST_BEGIN,
    TO_ACCOUNTS,
    Search,
    Term,
    asked_number,
    forms_of,
    typed_tokens,
)
from planner.domain.stems import SHORTEST_WITH_TYPOS, Token, grams_of, looks_like, words_of

_LEXEMES: ColumnElement[Any] = literal_column("issue_words_lexemes")
_CANDIDATES = 300
_GUESSES = 40
_ENOUGH = 0.3
"""The share of a word's grams that a slip of it has in common with it, at least."""


def search_of(session: Session, actor: Actor, typed: str) -> Search | None:
    """What the text asks for, as this actor may find it; None where there is nothing to look for.

    A word that is not known to any open issue, agency or category is taken for a part of words, or a slip of some.
    """
    if number := asked_number(typed):
        terms = [Term(f"{NUMBER}{number}")]
        return Search(((*terms, *_to_accounts(actor, terms)),))
    tokens = typed_tokens(typed)
    if not tokens:
        return None
    names = _names(session)
    return Search(tuple(_group(session, actor, token, names, alone=len(tokens) == 1) for token in tokens))


def author_search(typed: str) -> Search | None:
    """What the text asks for of the names of those who raised issues: for accounts."""
    groups = (
        tuple(replace(term, word=f"{TO_ACCOUNTS}{term.word}") for term in forms_of(token))
        for token in typed_tokens(typed)
    )
    return Search(found) if (found := tuple(groups)) else None


def both_of(one: Search | None, other: Search | None) -> Search | None:
    """What asks for all that both ask for; None where neither asks for anything."""
    groups = tuple(group for search in (one, other) if search is not None for group in search.groups)
    return Search(groups) if groups else None


def issues_found(session: Session, search: Search) -> ColumnElement[bool]:
    """The condition on `Issue` that it meets the search, by the index of words; who may see it is another one."""
    return col(Issue.id).in_(hits_of(session, search))


def hits_of(session: Session, search: Search) -> Any:
    """The query of the numbers of all issues that meet a search, as `number`."""
    if session.get_bind().dialect.name == "sqlite":
        found = text("SELECT rowid AS number FROM issue_words_fts WHERE issue_words_fts MATCH :asked")
        # A statement may ask for two searches, and what a text names is one value for all of it.
        asked: Any = bindparam("asked", search.for_sqlite(), unique=True)
        return found.bindparams(asked).columns(number=Issue.id.type)  # type: ignore[union-attr]
    # A function of our own: PostgreSQL does not know how dear it is to unpack the words of each row, and reads all of them
    # for a word that many have; in there it always asks the index.
    return select(func.issues_with_words(cast(search.for_postgresql(), TSQUERY)).column_valued("number"))


def first_found(session: Session, search: Search, *, most: int) -> Sequence[int]:
    """The numbers of `most` issues that meet a search, or of all where there are fewer; whichever are found fastest.

    PostgreSQL gets the words in the statement itself, so that it knows how frequent they are: for one that very many have it
    reads rows until it has enough, for others it asks the index. All come in one value: so many rows would be so many
    objects for Python to look after.
    """
    if session.get_bind().dialect.name == "sqlite":
        number = select(hits_of(session, search).subquery().c.number).limit(most).subquery().c.number
        return json.loads(session.scalar(select(func.json_group_array(number))) or "[]")  # type: ignore[no-any-return]
    asked = cast(literal(search.for_postgresql(), literal_execute=True), TSQUERY)
    found = select(IssueWords.issue_id).where(_LEXEMES.bool_op("@@")(asked)).limit(most).subquery()
    return session.scalar(select(func.array_agg(found.c.issue_id))) or []


def numbered(session: Session, numbers: Sequence[int]) -> ColumnElement[bool]:
    """The condition on `Issue` that its number is one of these, of which there may be very many."""
    if session.get_bind().dialect.name == "sqlite":
        each = func.json_each(json.dumps(list(numbers))).table_valued("value")
        return col(Issue.id).in_(select(each.c.value))
    return col(Issue.id) == any_(literal(list(numbers), ARRAY(Integer)))


def issues_holding(session: Session, search: Search) -> ColumnElement[bool]:
    """The same condition as `issues_found`, asked of each issue by itself: for words that very many have."""
    if session.get_bind().dialect.name == "sqlite":
        holds: Any = and_(*(or_(*(_stands_in(term) for term in group)) for group in search.groups))
    else:
        holds = _LEXEMES.bool_op("@@")(cast(search.for_postgresql(), TSQUERY))
    own = select(holds).select_from(IssueWords).where(IssueWords.issue_id == Issue.id)
    return own.correlate(Issue).scalar_subquery().is_(True)


def _stands_in(term: Term) -> ColumnElement[bool]:
    """Whether the kept words, apart by blanks, hold a word."""
    padded = literal(" ") + IssueWords.words + " "
    there = func.instr(padded, f" {term.word}{'' if term.begins else ' '}") > 0
    return and_(there, func.instr(padded, f" {term.beside} ") > 0) if term.beside else there


def _group(
    session: Session, actor: Actor, token: Token, names: Sequence[tuple[str, set[str]]], *, alone: bool
) -> tuple[Term, ...]:
    """What would do for one word; a number is that of an issue only where it stands `alone`: «Ленина 2» is a house."""
    terms = list(forms_of(token))
    named = [Term(tag) for tag, words in names if any(_meets(term, words) for term in terms)]
    if token.is_number and alone:
        terms.append(Term(f"{NUMBER}{token.folded}"))
    elif not token.is_number and not named and not _is_known(session, actor, token):
        guesses = _guesses(session, actor, token)
        terms += [Term(word) for word in guesses]
        named = [Term(tag) for tag, words in names if _is_near(token, words)]
    return tuple(dict.fromkeys([*terms, *named, *_to_accounts(actor, terms), *_inside(actor, terms)]))


def _to_accounts(actor: Actor, terms: Iterable[Term]) -> Iterator[Term]:
    """The same words where only accounts may look."""
    if not actor.is_tablet:
        yield from (replace(term, word=f"{TO_ACCOUNTS}{term.word.removeprefix(TO_ACCOUNTS)}") for term in terms)


def _inside(actor: Actor, terms: Iterable[Term]) -> Iterator[Term]:
    """The same words where only those look who steer the work, or whose agency has a part in that very issue."""
    if may(actor, Action.SEE_ISSUE, Subject(internal=True)).allowed:
        beside = ""
    elif actor.agency_id is not None and not actor.is_tablet:
        beside = f"{AGENCY}{actor.agency_id}"
    else:
        return
    for term in terms:
        if not term.word.startswith("_"):
            yield replace(term, word=f"{INSIDE}{term.word}", beside=beside)


def _names(session: Session) -> list[tuple[str, set[str]]]:
    """Agencies and categories, each by the word that issues carry of it, with the words of its name."""
    agencies = session.exec(select(Agency.id, Agency.name, Agency.short_name)).all()
    categories = session.exec(select(Category.id, Category.name, Category.name_en)).all()
    return [
        *((f"{AGENCY}{number}", words_of(name, short)) for number, name, short in agencies),
        *((f"{CATEGORY}{number}", words_of(name, english)) for number, name, english in categories),
    ]


def _meets(term: Term, words: Collection[str]) -> bool:
    return any(word.startswith(term.word) for word in words) if term.begins else term.word in words


def _is_near(token: Token, words: Collection[str]) -> bool:
    return any(looks_like(token.stem, word) or _is_part(token, word) for word in words)


def _is_part(token: Token, word: str) -> bool:
    return len(token.folded) >= SHORTEST_WITH_TYPOS and token.folded in word


def _is_known(session: Session, actor: Actor, token: Token) -> bool:
    """Whether a word of an open issue is this one, by its stem, or begins so."""
    known = col(WordGram.word).in_(_whole_words(actor, (token.folded, token.stem)))
    if session.exec(select(WordGram.id).where(known).limit(1)).first() is not None:
        return True
    if len(token.folded) < SHORTEST_BEGIN:
        return False
    begins = [col(WordGram.word).startswith(word, autoescape=True) for word in _whole_words(actor, (token.folded,))]
    gram = grams_of(token.folded)[0]
    found = select(WordGram.id).where(col(WordGram.gram) == gram, or_(*begins)).limit(1)
    return session.exec(found).first() is not None


def _whole_words(actor: Actor, words: Iterable[str]) -> list[str]:
    return [form for word in words for form in ((word,) if actor.is_tablet else (word, f"{TO_ACCOUNTS}{word}"))]


def _guesses(session: Session, actor: Actor, token: Token) -> list[str]:
    """Known words of which this may be a slip or a part, without their kind; those that share the most grams first."""
    grams = grams_of(token.stem)
    shared = func.count(func.distinct(WordGram.gram))
    query = select(WordGram.word).where(col(WordGram.gram).in_(grams)).group_by(WordGram.word)
    if actor.is_tablet:
        query = query.where(~col(WordGram.word).startswith(TO_ACCOUNTS, autoescape=True))
    near = query.having(shared >= max(2, round(len(grams) * _ENOUGH))).order_by(shared.desc(), WordGram.word)
    words = [word.removeprefix(TO_ACCOUNTS) for word in session.exec(near.limit(_CANDIDATES)).all()]
    likely = [word for word in words if looks_like(token.stem, word) or _is_part(token, word)]
    return list(dict.fromkeys(likely))[:_GUESSES]
