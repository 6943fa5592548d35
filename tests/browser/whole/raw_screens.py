"""Screens without a browser: the very socket that one opens, and all that the server says over it."""

from collections.abc import Iterator
from contextlib import contextmanager

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from planner.config import SIGN_IN_COOKIE
from tests.browser.servers import Server


class RawScreens:
    """One open socket."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket

    def draw(self, page: str, query: str = "") -> bytes:
        """Everything that is sent while one screen is drawn, to the end of its run; TimeoutError after 60 s of silence."""
        ask = BackMsg()
        ask.rerun_script.query_string, ask.rerun_script.page_name = query, page
        self._socket.send(ask.SerializeToString())
        heard = []
        while True:
            data = self._socket.recv(timeout=60)
            assert isinstance(data, bytes)
            heard.append(data)
            if ForwardMsg.FromString(data).WhichOneof("type") == "script_finished":
                return b"".join(heard)


@contextmanager
def raw_screens(server: Server, token: str) -> Iterator[RawScreens]:
    """The screens of whoever has this sign-in; websockets.exceptions.InvalidStatus where the door stays shut."""
    headers = {"Cookie": f"{SIGN_IN_COOKIE}={token}", "Origin": server.url}
    address = f"ws://localhost:{server.port}/_stcore/stream"
    with connect(address, additional_headers=headers, subprotocols=[Subprotocol("streamlit")], max_size=None) as socket:
        yield RawScreens(socket)
