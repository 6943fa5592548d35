"""A city's own templates: kept without faults alone, one of each paper in use, the last ones to go back to."""

from datetime import datetime

import pytest
from sqlmodel import Session, col, select

from planner.database import Database
from planner.domain.errors import Invalid, NotAllowed, NotFound
from planner.domain.models import PaperTemplate
from planner.services.papers.templates import (
    MOST_KEPT,
    KeptTemplate,
    list_templates,
    look_at_template,
    template_in_use,
    upload_template,
    use_template,
)
from tests.render.papers.word.test_fill import a_template
from tests.services.protocol_story import Scene, set_scene
from tests.whole.at_once import at_once

GOOD, OTHER = a_template("Город: {{ title }}"), a_template("Район: {{ title }}")


@pytest.fixture
def scene(session: Session, now: datetime) -> Scene:
    return set_scene(session, now)


def upload(session: Session, scene: Scene, data: bytes = GOOD, name: str = "наш.docx") -> KeptTemplate:
    looked = look_at_template(scene.olga, "protocol", data=data)
    return upload_template(session, scene.olga, looked, name=name, now=scene.now)


def test_template_is_used_from_its_upload_on(session: Session, scene: Scene) -> None:
    before = template_in_use(session, scene.oksana, "protocol")
    kept = upload(session, scene)

    assert (before, template_in_use(session, scene.oksana, "protocol")) == (None, GOOD)
    assert template_in_use(session, scene.oksana, "list") is None
    assert list_templates(session, scene.olga) == [kept]
    assert (kept.name, kept.uploaded_by, kept.in_use) == ("наш.docx", "Ольга", True)


def test_earlier_template_and_the_planners_can_be_gone_back_to(session: Session, scene: Scene) -> None:
    first = upload(session, scene)
    upload(session, scene, OTHER)

    use_template(session, scene.olga, "protocol", first.id)
    earlier = template_in_use(session, scene.oksana, "protocol")
    use_template(session, scene.olga, "protocol", None)

    assert (earlier, template_in_use(session, scene.oksana, "protocol")) == (GOOD, None)
    with pytest.raises(NotFound):
        use_template(session, scene.olga, "list", first.id)


def test_only_the_last_ones_are_kept(session: Session, scene: Scene) -> None:
    for number in range(MOST_KEPT + 2):
        upload(session, scene, name=f"{number}.docx")

    assert [each.name for each in list_templates(session, scene.olga)] == [
        f"{number}.docx" for number in range(MOST_KEPT + 1, 1, -1)
    ]


def test_template_with_faults_is_not_kept(session: Session, scene: Scene) -> None:
    bad = a_template("{{ mayor }}", "{{ bishop }}")

    faults = look_at_template(scene.olga, "protocol", data=bad).faults
    with pytest.raises(Invalid) as refusal:
        upload(session, scene, bad)

    assert [fault.what for fault in faults] == ["mayor", "bishop"]
    assert (refusal.value.key, refusal.value.field, refusal.value.values) == (
        "templates.error.faults",
        "file",
        {"n": 2},
    )
    assert session.exec(select(PaperTemplate)).all() == []


def test_hostile_template_is_not_kept(session: Session, scene: Scene) -> None:
    with pytest.raises(Invalid):
        upload(session, scene, a_template("{{ cycler.__init__.__globals__.os.popen('id').read() }}"))

    assert session.exec(select(PaperTemplate)).all() == []


def test_templates_are_changed_by_those_who_plan(session: Session, scene: Scene) -> None:
    looked = look_at_template(scene.olga, "protocol", data=GOOD)
    for actor in (scene.sonya, scene.kira, scene.oksana):
        with pytest.raises(NotAllowed):
            look_at_template(actor, "protocol", data=GOOD)
        with pytest.raises(NotAllowed):
            upload_template(session, actor, looked, name="x.docx", now=scene.now)
        with pytest.raises(NotAllowed):
            list_templates(session, actor)


def test_unknown_paper_has_no_template(session: Session, scene: Scene) -> None:
    with pytest.raises(NotFound):
        look_at_template(scene.olga, "passport", data=GOOD)


def test_two_uploads_at_once_leave_one_in_use(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        scene = set_scene(session, now)

    at_once(database, *([lambda session: upload(session, scene)] * 3))

    with database.reading() as session:
        used = session.exec(select(PaperTemplate.in_use).order_by(col(PaperTemplate.id))).all()
    assert used == [False, False, True]
