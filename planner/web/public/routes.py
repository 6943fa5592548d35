"""Every public address."""

from starlette.routing import BaseRoute

from planner.web.public import data, feeds, open311, pages, pictures, subscriptions, votes

ROUTES: list[BaseRoute] = [
    *pictures.ROUTES,
    *pages.ROUTES,
    *votes.ROUTES,
    *subscriptions.ROUTES,
    *feeds.ROUTES,
    *data.ROUTES,
    *open311.ROUTES,
]
