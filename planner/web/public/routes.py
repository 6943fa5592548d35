"""Every public address."""

from starlette.routing import BaseRoute

from planner.web.public import data, embeds, feeds, news, open311, pages, pictures, report, subscriptions, votes

ROUTES: list[BaseRoute] = [
    *pictures.ROUTES,
    *pages.ROUTES,
    *news.ROUTES,
    *report.ROUTES,
    *votes.ROUTES,
    *subscriptions.ROUTES,
    *embeds.ROUTES,
    *feeds.ROUTES,
    *data.ROUTES,
    *open311.ROUTES,
]
