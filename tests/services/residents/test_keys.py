"""Keys of programs: for administrators, shown once, kept as a hash, revoked for good."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from planner.domain.actor import KEEPER
from planner.domain.errors import Invalid, NotAllowed, NotFound
from planner.domain.models.types import id_of
from planner.services.residents.keys import NOTED_EVERY, list_keys, make_key, revoke_key, use_key
from tests.services.public_story import NOW, OpenScene


def test_key_opens_until_it_is_revoked(session: Session, city: OpenScene) -> None:
    key = make_key(session, KEEPER, name="Приложение", now=NOW)
    [row] = list_keys(session, KEEPER)

    opened = [use_key(session, each, now=NOW) for each in (key, f" {key} ", key.swapcase(), "", row.key_hash)]
    revoke_key(session, KEEPER, id_of(row), now=NOW)

    assert (opened, use_key(session, key, now=NOW)) == ([row.id, row.id, None, None, None], None)
    assert key not in repr(row.model_dump())


def test_use_is_noted_once_a_minute(session: Session, city: OpenScene) -> None:
    key = make_key(session, KEEPER, name="Приложение", now=NOW)
    [row] = list_keys(session, KEEPER)
    noted = []

    for after in (timedelta(0), NOTED_EVERY, NOTED_EVERY + timedelta(seconds=1)):
        use_key(session, key, now=NOW + after)
        noted.append(row.used_at)

    assert noted == [NOW, NOW, NOW + NOTED_EVERY + timedelta(seconds=1)]


def test_keys_are_for_administrators_and_have_a_name(session: Session, city: OpenScene) -> None:
    for who in (city.inna, city.scene.town.olga):
        with pytest.raises(NotAllowed):
            make_key(session, who, name="Приложение", now=NOW)
        with pytest.raises(NotAllowed):
            list_keys(session, who)
    with pytest.raises(Invalid):
        make_key(session, KEEPER, name=" ", now=NOW)
    with pytest.raises(NotFound):
        revoke_key(session, KEEPER, 99, now=NOW)
