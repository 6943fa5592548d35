"""The dialog of whichever step is open, for every screen that offers steps."""

from collections.abc import Callable, Mapping

from planner.domain.words import Step
from planner.services.access.visit import Visit
from planner.ui.control.correct_dialog import show_correct
from planner.ui.control.instruct_dialog import show_instruct
from planner.ui.control.merge_dialog import show_merge
from planner.ui.control.step_dialogs import dialog_of, show_step, step_of
from planner.ui.dialog_state import OpenDialog


def show_open_step(visit: Visit, dialog: OpenDialog) -> None:
    """Draws the dialog of a step of an issue or of an instruction; another dialog is not drawn."""
    step = step_of(dialog)
    if step is not None:
        show_step(visit, dialog, step)
    elif dialog.name in _OTHERS:
        _OTHERS[dialog.name](visit, dialog)


_OTHERS: Mapping[str, Callable[[Visit, OpenDialog], None]] = {
    dialog_of(Step.INSTRUCT): show_instruct,
    dialog_of(Step.CORRECT): show_correct,
    dialog_of(Step.MERGE): show_merge,
}
