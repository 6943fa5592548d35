"""Every URL of the page on the bus."""

from starlette.routing import BaseRoute

from planner.web.field import answers, files, items, join, page, protocol, tour, track

ROUTES: list[BaseRoute] = [
    *page.ROUTES,
    *tour.ROUTES,
    *join.ROUTES,
    *items.ROUTES,
    *files.ROUTES,
    *protocol.ROUTES,
    *track.ROUTES,
    *answers.REST,
]
