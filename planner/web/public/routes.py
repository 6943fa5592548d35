"""Every public address."""

from starlette.routing import BaseRoute

from planner.web.public import data, feeds, open311, pages, pictures

ROUTES: list[BaseRoute] = [*pictures.ROUTES, *pages.ROUTES, *feeds.ROUTES, *data.ROUTES, *open311.ROUTES]
