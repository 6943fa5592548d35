"""The address search of a street extract on disk, without a city or a database: built once for each content, and kept."""

import hashlib
import os
import tempfile
from pathlib import Path

from planner.city.addresses.addresses import Addresses
from planner.city.addresses.index import FORM, build_address_index
from planner.city.extract.file import read_features, survey_extract
from planner.domain.geo import Box

_WORLD = Box(-90.0, -180.0, 90.0, 180.0)


def addresses_of_file(path: Path, kept: Path) -> Addresses:
    """The search of all that the file shows; `kept` is a folder for what was built, which is used again for the same content.

    Raises Invalid, field "file", for a file that is no extract.
    """
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    target = kept / f"{digest}-{FORM}.db"
    if not target.exists():
        kept.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=kept) as folder:
            built = Path(folder) / target.name
            build_address_index(read_features(path, survey_extract(path, _WORLD).box), built)
            os.replace(built, target)
    return Addresses(target)
