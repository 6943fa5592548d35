"""The leader's folder, read back by a reader of PDF."""

from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image
from pypdf import PdfReader

from planner.render.papers.leader_folder import (
    AgendaLine,
    FolderContact,
    FolderIssue,
    FolderPromise,
    FolderStop,
    LeaderFolder,
    leader_folder_pdf,
)
from tests.render.route_story import HEAD, HOSTILE, a_route, a_stop, pages_of, russian, text_of

PROMISE = FolderPromise("Дороги, срок 20.11.2026. Просрочено на 3 дня. На контроле", "Заделать яму", is_late=True)
KEPT = FolderPromise("Дороги, срок 23.11.2026. На контроле", "Заделать яму", is_late=False)


def picture() -> bytes:
    out = BytesIO()
    Image.new("RGB", (64, 48), (90, 120, 60)).save(out, "JPEG")
    return out.getvalue()


def an_issue(number: int = 148, **fields: object) -> FolderIssue:
    made = FolderIssue(
        title=f"№ {number} · Дороги",
        text="Яма у подъезда",
        address="ул. Ленина, 133",
        raised="Внесено 01.10.2026: Пётр",
        state="",
        photo=None,
        promises=[PROMISE],
    )
    return replace(made, **fields)  # type: ignore[arg-type]


def a_folder(*stops: FolderStop, **fields: object) -> LeaderFolder:
    route = a_route([each.stop for each in stops])
    contacts = [FolderContact("Руководитель", "Ольга, первый заместитель", "+7 914")]
    given: dict[str, object] = {"head": HEAD, "route": route, "note": "", "contacts": contacts}
    return LeaderFolder(**(given | {"stops": stops} | fields))  # type: ignore[arg-type]


def at_stop(number: int, *issues: FolderIssue, **fields: object) -> FolderStop:
    made = FolderStop(a_stop(number), 15, [], issues, [])
    return replace(made, **fields)  # type: ignore[arg-type]


def test_cover_counts_issues_and_what_is_overdue() -> None:
    folder = a_folder(at_stop(1, an_issue(1), an_issue(2, promises=[KEPT])), at_stop(2))

    cover = pages_of(leader_folder_pdf(folder, russian()))[0]

    assert "1 10:20–10:35 Двор 1 ул. Ленина, 1 2 1 2 10:40–10:55 Двор 2 ул. Ленина, 2" in cover
    assert "Замечаний: 2, из них просрочено: 1." in cover
    assert "Руководитель Ольга, первый заместитель +7 914" in cover


def test_each_stop_has_a_page_of_its_own() -> None:
    folder = a_folder(at_stop(1, an_issue(1)), at_stop(2, an_issue(2)), at_stop(3))

    pages = pages_of(leader_folder_pdf(folder, russian()))

    assert len(pages) == 4
    assert ["№ 1 ·" in page for page in pages] == [False, True, False, False]
    assert "К этой остановке замечания не приложены." in pages[3]


def test_stop_says_agenda_with_speakers_and_minutes() -> None:
    agenda = [AgendaLine("Двор", "Иванов, начальник", 7), AgendaLine("Освещение", "", 5)]

    page = pages_of(leader_folder_pdf(a_folder(at_stop(1, agenda=agenda)), russian()))[1]

    assert "10:20–10:35, разговор 15 мин" in page
    assert "Вопрос Докладывает Минут Двор Иванов, начальник 7 Освещение 5 Всего 12" in page


@pytest.mark.parametrize(
    ("promise", "words"),
    [
        (PROMISE, "Пётр ! Дороги, срок 20.11.2026. Просрочено на 3 дня. На контроле Заделать яму"),
        (KEPT, "Пётр Дороги, срок 23.11.2026. На контроле Заделать яму"),
    ],
)
def test_promise_that_is_overdue_begins_with_an_exclamation_mark(promise: FolderPromise, words: str) -> None:
    folder = a_folder(at_stop(1, an_issue(promises=[promise])))

    assert words in pages_of(leader_folder_pdf(folder, russian()))[1]


def test_issue_without_promises_says_how_it_stands() -> None:
    issue = an_issue(promises=[], state="Состояние: Новое. Поручений нет.")

    page = pages_of(leader_folder_pdf(a_folder(at_stop(1, issue)), russian()))[1]

    assert "№ 148 · Дороги Яма у подъезда ул. Ленина, 133 Внесено 01.10.2026: Пётр Состояние: Новое." in page


@pytest.mark.parametrize(
    ("photo", "pictures"), [(picture(), 1), (None, 0), (b"", 0), (b"no picture", 0), (picture()[:60], 0)]
)
def test_picture_is_printed_where_it_can_be_read(photo: bytes | None, pictures: int) -> None:
    pdf = leader_folder_pdf(a_folder(at_stop(1, an_issue(photo=photo))), russian())

    assert len(PdfReader(BytesIO(pdf)).pages[1].images) == pictures
    assert "Яма у подъезда" in text_of(pdf)


@pytest.mark.parametrize("text", HOSTILE)
def test_folder_with_hostile_text_is_still_a_folder(text: str) -> None:
    issue = an_issue(
        title=text, text=text * 40, address=text, raised=text, promises=[replace(PROMISE, text=text, line=text)]
    )
    stop = at_stop(1, issue, agenda=[AgendaLine(text, text, 5)], contacts=[FolderContact(text, text, text)])
    named = replace(stop, stop=a_stop(1, name=text, address=text))

    pages = pages_of(leader_folder_pdf(a_folder(named, note=text), russian()))

    assert "Замечаний: 1, из них просрочено: 1." in pages[0]


def test_many_long_issues_run_on_and_lose_nothing() -> None:
    issues = [an_issue(number, text="Очень длинное описание беды. " * 30, photo=picture()) for number in range(1, 13)]

    text = text_of(leader_folder_pdf(a_folder(at_stop(1, *issues)), russian()))

    assert all(f"№ {number} · Дороги" in text for number in range(1, 13))


def test_same_folder_gives_the_same_bytes() -> None:
    folder = a_folder(at_stop(1, an_issue(photo=picture())))

    assert leader_folder_pdf(folder, russian()) == leader_folder_pdf(folder, russian())
