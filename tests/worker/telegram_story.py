"""What the tests of Telegram share: a Bot API of our own over real HTTP, which takes, refuses, hurries us less, or is away."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

TOKEN = "123456:AAtest-token"


@dataclass
class BotApi:
    """`sent` are the messages that were taken; `updates` are told until they were read. `says` may refuse a message with a
    status and an answer.
    """

    says: Callable[[dict[str, Any]], tuple[int, dict[str, Any]] | None] = lambda message: None
    sent: list[dict[str, Any]] = field(default_factory=list)
    updates: list[dict[str, Any]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    port: int = 0

    def write(self, chat_id: int, text: str, *, kind: str = "private", language: str = "ru") -> None:
        """Somebody writes to the bot."""
        chat = {"id": chat_id, "type": kind}
        message = {"text": text, "chat": chat, "from": {"id": chat_id, "language_code": language}}
        self.updates.append({"update_id": 100 + len(self.asked) + len(self.updates), "message": message})

    def answer(self, method: str, given: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        self.asked.append(method)
        if method == "getUpdates":
            self.updates = [each for each in self.updates if each["update_id"] >= given["offset"]]
            return 200, {"ok": True, "result": self.updates}
        if method != "sendMessage":
            return 404, {"ok": False, "description": "Not Found"}
        if (refusal := self.says(given)) is not None:
            return refusal
        self.sent.append(given)
        return 200, {"ok": True, "result": {"message_id": len(self.sent)}}

    @property
    def texts(self) -> list[tuple[int, str]]:
        """The first line of each message that was taken, and in which chat."""
        return [(each["chat_id"], each["text"].partition("\n")[0]) for each in self.sent]


@contextmanager
def bot_api(**given: Any) -> Iterator[BotApi]:
    """A running one on a free port."""
    api = BotApi(**given)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # noqa: N802 - as the library calls it
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            before, _, method = self.path.rpartition("/")
            status, told = api.answer(method, body) if before == f"/bot{TOKEN}" else (401, {"ok": False})
            data = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: Any) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    api.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield api
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def telegram_settings(port: int) -> dict[str, str]:
    """The variables by which the worker finds it."""
    return {
        "PLANNER_TELEGRAM_TOKEN": TOKEN,
        "PLANNER_TELEGRAM_BOT": "city_tours_bot",
        "PLANNER_TELEGRAM_URL": f"http://127.0.0.1:{port}",
        "PLANNER_PUBLIC_URL": "https://tours.city.ru",
    }
