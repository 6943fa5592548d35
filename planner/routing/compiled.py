"""How the inner loops of the optimiser are compiled: to machine code at the first call, kept on disk, without the GIL."""

from collections.abc import Callable
from typing import TypeVar, cast

from numba import njit

Function = TypeVar("Function", bound=Callable[..., object])


def compiled(function: Function) -> Function:
    """The function as machine code; it computes with numbers, arrays and named tuples of them, and nothing else.

    While it runs other threads run too, so a long search holds up no visitor. A folder that cannot be written is no
    error: then each process compiles anew.
    """
    try:
        return cast(Function, njit(cache=True, nogil=True)(function))
    except RuntimeError:
        return cast(Function, njit(nogil=True)(function))
