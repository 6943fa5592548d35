"""Every URL that is not a screen."""

from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles

from planner import links
from planner.web import calendars, files, invitations, on_site, papers, public_stop
from planner.web.events import month_plan, year
from planner.web.events import papers as event_papers
from planner.web.exchange import directories, photos_zip
from planner.web.field import routes as field
from planner.web.map import issues, place, tiles
from planner.web.own_files import OwnFiles
from planner.web.protocol_papers import instructions, protocol, templates
from planner.web.public import report
from planner.web.public import routes as public
from planner.web.way_in import answer, set_password, sign_in, stop_mails, stop_news

ROUTES: list[BaseRoute] = [
    *field.ROUTES,  # first, because a request is compared with one after the other, and these come by the hundred
    *sign_in.ROUTES,
    *set_password.ROUTES,
    *answer.ROUTES,
    *calendars.ROUTES,
    *files.ROUTES,
    *photos_zip.ROUTES,
    *directories.ROUTES,
    *issues.ROUTES,
    *papers.ROUTES,
    *event_papers.ROUTES,
    *year.ROUTES,
    *month_plan.ROUTES,
    *invitations.ROUTES,
    *on_site.ROUTES,
    *place.ROUTES,
    *protocol.ROUTES,
    *instructions.ROUTES,
    *templates.ROUTES,
    *tiles.ROUTES,
    *public_stop.ROUTES,
    *public.ROUTES,
    *report.WORD_ROUTES,
    *stop_mails.ROUTES,
    *stop_news.ROUTES,
    Mount(links.LEAFLET, StaticFiles(packages=[("js_lib_leaflet", "static/js_lib_leaflet")])),
    Mount(links.OWN_ASSETS, OwnFiles()),
]
