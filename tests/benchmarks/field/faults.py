"""What is left of reports after all faults at once: `python -m tests.benchmarks.field.faults --reports 10000 --seconds 600`.

Tablets make reports, one of ten with a photo, and send them through a network that is cut, falls silent, is a portal and
loses answers, by chance; meanwhile the server gets SIGKILL again and again and starts anew. At the end the network is fine,
and everything has to be there: what a tablet counts as received once and no more, what was sent in the end, each photo byte
by byte, no file without a row and no row without a file. Exit code 1 where anything is lost or there twice.
"""

import argparse
import random
import sqlite3
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from sqlmodel import Session, col, func, select

from planner.database import open_database
from planner.domain.models import FieldItem, FieldPhoto, Issue, Photo, PhotoFate
from planner.storage.folder import FolderStore
from planner.storage.hashes import hash_of
from tests.benchmarks.field.bus import prepare
from tests.benchmarks.field.outbox import Made, Tablet
from tests.benchmarks.kills import clean, databases, faults
from tests.browser.field.proxy import Proxy, Weather, spoilt_network
from tests.browser.servers import Server, start_server

LAST_CHANCE_S = 120.0
"""So long after the faults everything may take to arrive, and photos to be made safe to show."""
LONGEST_KILL_S = 20.0
"""So long a kill, the start that follows and the work until the next one may take."""
LASTS: dict[Weather, tuple[float, float]] = {
    Weather.FINE: (1.0, 5.0),
    Weather.CUT: (0.2, 2.0),
    Weather.SILENT: (1.0, 7.0),
    Weather.PORTAL: (0.2, 2.0),
}


class Power:
    """A server that is killed and started again on the same port and the same data."""

    def __init__(self, url: str, folder: Path) -> None:
        self.kills = 0
        self._folder = folder
        self._variables = {"PLANNER_DATABASE_URL": url, "PLANNER_DATA": str(folder)}
        self.server = self._start(None)

    def cut(self, chance: random.Random) -> None:
        """Off at once, and on again a moment later."""
        self.server.kill()
        self.kills += 1
        time.sleep(chance.uniform(0, 2))
        self.server = self._start(self.server.port)

    def _start(self, port: int | None) -> Server:
        return start_server(self._folder / f"server-{self.kills}", variables=self._variables, port=port)


def spoil(proxy: Proxy, chance: random.Random, stop: threading.Event, happened: Counter[str]) -> None:
    """One weather after the other, and answers that are lost under way; fine when it ends."""
    while not stop.is_set():
        weather = chance.choice([Weather.FINE, *LASTS])
        proxy.turn(weather)
        happened[weather.value] += 1
        for path in ("/items", "/files"):
            if weather is Weather.FINE and proxy.answers_to_lose < 6:
                times = chance.randint(0, 2)
                happened["answers lost"] += times
                for _ in range(times):
                    proxy.lose_next_answer(path)
        stop.wait(chance.uniform(*LASTS[weather]))
    proxy.turn(Weather.FINE)
    happened["answers lost"] -= proxy.answers_to_lose


def kill_again_and_again(power: Power, chance: random.Random, stop: threading.Event, every_s: float) -> None:
    """The server works for about `every_s` between two kills."""
    while not stop.wait(chance.uniform(0.5, 1.5) * every_s):
        power.cut(chance)


def send_through_faults(chosen: argparse.Namespace, power: Power, happened: Counter[str]) -> list[Tablet]:
    """All tablets at work, with faults until everything was made and its time is over, then without."""
    stop, chance = threading.Event(), random.Random(chosen.seed)
    with spoilt_network(power.server.port) as proxy:
        tablets = _tablets(chosen, proxy.port)
        until = time.monotonic() + chosen.seconds + chosen.kills * LONGEST_KILL_S + LAST_CHANCE_S
        at_work = [threading.Thread(target=tablet.work, args=(until,), daemon=True) for tablet in tablets]
        spoilers = [
            threading.Thread(target=spoil, args=(proxy, random.Random(chance.random()), stop, happened)),
            threading.Thread(
                target=kill_again_and_again, args=(power, random.Random(chance.random()), stop, chosen.kill_every)
            ),
        ]
        for each in [*at_work, *spoilers]:
            each.start()
        _watch(tablets, chosen.seconds)
        while power.kills < chosen.kills and time.monotonic() < until:
            time.sleep(1.0)
        stop.set()
        for each in [*spoilers, *at_work]:
            each.join(LAST_CHANCE_S * 2)
    happened["kills"] = power.kills
    return tablets


def _tablets(chosen: argparse.Namespace, port: int) -> list[Tablet]:
    share, rest = divmod(chosen.reports, chosen.tablets)
    counts = [share + (number < rest) for number in range(chosen.tablets)]
    return [
        Tablet(port, number, chosen.seed, count=count, every_s=chosen.seconds / max(1, count))
        for number, count in enumerate(counts)
    ]


def _watch(tablets: Sequence[Tablet], seconds: float) -> None:
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        time.sleep(min(30.0, left))
        made, done = sum(len(tablet.made) for tablet in tablets), sum(tablet.done for tablet in tablets)
        print(
            f"  {made} made, {done} arrived, {sum(tablet.no_network for tablet in tablets)} times no network",
            flush=True,
        )


