"""Every public address."""

from starlette.routing import BaseRoute

from planner.web.public import feeds, pages, pictures

ROUTES: list[BaseRoute] = [*pictures.ROUTES, *pages.ROUTES, *feeds.ROUTES]
