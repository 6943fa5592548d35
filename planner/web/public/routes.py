"""Every public address."""

from starlette.routing import BaseRoute

from planner.web.public import data, embeds, feeds, open311, pages, pictures, subscriptions, votes

ROUTES: list[BaseRoute] = [
    *pictures.ROUTES,
    *pages.ROUTES,
    *votes.ROUTES,
    *subscriptions.ROUTES,
    *embeds.ROUTES,
    *feeds.ROUTES,
    *data.ROUTES,
    *open311.ROUTES,
]
