"""The front door: one application made of the screens, the HTTP routes, the gate and what happens at start."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import Mount

from planner import links
from planner.commands.console import told_in_a_line
from planner.config import settings
from planner.database import the_database
from planner.domain.errors import PlannerError
from planner.ui.uploads import is_open, uploaded_bytes
from planner.ui.visit import log_rules_in_a_line, show_failure
from planner.web.door import tell_failure, tell_rule
from planner.web.gate import Gate
from planner.web.listening import send_at_once
from planner.web.map.issues import read_columns
from planner.web.routes import ROUTES
from planner.web.screens import screen_routes
from planner.web.streamlit_files import StreamlitFiles
from planner.web.upload_limit import UploadLimit
from planner.worker.backing_up import back_up
from planner.worker.beside import Task, beside
from planner.worker.cleaning import clean_up
from planner.worker.compiling import compile_optimiser
from planner.worker.developing import develop_photos
from planner.worker.garbage import collect_garbage, leave_out_what_is_imported
from planner.worker.hooks import tell_programs
from planner.worker.mailing import send_mails
from planner.worker.notifying import notify
from planner.worker.publishing import publish
from planner.worker.telegram import use_telegram

SCREENS = Path(__file__).resolve().parent / "pages"
NAMES = sorted(path.stem for path in SCREENS.glob("*.py"))
STREAMLIT = Path(st.__file__).parent / "static"
ALL_ROUTES = [
    *ROUTES,
    Mount(links.STREAMLIT_FILES, StreamlitFiles(directory=STREAMLIT / "static")),
    *screen_routes(STREAMLIT / "index.html", NAMES, is_open),
]

log_rules_in_a_line()


def _bring_up_to_date() -> None:
    """The tables as this version wants them; what hinders that is one line, and the program ends."""
    try:
        with told_in_a_line():
            the_database().migrate()
    except SystemExit as problem:
        print(problem.code, file=sys.stderr, flush=True)
        os._exit(1)  # nothing has begun yet; the server would print where in its code it was


@asynccontextmanager
async def lifespan(app: st.App) -> AsyncIterator[None]:
    """Before the first visitor: the tables are brought up to date. At the end: the database is closed."""
    await asyncio.to_thread(_bring_up_to_date)
    leave_out_what_is_imported()
    send_at_once(settings().port)
    print(f"Serving on http://localhost:{settings().port}", flush=True)  # the port is had by now
    tasks: list[Task] = [
        collect_garbage,
        clean_up,
        back_up,
        compile_optimiser,
        develop_photos,
        notify,
        send_mails,
        use_telegram,
        publish,
        tell_programs,
        partial(asyncio.to_thread, read_columns),
    ]
    async with beside(tasks):
        yield
    the_database().close()


app = st.App(
    SCREENS / "shell.py",
    routes=ALL_ROUTES,
    lifespan=lifespan,
    middleware=[
        Middleware(GZipMiddleware, minimum_size=1024),
        Middleware(
            Gate,
            pages={"", *(links.screen(name) for name in NAMES)},
            uploads=UploadLimit(uploaded_bytes),
            routes=ALL_ROUTES,
        ),
    ],
    on_script_error=show_failure,
    exception_handlers={PlannerError: tell_rule, Exception: tell_failure},
)
