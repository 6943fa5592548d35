"""What a table that comes back would change, beside what others have changed meanwhile."""

from planner.domain.corrections import Correction, FieldChange, Preview, Since, against, changes_of

PRESENT = {"text": "Яма", "address": "Мира, 5"}


def test_only_what_the_file_says_otherwise_changes() -> None:
    assert changes_of({"text": "Яма", "address": "Мира, 7"}, PRESENT, {}) == [
        FieldChange("address", "Мира, 5", "Мира, 7")
    ]


def test_cell_that_still_says_what_went_out_changes_nothing() -> None:
    assert changes_of({"text": "Дыра"}, PRESENT, {"text": Since("Дыра", "Kira")}) == []
    assert changes_of({"text": "Люк"}, PRESENT, {"text": Since("Дыра", "Kira")}) == [
        FieldChange("text", "Яма", "Люк", "Kira")
    ]


def test_without_a_history_each_difference_may_be_a_conflict() -> None:
    assert against({"text": "Люк"}, PRESENT, as_it_went_out=True) == [FieldChange("text", "Яма", "Люк")]
    assert against({"text": "Люк"}, PRESENT, as_it_went_out=False) == [FieldChange("text", "Яма", "Люк", "")]


def test_conflicts_are_taken_only_where_they_are_chosen() -> None:
    changes = [FieldChange("text", "Яма", "Люк", "Kira"), FieldChange("address", "Мира, 5", "Мира, 7")]
    wanted = {"text": {"text": "Люк"}, "address": {"address": "Мира, 7"}}
    seen = {name: {name: value} for name, value in PRESENT.items()}
    row = Correction(2, 7, "Яма", changes, wanted, seen)
    preview = Preview([row, Correction(3, None, "", [], {})], [], 0)

    assert row.values(()) == ({"address": "Мира, 7"}, {"address": "Мира, 5"})
    assert row.values({(2, "text")}) == ({"text": "Люк", "address": "Мира, 7"}, PRESENT)
    assert row.whole(()) == ({"text": "Яма", "address": "Мира, 7"}, PRESENT)
    assert (preview.changed, preview.new, preview.conflicts) == (1, 1, [(row, changes[0])])
