"""The address of an S3 store: what it says, and what is said when it is wrong."""

import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from botocore.exceptions import ClientError

from planner.storage.s3 import S3Store, is_s3_address


class _Recorder(HTTPServer):
    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.requests: list[tuple[str, str, str]] = []
        self.status = 200


class _Handler(BaseHTTPRequestHandler):
    server: _Recorder

    def do_PUT(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.server.requests.append((self.command, self.path, self.headers["Authorization"]))
        self.send_response(self.server.status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_HEAD = do_GET = lambda self: self.send_error(self.server.status)

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def recorder() -> Iterator[_Recorder]:
    server = _Recorder()
    Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def test_put_goes_to_the_bucket_and_is_signed_for_key_and_region(recorder: _Recorder) -> None:
    store = S3Store.at(f"s3+http://ol%2Fga:se%2Fcret@127.0.0.1:{recorder.server_port}/tours?region=ru-central1")

    file_hash = store.put(b"kerb")

    [(method, path, signature)] = recorder.requests
    scheme, _, credential = signature.split(",")[0].partition(" Credential=")
    key, _, scope = credential.rpartition("/20")
    assert (method, path) == ("PUT", f"/tours/{file_hash[:2]}/{file_hash[2:4]}/{file_hash}")
    assert (scheme, key, scope.split("/")[1:]) == (
        "AWS4-HMAC-SHA256",
        "ol/ga",
        ["ru-central1", "s3", "aws4_request"],
    )


def test_a_refusing_store_is_an_error_and_not_a_missing_file(recorder: _Recorder) -> None:
    recorder.status = 403
    store = S3Store.at(f"s3+http://olga:secret@127.0.0.1:{recorder.server_port}/tours")

    with pytest.raises(ClientError, match="403"):
        store.get("a" * 64)
    with pytest.raises(ClientError, match="403"):
        store.put(b"kerb")


@pytest.mark.parametrize(
    "address",
    [
        "s3://",
        "s3://tours",
        "s3://storage.example/tours",
        "s3://olga@storage.example/tours",
        "s3://olga:topsecret@storage.example",
        "s3://olga:topsecret@storage.example/",
        "s3://olga:topsecret@storage.example/tours/photos",
        "s3://olga:topsec/ret@storage.example/tours",
    ],
)
def test_an_address_that_lacks_a_part_is_refused_without_repeating_the_secret(address: str) -> None:
    with pytest.raises(ValueError) as refusal:
        S3Store.at(address)

    assert str(refusal.value) == (
        "PLANNER_FILES must have the form s3://KEY:SECRET@host/bucket?region=… with one bucket; "
        "encode / in the secret as %2F."
    )


def test_an_s3_address_without_boto3_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "boto3", None)

    with pytest.raises(ValueError, match="^PLANNER_FILES is an s3:// address: pip install boto3$"):
        S3Store.at("s3://olga:secret@storage.example/tours")


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("s3://olga:secret@storage.example/tours", True),
        ("s3+http://olga:secret@storage.example/tours", True),
        ("/srv/s3", False),
        ("s3", False),
        ("data/s3:/files", False),
    ],
)
def test_is_s3_address_looks_at_the_scheme(address: str, expected: bool) -> None:
    assert is_s3_address(address) is expected
