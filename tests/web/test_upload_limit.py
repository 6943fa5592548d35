"""The limit of uploads: by visitor, by all, and with what is still under way."""

import pytest

from planner.web.upload_limit import LARGEST_BYTES, UploadLimit

MB = 1024 * 1024


def test_visitor_has_room_up_to_the_limit_over_all_sessions() -> None:
    held: dict[str, int] = {}
    limit = UploadLimit(lambda: held, each=10 * MB, all_=100 * MB)
    for session in ("a", "b"):
        with limit.room_for(4 * MB, session=session, visitor="person:1") as has_room:
            held[session] = 4 * MB
        assert has_room

    with limit.room_for(3 * MB, session="c", visitor="person:1") as third:
        pass
    with limit.room_for(3 * MB, session="d", visitor="person:2") as other:
        pass

    assert (third, other) == (False, True)


def test_all_visitors_together_have_a_limit() -> None:
    held = {str(number): 10 * MB for number in range(9)}
    limit = UploadLimit(lambda: held, each=20 * MB, all_=100 * MB)

    with limit.room_for(10 * MB, session="x", visitor="person:1") as tenth:
        held["x"] = 10 * MB
    with limit.room_for(1, session="y", visitor="person:2") as one_more:
        pass

    assert (tenth, one_more) == (True, False)


def test_upload_under_way_takes_room_until_it_ends() -> None:
    limit = UploadLimit(dict, each=10 * MB, all_=100 * MB)

    with (
        limit.room_for(8 * MB, session="a", visitor="person:1") as first,
        limit.room_for(8 * MB, session="b", visitor="person:1") as beside,
    ):
        pass
    with limit.room_for(8 * MB, session="b", visitor="person:1") as after:
        pass

    assert (first, beside, after) == (True, False, True)


def test_upload_that_breaks_gives_its_room_back() -> None:
    limit = UploadLimit(dict, each=10 * MB, all_=10 * MB)

    with pytest.raises(ConnectionError), limit.room_for(10 * MB, session="a", visitor="person:1"):
        raise ConnectionError

    with limit.room_for(10 * MB, session="b", visitor="person:2") as next_one:
        pass
    assert next_one


def test_upload_of_unknown_length_counts_as_the_largest() -> None:
    limit = UploadLimit(dict, each=LARGEST_BYTES - 1, all_=100 * MB)

    with limit.room_for(None, session="a", visitor="person:1") as has_room:
        pass

    assert not has_room


def test_files_that_are_gone_make_room() -> None:
    held = {"a": 10 * MB}
    limit = UploadLimit(lambda: held, each=10 * MB, all_=100 * MB)
    with limit.room_for(0, session="a", visitor="person:1"):
        pass
    with limit.room_for(1, session="b", visitor="person:1") as before:
        pass

    held.clear()
    with limit.room_for(1, session="b", visitor="person:1") as after:
        pass

    assert (before, after) == (False, True)
