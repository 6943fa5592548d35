"""A real nginx in front of a real planner, with the very lines of docs/deploy.md: screens, uploads and cookies work."""

import json
import os
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPMessage, HTTPSConnection
from pathlib import Path

import pytest

from planner.config import ROOT, SIGN_IN_COOKIE
from planner.services.access.passwords import hash_password
from planner.services.access.set_up import create_first_administrator
from tests.browser.servers import Server, start_server
from tests.prepare.nginx import nginx
from tests.prepare.wheels import NotFetched

NAME = "tours.example.org"
CERTIFICATE = ("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={NAME}")


@dataclass(frozen=True)
class Said:
    """An answer, read to its end."""

    status: int
    headers: HTTPMessage
    body: bytes


@dataclass
class Front:
    """nginx on a port of this machine, and the token of somebody who is signed in behind it."""

    port: int
    token: str

    def ask(self, method: str, path: str, *, body: bytes = b"", headers: Mapping[str, str] | None = None) -> "Said":
        """One request over HTTPS under the public name."""
        trusting = ssl._create_unverified_context()
        with closing(HTTPSConnection("127.0.0.1", self.port, context=trusting, timeout=30)) as connection:
            connection.request(method, path, body, {"Host": NAME, **(headers or {})})
            answer = connection.getresponse()
            return Said(answer.status, answer.headers, answer.read())

    def signed_in(self, more: str = "") -> dict[str, str]:
        """The headers of a page of this very site."""
        return {"Cookie": f"{SIGN_IN_COOKIE}={self.token}{more}", "Origin": f"https://{NAME}", "Accept": "text/html"}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _conf(folder: Path, port: int, server: Server, *, hands_host_on: bool) -> str:
    """nginx's settings: the lines of the guide, and around them what a package's own settings say."""
    guide = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
    found = re.search(r"```nginx\n(.*?)```", guide, re.DOTALL)
    assert found is not None
    lines = found[1]
    for old, new in (
        ("listen 443 ssl", f"listen 127.0.0.1:{port} ssl"),
        ("127.0.0.1:8501", f"127.0.0.1:{server.port}"),
        ("/etc/ssl/tours.pem", f"{folder}/tours.pem"),
        ("/etc/ssl/tours.key", f"{folder}/tours.key"),
    ):
        assert old in lines
        lines = lines.replace(old, new)
    if not hands_host_on:
        lines = lines.replace("        proxy_set_header Host $host;\n", "")
    places = "".join(
        f"{name}_temp_path {folder}/{name};\n" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    return f"""
        pid {folder}/nginx.pid;
        error_log {folder}/error.log;
        events {{}}
        http {{ access_log off; {places} {lines} }}
    """


@pytest.fixture(scope="module", params=["host handed on", "host of the proxy"])
def front(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    try:
        program = nginx()
    except NotFetched as reason:
        pytest.skip(str(reason))
    if shutil.which("openssl") is None:
        pytest.skip("no openssl on this machine: apt-get install openssl")
    folder = tmp_path_factory.mktemp("nginx")
    port = _free_port()
    public = {"PLANNER_PUBLIC_URL": f"https://{NAME}", "PLANNER_SECURE_COOKIES": "1"}
    server = start_server(folder / "planner", variables=public)
    keys = ["-keyout", str(folder / "tours.key"), "-out", str(folder / "tours.pem")]
    subprocess.run([*CERTIFICATE, *keys], check=True, capture_output=True)
    conf = folder / "nginx.conf"
    conf.write_text(_conf(folder, port, server, hands_host_on=request.param == "host handed on"))
    os.chmod(folder, 0o755)
    process = subprocess.Popen([program, "-c", str(conf), "-p", str(folder), "-g", "daemon off; user root;"])
    try:
        _wait_for(port)
        yield Front(port, _token(server))
    finally:
        process.terminate()
        process.wait()
        server.stop()


def _wait_for(port: int) -> None:
    until = time.monotonic() + 20
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            assert time.monotonic() < until, "nginx did not start"
            time.sleep(0.1)
        else:
            return


def _token(server: Server) -> str:
    database = server.open_database()
    with database.transaction() as session:
        token = create_first_administrator(
            session,
            name="Ольга",
            email="olga@example.org",
            password_hash=hash_password("correct horse battery"),
            now=datetime.now(UTC),
        )
    database.close()
    return token


def handshake(front: Front, **headers: str) -> str:
    """The first line of the answer to a websocket's request."""
    lines = [
        "GET /_stcore/stream HTTP/1.1",
        f"Host: {NAME}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Protocol: streamlit",
        *(f"{name}: {value}" for name, value in headers.items()),
    ]
    with socket.create_connection(("127.0.0.1", front.port), 20) as plain:
        trusting = ssl._create_unverified_context()
        with trusting.wrap_socket(plain, server_hostname=NAME) as secured:
            secured.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
            return secured.recv(4096).split(b"\r\n")[0].decode()


def test_stranger_meets_the_sign_in_page(front: Front) -> None:
    answer = front.ask("GET", "/tours")

    assert (answer.status, answer.headers["location"]) == (303, "/sign-in?next=/tours")


def test_screen_and_its_socket_open(front: Front) -> None:
    page = front.ask("GET", "/tours", headers=front.signed_in())
    first_line = handshake(front, **front.signed_in())

    assert page.status == 200
    assert b'id="root"' in page.body
    assert first_line == "HTTP/1.1 101 Switching Protocols"


@pytest.mark.parametrize("origin", ["https://evil.example", "https://localhost:8501", "null"])
def test_socket_is_closed_to_other_sites(front: Front, origin: str) -> None:
    first_line = handshake(front, **{**front.signed_in(), "Origin": origin})

    assert first_line.startswith("HTTP/1.1 403")


def test_upload_of_a_screen_arrives(front: Front) -> None:
    health = front.ask("GET", "/_stcore/health")
    xsrf = re.search(r"_streamlit_xsrf=([^;]+)", "; ".join(health.headers.get_all("set-cookie") or []))
    assert xsrf is not None
    boundary = "planner-boundary"
    body = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="f"; filename="a.jpg"\r\n'
        f"Content-Type: image/jpeg\r\n\r\n".encode()
        + b"x" * 2_000_000
        + f"\r\n--{boundary}--\r\n".encode()
    )
    headers = {
        **front.signed_in(f"; _streamlit_xsrf={xsrf[1]}"),
        "X-Xsrftoken": xsrf[1],
        "Content-Type": f"multipart/form-data; boundary={boundary}",
    }

    to_a_session_that_is_not_there = front.ask("PUT", "/_stcore/upload_file/none/f1", body=body, headers=headers)
    from_elsewhere = front.ask(
        "PUT", "/_stcore/upload_file/none/f1", body=body, headers={**headers, "Origin": "https://evil.example"}
    )

    assert to_a_session_that_is_not_there.status == 400  # Streamlit's own answer: the gate let it pass
    assert from_elsewhere.status == 403


def test_cookies_go_over_https_only(front: Front) -> None:
    language = front.ask("GET", "/language/en?next=/", headers=front.signed_in())
    health = front.ask("GET", "/_stcore/health")

    cookies = [*(language.headers.get_all("set-cookie") or []), *(health.headers.get_all("set-cookie") or [])]
    assert len(cookies) >= 2
    assert [cookie for cookie in cookies if "secure" not in cookie.lower()] == []


def test_who_is_here_is_told(front: Front) -> None:
    answers = [
        json.loads(front.ask("GET", "/api/visit", headers=headers).body) for headers in (None, front.signed_in())
    ]

    assert answers == [{"signed_in": False, "goes_on": False}, {"signed_in": True, "goes_on": False}]
