"""Every public address."""

from starlette.routing import BaseRoute

from planner.web.public import data, feeds, open311, pages, pictures, votes

ROUTES: list[BaseRoute] = [*pictures.ROUTES, *pages.ROUTES, *votes.ROUTES, *feeds.ROUTES, *data.ROUTES, *open311.ROUTES]
