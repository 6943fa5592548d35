"""Every public address."""

from starlette.routing import BaseRoute

from planner.web.public import (
    api,
    cards,
    data,
    embeds,
    feeds,
    layers,
    news,
    open311,
    open311_write,
    pages,
    pictures,
    report,
)
from planner.web.public.taking_part import follow, not_fixed, subscriptions, support, votes
from planner.web.public.taking_part import report as problem

ROUTES: list[BaseRoute] = [
    *pictures.ROUTES,
    *cards.ROUTES,
    *pages.ROUTES,
    *layers.ROUTES,
    *news.ROUTES,
    *report.ROUTES,
    *votes.ROUTES,
    *subscriptions.ROUTES,
    *problem.ROUTES,
    *follow.ROUTES,
    *support.ROUTES,
    *not_fixed.ROUTES,
    *embeds.ROUTES,
    *feeds.ROUTES,
    *data.ROUTES,
    *api.ROUTES,
    *open311.ROUTES,
    *open311_write.ROUTES,
]
