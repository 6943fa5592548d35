"""Tests of `planner.services.search.words`: the words of an issue are true after every way of writing it."""

import ast
from datetime import timedelta

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlmodel import Session, delete, select

from planner.config import ROOT
from planner.database import Database
from planner.domain.models import Instruction, IssueWords, Person, WordGram
from planner.domain.models.types import id_of
from planner.services.control.hand_overs import ask_hand_over, hand_over
from planner.services.issues.issues import edit_issue
from planner.services.search.words import SEARCHED, was_internal, words_at_the_end, write_words
from tests.house.sources import sources
from tests.services.control_story import an_instruction
from tests.services.issue_story import NOW, log, set_scene
from tests.whole.at_once import at_once

SEARCHED_TABLES = frozenset({"Issue", "Instruction", "IssueAgency", "Move"})


def words(session: Session, issue_id: int) -> set[str]:
    stored = session.get(IssueWords, issue_id, populate_existing=True)
    return set(stored.words.split()) if stored else set()


def write_everything(session: Session) -> list[int]:
    """Issues with all that words come of: instructions, a hand-over, one that was internal, one that still is."""
    scene = set_scene(session)
    town, later = scene.town, NOW + timedelta(hours=1)
    lamp = log(session, scene, text="Фонарь", address="ул. Горького, 5")
    an_instruction(session, town, lamp, text="Заменить лампу", co_executor_ids=[town.power])
    ask_hand_over(session, town.oksana, 1, agency_id=town.parks, reason="Не наше", now=NOW)
    hand_over(session, town.boris, 1, now=NOW)
    opened = log(session, scene, text="Свалка", internal=True)
    an_instruction(session, town, opened, text="Вывезти")
    edit_issue(session, town.kira, id_of(opened), now=later, internal=False)
    an_instruction(session, town, opened, text="Убрать", now=later + timedelta(hours=1))
    hidden = log(session, scene, text="Подвал", internal=True)
    an_instruction(session, town, hidden, text="Закрыть")
    return [id_of(issue) for issue in (lamp, opened, hidden)]


def test_words_at_the_end_are_those_that_would_be_written_at_once(database: Database) -> None:
    with database.transaction() as session:
        with words_at_the_end(session):
            numbers = write_everything(session)
            meanwhile = [words(session, number) for number in numbers]
        at_the_end = [words(session, number) for number in numbers]
        session.exec(delete(IssueWords))
        write_words(session.connection(), numbers)

        assert meanwhile == [set(), set(), set()]
        assert at_the_end == [words(session, number) for number in numbers]


def test_words_follow_an_issue_through_its_life(database: Database) -> None:
    with database.transaction() as session:
        lamp, opened, hidden = write_everything(session)

        assert words(session, lamp) == {
            *("фонарь", "фонар", "улица", "улиц", "горького", "горк", "5"),
            *("заменить", "замен", "лампу", "ламп"),
            *(f"_n{lamp}", "_c1", "_a1", "_a2", "_a3", "_uolga"),
        }
        assert {"_iвывезти", "убрать"} - words(session, opened) == set()
        assert {"вывезти", "_iубрать"} & words(session, opened) == set()
        assert {"подвал", "_iзакрыть"} - words(session, hidden) == set()


def test_words_follow_an_edit_of_each_field(database: Database) -> None:
    with database.transaction() as session:
        scene = set_scene(session)
        issue = log(session, scene, text="Яма", address="Ленина")

        edit_issue(session, scene.town.kira, id_of(issue), now=NOW, text="Лужа", external_number="А-1")
        edit_issue(session, scene.town.kira, id_of(issue), now=NOW, address="Мира", category_id=scene.lights)

        told = {"лужа", "луж", "мира", "мир", f"_n{issue.id}", f"_c{scene.lights}"}
        assert words(session, id_of(issue)) == told | {"_uolga", "_uа", "_u1", "_u_nа1"}


def test_words_follow_the_text_of_an_instruction_that_is_corrected(database: Database) -> None:
    with database.transaction() as session:
        scene = set_scene(session)
        issue = log(session, scene, text="Яма")
        instruction = an_instruction(session, scene.town, issue, text="Засыпать")
        mark = issue.rev
        session.flush()

        session.get_one(Instruction, instruction.id).text = "Заасфальтировать"
        session.flush()

        assert {"заасфальтировать", "засыпать"} & words(session, id_of(issue)) == {"заасфальтировать"}
        assert issue.rev > mark or session.get_bind().dialect.name == "postgresql"  # there it is the same transaction


