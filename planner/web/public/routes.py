"""Every public address."""

from starlette.routing import BaseRoute

from planner.web.public import (
    data,
    embeds,
    feeds,
    follow,
    not_fixed,
    open311,
    open311_write,
    pages,
    pictures,
    report,
    subscriptions,
    support,
    votes,
)

ROUTES: list[BaseRoute] = [
    *pictures.ROUTES,
    *pages.ROUTES,
    *votes.ROUTES,
    *subscriptions.ROUTES,
    *report.ROUTES,
    *follow.ROUTES,
    *support.ROUTES,
    *not_fixed.ROUTES,
    *embeds.ROUTES,
    *feeds.ROUTES,
    *data.ROUTES,
    *open311.ROUTES,
    *open311_write.ROUTES,
]
