"""python -m planner address: what the address search of the screens would offer."""

import json
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from planner.city.addresses.file import addresses_of_file
from planner.city.addresses.found import FoundAddress
from planner.config import settings
from planner.database import the_database
from planner.domain.actor import KEEPER
from planner.domain.errors import NotFound
from planner.i18n import Translator
from planner.phrases.names import address_rows, say_addresses, say_nothing_found
from planner.services.city.addresses import find_addresses, has_addresses, town_elsewhere


def find_in_file(t: Translator, text: str, extract: Path, *, as_json: bool) -> int:
    """Searches a file that need not be the city's; what is built of it is kept for the next time beside temporary files.

    Prints what was found; returns the exit code: 0 something, 1 nothing, which is told beside the list.
    """
    if not extract.is_file():
        raise NotFound("city_import.error.no_file", name=extract.name)
    addresses = addresses_of_file(extract, Path(tempfile.gettempdir()) / f"planner-addresses-{os.getuid()}")
    found = addresses.find(text)
    return _tell(t, found, "" if found else addresses.elsewhere(text), as_json=as_json)


def find_in_city(t: Translator, text: str, *, as_json: bool) -> int:
    """The same in the map of the city; NotFound where it has none yet."""
    data = settings().data
    with the_database().reading() as session:
        if not has_addresses(session, KEEPER, data=data):
            raise NotFound("addresses.no_map")
        found = find_addresses(session, KEEPER, text, data=data)
        return _tell(t, found, town_elsewhere(session, KEEPER, text, data=data), as_json=as_json)


def _tell(t: Translator, found: Sequence[FoundAddress], elsewhere: str, *, as_json: bool) -> int:
    if as_json:
        print(json.dumps(address_rows(found), ensure_ascii=False, indent=1))
    elif found:
        print("\n".join(say_addresses(t, found)))
    if not found:
        print(say_nothing_found(t, elsewhere), file=sys.stderr)
    return 0 if found or as_json else 1
