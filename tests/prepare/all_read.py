"""Reads the modules of the planner that a server reads before its first visitor, for a process of which tests make copies: each is then ready at once."""

from importlib import import_module
from pkgutil import walk_packages

import streamlit.web.cli
import uvicorn

import planner

SERVED_BY = (streamlit.web.cli, uvicorn)
NOT_MODULES = ("planner.migrations", "planner.ui")
"""What Alembic reads as programs, each time; and screens, which tell a running Streamlit of their components."""

for module in walk_packages(planner.__path__, "planner."):
    if not module.name.startswith(NOT_MODULES):
        import_module(module.name)