def test_what_is_taken_back_leaves_no_words(database: Database) -> None:
    with database.transaction() as session:
        scene = set_scene(session)
        issue_id = id_of(log(session, scene, text="Яма"))

    with pytest.raises(RuntimeError), database.transaction() as session:
        edit_issue(session, scene.town.kira, issue_id, now=NOW, text="Провал")
        raise RuntimeError

    with database.reading() as session:
        assert {"яма", "провал"} & words(session, issue_id) == {"яма"}


def test_new_words_of_two_at_once_make_nobody_wait(database: Database) -> None:
    """Each stores the other's word after its own: with a key on words they would wait for each other for ever."""
    with database.transaction() as session:
        scene = set_scene(session)

    def raise_two(*texts: str):  # type: ignore[no-untyped-def]
        return lambda session: [log(session, scene, text=each) for each in texts]

    at_once(database, raise_two("Сугроб", "Гололёд"), raise_two("Гололёд", "Сугроб"))

    with database.reading() as session:
        known = set(session.exec(select(WordGram.word)).all())
        assert {"сугроб", "гололед"} - known == set()


def test_migration_writes_the_same_words_as_the_services(database: Database) -> None:
    with database.transaction() as session:
        ids = write_everything(session)
        live = {number: words(session, number) for number in ids}
        known = set(session.exec(select(WordGram.word)).all())
        session.exec(delete(IssueWords))
        session.exec(delete(WordGram))
    scripts = ScriptDirectory(str(ROOT / "planner/migrations")).walk_revisions()
    write = next(found for script in scripts if (found := getattr(script.module, "_write_words", None)))

    with database.engine.begin() as connection:
        write(connection)

    with database.reading() as session:
        assert {number: words(session, number) for number in ids} == live
        assert set(session.exec(select(WordGram.word)).all()) == known


def test_index_for_texts_holds_what_the_table_holds(database: Database) -> None:
    with database.transaction() as session:
        ids = write_everything(session)
        if session.get_bind().dialect.name == "sqlite":
            session.execute(text("INSERT INTO issue_words_fts (issue_words_fts, rank) VALUES ('integrity-check', 1)"))

        assert sorted(session.exec(select(IssueWords.issue_id)).all()) == sorted(ids)


def test_nothing_writes_what_is_searched_past_the_session() -> None:
    """A statement that changes whole tables would leave the words behind: `write_words` is then to be called by hand."""
    found = [
        f"{path}:{node.lineno}: {node.func.id}({node.args[0].id})"
        for path, source in sources().items()
        if not path.startswith("planner/migrations/")
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in ("insert", "update", "delete")
        and node.args
        and isinstance(node.args[0], ast.Name)
        and node.args[0].id in SEARCHED_TABLES
    ]

    assert found == []


def test_each_column_that_is_searched_is_asked_for_when_it_changes() -> None:
    """What `issue_words` reads of an issue stands in SEARCHED, by which a change is noticed."""
    source = sources()["planner/services/search/words.py"]
    function = next(n for n in ast.parse(source).body if isinstance(n, ast.FunctionDef) and n.name == "issue_words")

    read = {
        node.attr
        for node in ast.walk(function)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "issue"
    }

    assert read - {"id"} == set(SEARCHED) - {"internal"}


@pytest.mark.parametrize(
    ("hour", "internal"), [(0, True), (1, True), (2, False), (3, True), (4, True), (5, True), (6, False)]
)
def test_was_internal_between_the_switches_and_at_them(hour: int, internal: bool) -> None:
    switches = [(NOW + timedelta(hours=at), became) for at, became in ((1, False), (3, True), (5, False))]

    assert was_internal(False, switches, NOW + timedelta(hours=hour)) is internal


def test_was_internal_without_switches_is_as_it_is() -> None:
    assert [was_internal(now, (), NOW) for now in (True, False)] == [True, False]


def test_people_who_were_named_are_no_words_of_their_own(database: Database) -> None:
    """A name is kept as it was then: renaming the person changes nothing."""
    with database.transaction() as session:
        scene = set_scene(session)
        issue = log(session, scene, text="Яма")
        session.get_one(Person, scene.town.olga.person_id).name = "Анна"
        session.flush()

        assert "_uolga" in words(session, id_of(issue))
