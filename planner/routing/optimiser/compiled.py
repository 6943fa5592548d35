"""How the inner loops of the optimiser are compiled: to machine code at the first call, kept on disk, without the GIL."""

import os
import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import TypeVar, cast

import numba

Function = TypeVar("Function", bound=Callable[..., object])


def version_of(folder: Path) -> str:
    """A name for exactly the sources of a folder: another one as soon as any of them changes, comes, goes or is renamed."""
    version = sha256()
    for source in sorted(folder.glob("*.py")):
        version.update(f"{source.name} {sha256(source.read_bytes()).hexdigest()}\n".encode())
    return version.hexdigest()[:16]


def _folder_of_code() -> Path | None:
    """A folder for the machine code of exactly these sources; None where none can be written.

    A compiled function holds its callees, and the compiler would not notice that one of them changed in another file:
    so every version of the sources has a folder of its own.
    """
    room = Path(__file__).parent
    folder = room / "__pycache__" / f"compiled-{version_of(room)}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return folder if os.access(folder, os.W_OK) else None


_CODE = _folder_of_code()
if _CODE is not None:
    numba.config.CACHE_DIR = str(_CODE)  # type: ignore[attr-defined]


def compiled(function: Function) -> Function:
    """The function as machine code; it computes with numbers, arrays and named tuples of them, and nothing else.

    It makes no arrays: it is given all that it writes into.

    While it runs other threads run too, so a long search holds up no visitor. Where no folder can be written each process
    compiles anew.
    """
    options = {"cache": _CODE is not None, "nogil": True, "error_model": "numpy"}
    # Without `_nrt` nobody counts who holds an array: counting took half of the time of a search.
    return cast(Function, numba.njit(**options, _nrt=False)(function))  # type: ignore[call-overload]


def is_compiled() -> bool:
    """Whether these very sources were compiled before, so that the first search need not wait for it.

    Also where no machine code can be kept, for then compiling ahead is of no use.
    """
    return _CODE is None or (_CODE / "ready").exists()


def note_compiled() -> None:
    """Says that everything has been compiled, for `is_compiled`, and throws away the code of other sources."""
    if _CODE is None:
        return
    (_CODE / "ready").touch()
    for other in _CODE.parent.glob("compiled-*"):
        if other != _CODE:
            shutil.rmtree(other, ignore_errors=True)
