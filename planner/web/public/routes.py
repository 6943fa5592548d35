"""Every public address."""

from starlette.routing import BaseRoute

from planner.web.public import data, feeds, follow, not_fixed, open311, open311_write, pages, pictures, report, support

ROUTES: list[BaseRoute] = [
    *pictures.ROUTES,
    *pages.ROUTES,
    *report.ROUTES,
    *follow.ROUTES,
    *support.ROUTES,
    *not_fixed.ROUTES,
    *feeds.ROUTES,
    *data.ROUTES,
    *open311.ROUTES,
    *open311_write.ROUTES,
]
