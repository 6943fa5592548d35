"""Every URL of the page on the bus."""

from starlette.routing import BaseRoute

from planner.web.field import answers, files, items, join, page, tour, track

ROUTES: list[BaseRoute] = [
    *page.ROUTES,
    *tour.ROUTES,
    *join.ROUTES,
    *items.ROUTES,
    *files.ROUTES,
    *track.ROUTES,
    *answers.REST,
]
