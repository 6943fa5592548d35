"""What every file store promises, on a real folder and on a real S3 server."""

import hashlib
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import boto3
import pytest
from moto.server import ThreadedMotoServer

from planner.domain.errors import NotFound
from planner.storage import FileStore, FolderStore, S3Store, open_store

MALFORMED = [
    "",
    "abc",
    "../../etc/passwd",
    "a" * 63,
    "a" * 65,
    "A" * 64,
    "g" * 64,
    "a" * 64 + "\n",
    "../" + "a" * 61,
    "٣" * 64,
    "a" * 63 + "\0",
]


@pytest.fixture(scope="module")
def s3_address() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    boto3.client(
        "s3",
        endpoint_url=f"http://{host}:{port}",
        aws_access_key_id="olga",
        aws_secret_access_key="se/cret",
        region_name="us-east-1",
    ).create_bucket(Bucket="tours")
    yield f"s3+http://olga:se%2Fcret@{host}:{port}/tours?region=us-east-1"
    server.stop()


@pytest.fixture(params=["folder", "s3"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> FileStore:
    if request.param == "s3":
        return open_store(request.getfixturevalue("s3_address"))
    return open_store(tmp_path / "files")


@pytest.mark.parametrize("data", [b"", b"\x00\xff pothole", bytes(range(256)) * 4096])
def test_put_returns_the_hash_that_gets_the_content_back(store: FileStore, data: bytes) -> None:
    file_hash = store.put(data)

    assert file_hash == hashlib.sha256(data).hexdigest()
    assert store.get(file_hash) == data


def test_open_stream_reads_the_content(store: FileStore) -> None:
    file_hash = store.put(b"before and after")

    with store.open_stream(file_hash) as stream:
        assert [stream.read(6), stream.read()] == [b"before", b" and after"]


def test_an_unknown_hash_is_not_found(store: FileStore) -> None:
    unknown = hashlib.sha256(b"never kept").hexdigest()

    with pytest.raises(NotFound, match="^files.error.not_found$"):
        store.get(unknown)
    with pytest.raises(NotFound, match="^files.error.not_found$"):
        store.open_stream(unknown)


@pytest.mark.parametrize("name", MALFORMED)
def test_a_malformed_hash_is_not_found(store: FileStore, name: str) -> None:
    with pytest.raises(NotFound, match="^files.error.not_found$"):
        store.get(name)
    with pytest.raises(NotFound, match="^files.error.not_found$"):
        store.open_stream(name)


def test_put_from_many_threads_keeps_every_content(store: FileStore) -> None:
    contents = [f"photo {number % 5}".encode() for number in range(40)]

    with ThreadPoolExecutor(8) as pool:
        hashes = list(pool.map(store.put, contents))

    assert [store.get(file_hash) for file_hash in hashes] == contents


def test_open_store_takes_the_address_for_a_folder_unless_it_is_s3(tmp_path: Path) -> None:
    folder = open_store(str(tmp_path / "s3" / "files"))
    bucket = open_store("s3://olga:secret@storage.example/tours")

    assert isinstance(folder, FolderStore)
    assert isinstance(bucket, S3Store)


def test_old_files_are_listed_and_removed(store: FileStore) -> None:
    first, second = store.put(b"first"), store.put(b"second")
    long_ago, at_once = timedelta(days=1), timedelta(seconds=-5)

    listed = set(store.hashes(older_than=at_once)) & {first, second}
    too_young = (set(store.hashes(older_than=long_ago)), store.remove(first, older_than=long_ago))
    removed = (store.remove(first, older_than=at_once), store.remove(first, older_than=at_once))

    assert listed == {first, second}
    assert too_young == (set(), False)
    assert removed == (True, True)
    assert set(store.hashes(older_than=at_once)) & {first, second} == {second}


def test_renew_tells_the_size_and_none_for_a_missing_file(store: FileStore) -> None:
    file_hash = store.put(b"renewed")

    assert [store.renew(file_hash), store.renew("0" * 64)] == [7, None]
    with pytest.raises(NotFound):
        store.renew("../x")


def test_renewed_file_is_young_again(store: FileStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("planner.storage.s3._YOUNG", timedelta(hours=-1))
    file_hash = store.put(b"old and renewed")
    if isinstance(store, FolderStore):
        os.utime(store.path_of(file_hash), (0, 0))

    store.renew(file_hash)

    assert (store.remove(file_hash, older_than=timedelta(hours=1)), store.get(file_hash)) == (False, b"old and renewed")
