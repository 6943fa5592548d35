"""Pictures that this process has drawn, by the facts that they show: what is taken back or changed has other facts."""

from collections import OrderedDict
from collections.abc import Callable
from hashlib import sha256
from threading import Lock

MOST = 200


def drawn(facts: object, draw: Callable[[], bytes]) -> bytes:
    """The picture of these facts, whose `repr` says all that is on it; drawn once as long as this process remembers it."""
    key = sha256(repr(facts).encode()).digest()
    with _LOCK:
        known = _KNOWN.pop(key, None)
    data = known or draw()
    with _LOCK:
        _KNOWN[key] = data
        while len(_KNOWN) > MOST:
            _KNOWN.popitem(last=False)
    return data


_KNOWN: OrderedDict[bytes, bytes] = OrderedDict()
_LOCK = Lock()