def wait_for_photos(url: str) -> None:
    """Until the server has made each photo safe to show; what it never does is found afterwards."""
    with closing(open_database(url)) as database:
        until = time.monotonic() + LAST_CHANCE_S
        waiting = select(func.count()).where(FieldPhoto.state == PhotoFate.WAITING)
        while time.monotonic() < until:
            with database.reading() as session:
                if session.exec(waiting).one() == 0:
                    return
            time.sleep(0.5)


def lost_and_double(session: Session, made: Sequence[Made], store: FolderStore) -> dict[str, list[str]]:
    """What is wrong, by kind: reports by their uid, by their text and by the numbers that tablets were told."""
    uids = Counter(session.exec(select(Issue.uid)).all())
    texts = Counter(session.exec(select(Issue.text)).all())
    numbers = {row[0]: row[1] for row in session.exec(select(Issue.uid, Issue.id))}
    items = set(session.exec(select(FieldItem.uid)).all())
    sent = {each.item["uid"]: each for each in made}
    photos = _photos(session)
    with_photo = {uid: each for uid, each in sent.items() if each.picture is not None}
    return {
        "lost though received": [
            uid for uid, each in sent.items() if each.received and not (uids[uid] and uid in items)
        ],
        "never arrived": [uid for uid, each in sent.items() if not each.is_done],
        "double": [uid for uid, n in uids.items() if n > 1] + [text for text, n in texts.items() if n > 1],
        "nobody's": [uid for uid in uids if uid not in sent],
        "told another number": [
            uid for uid, each in sent.items() if each.received and each.issues != {numbers.get(uid)}
        ],
        "photo lost": [uid for uid, each in with_photo.items() if each.attached and not photos.get(uid)],
        "photo double": [uid for uid, found in photos.items() if len(found) > 1],
        "photo of other bytes": [
            uid for uid in with_photo if not _is_equal(with_photo[uid], photos.get(uid, []), store)
        ],
    }


def _photos(session: Session) -> dict[str, list[str]]:
    """The addresses of the photos of each report."""
    found: dict[str, list[str]] = {}
    joined = select(Issue.uid, Photo.original).join(Photo, col(Photo.issue_id) == col(Issue.id))
    for uid, original in session.exec(joined).all():
        found.setdefault(uid, []).append(original)
    return found


def _is_equal(made: Made, originals: Sequence[str], store: FolderStore) -> bool:
    """Whether what is there is what was sent; what is not there is said elsewhere."""
    assert made.picture is not None
    return all(name == made.picture.hash == hash_of(store.get(name)) for name in originals)


def look(url: str, folder: Path, tablets: Sequence[Tablet]) -> dict[str, list[str]]:
    """Everything that is wrong after the server has stopped."""
    store, made = FolderStore(folder / "files"), [each for tablet in tablets for each in tablet.made]
    with closing(open_database(url)) as database, database.reading() as session:
        found = lost_and_double(session, made, store) | {"row without a file": faults(session, [], store)}
    _, left = clean(url, folder)
    found["file without a row"] = ["after the cleaner"] * left
    found["said by tablets"] = [fault for tablet in tablets for fault in tablet.faults]
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(folder / "planner.db")) as connection:
            found["integrity"] = [str(row) for row in connection.execute("PRAGMA integrity_check") if row != ("ok",)]
    return found


def run(kind: str, chosen: argparse.Namespace) -> int:
    """One database; how many faults there are."""
    happened = Counter[str]()
    with tempfile.TemporaryDirectory(prefix="planner-faults-") as name, databases(kind, Path(name)) as (url, _):
        prepare(url, seats=chosen.tablets, issues=0)
        power = Power(url, Path(name))
        begun = time.monotonic()
        try:
            tablets = send_through_faults(chosen, power, happened)
            wait_for_photos(url)
        finally:
            power.server.stop()
        found = look(url, Path(name), tablets)
    tell(kind, tablets, found, happened, time.monotonic() - begun)
    return sum(map(len, found.values()))


def tell(
    kind: str, tablets: Sequence[Tablet], found: dict[str, list[str]], happened: Counter[str], took_s: float
) -> None:
    """The counts, and the first of what is wrong."""
    made = [each for tablet in tablets for each in tablet.made]
    photos = sum(each.picture is not None for each in made)
    print(f"{kind}: {len(made)} reports, {photos} of them with a photo, by {len(tablets)} tablets in {took_s:.0f} s")
    print(f"  faults: {dict(sorted(happened.items()))}, {sum(t.no_network for t in tablets)} times no network")
    for name, faulty in found.items():
        print(f"  {name}: {len(faulty)}", *faulty[:5], flush=True)


def main() -> None:
    """Prints what happened and what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=10_000)
    parser.add_argument("--tablets", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=600.0, help="over which the reports are made, with faults")
    parser.add_argument("--kill-every", type=float, default=20.0, help="seconds for which the server works at a time")
    parser.add_argument("--kills", type=int, default=0, help="go on until the server was killed at least so often")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--postgresql", action="store_true")
    chosen = parser.parse_args()
    sys.exit(1 if run("postgresql" if chosen.postgresql else "sqlite", chosen) else 0)


if __name__ == "__main__":
    main()
