"""The site's own address and every path on it, built in one place: what a route matches is what a link fills in."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlencode, urlsplit

_HOLE = re.compile(r"\{(\w+)(?::\w+)?\}")


@dataclass(frozen=True)
class Path:
    """A path with named holes: `pattern` is what a route matches, in Starlette's words; `to` fills the holes for a link."""

    pattern: str

    def to(self, query: Mapping[str, object] | None = None, /, **parts: object) -> str:
        """The path with each hole filled and escaped, and the query behind it, if there is any.

        KeyError where a hole is left open, TypeError for a part that has no hole.
        """
        if surplus := parts.keys() - set(_HOLE.findall(self.pattern)):
            raise TypeError(f"{self.pattern} has no {', '.join(sorted(surplus))}")
        filled = _HOLE.sub(lambda hole: quote(str(parts[hole[1]]), safe=""), self.pattern)
        return f"{filled}?{urlencode(query, safe='/')}" if query else filled


@dataclass(frozen=True)
class Site:
    """Where visitors find this installation: `https://tours.example.org`, without a slash at the end."""

    address: str

    def url(self, path: str) -> str:
        """The whole address of a path, for whatever leaves the site: mails, papers, QR codes, calendars."""
        return self.address + path


def site_of(public_url: str, here: str) -> Site:
    """The site under `public_url`, the address that is set; where none is, under the one that the visitor came by, `here`."""
    came = urlsplit(here)
    return Site(public_url or f"{came.scheme}://{came.netloc}")


START = "/"
SET_UP = Path("/set-up")
SIGN_IN = Path("/sign-in")
SET_PASSWORD = Path("/set-password/{token}")
SIGN_OUT = Path("/sign-out")
JOIN = Path("/join/{code}")
LANGUAGE = Path("/language/{language}")
WHO_IS_HERE = Path("/api/visit")
DEMO = Path("/demo/{token}")

TOUR_CALENDAR = Path("/tour/{tour_id:int}.ics")
INVITATION_CALENDAR = Path("/invitation/{participant_id:int}.ics")
PERSONAL_CALENDAR = Path("/calendar/{token}.ics")

ROUTE_SHEET = Path("/tours/{tour_id:int}/route-sheet.pdf")
LEADER_FOLDER = Path("/tours/{tour_id:int}/leader-folder.pdf")
PASSENGERS = Path("/tours/{tour_id:int}/passengers.pdf")
INVITATIONS = Path("/tours/{tour_id:int}/invitations.pdf")
STOP_POSTERS = Path("/tours/{tour_id:int}/stop-posters.pdf")
STOP_SHEETS = Path("/tours/{tour_id:int}/stop-sheets.pdf")
PROGRAMME = Path("/tours/{tour_id:int}/programme.pdf")
ACCREDITATION = Path("/tours/{tour_id:int}/accreditation.pdf")
ANNOUNCEMENT_PDF = Path("/tours/{tour_id:int}/announcement.pdf")
ANNOUNCEMENT_DOCX = Path("/tours/{tour_id:int}/announcement.docx")
EVENT_POSTER = Path("/tours/{tour_id:int}/poster.pdf")
PROTOCOL_PDF = Path("/tours/{tour_id:int}/protocol.pdf")
PROTOCOL_DOCX = Path("/tours/{tour_id:int}/protocol.docx")
EXTRACT_PDF = Path("/tours/{tour_id:int}/extract/{agency_id:int}.pdf")
EXTRACT_DOCX = Path("/tours/{tour_id:int}/extract/{agency_id:int}.docx")
INSTRUCTIONS_DOCX = Path("/tours/{tour_id:int}/instructions.docx")
INSTRUCTIONS_XLSX = Path("/tours/{tour_id:int}/instructions.xlsx")
CONTROL_CARD = Path("/instructions/{instruction_id:int}/control-card.docx")
INSPECTION_ACT = Path("/instructions/{instruction_id:int}/inspection.docx")
REMINDER_LETTER = Path("/agencies/{agency_id:int}/reminder.docx")
GUARANTEE_LETTER = Path("/issues/{issue_id:int}/guarantee/{repair_id:int}.docx")
DISCIPLINE_DOCX = Path("/papers/discipline.docx")
DISCIPLINE_XLSX = Path("/papers/discipline.xlsx")
REPORT_DOCX = Path("/papers/report.docx")
MONTH_DOCX = Path("/papers/month-plan.docx")
PAPER_TEMPLATE = Path("/papers/templates/{paper}.docx")
ROUTE_GPX = Path("/tours/{tour_id:int}/route.gpx")
ROUTE_GEOJSON = Path("/tours/{tour_id:int}/route.geojson")

PHOTO = Path("/photo/{photo_id}/{variant}")
VOICE = Path("/voice/{voice_id}")
ISSUES_FILE = Path("/export/issues.{form}")
PLACES_FILE = Path("/export/places.{form}")
FACILITIES_FILE = Path("/export/layers/{layer_id:int}.{form}")
PEOPLE_FILE = Path("/export/people.{form}")
YEAR_FILE = Path("/export/year/{year:int}.{form}")
PHOTOS_FILE = Path("/export/photos.zip")
INSTRUCTIONS_FILE = Path("/export/instructions.{form}")
ISSUES_MAP = Path("/map/issues")
ISSUE_MAP = Path("/map/issue")
ISSUES_IN_VIEW = Path("/api/issues")
ISSUES_EXTENT = Path("/api/issues/extent")
ON_SITE = Path("/on-site/{instruction_id:int}")
ON_SITE_PHOTO = Path("/on-site/{instruction_id:int}/photos/{uid}")
ON_SITE_STEP = Path("/on-site/{instruction_id:int}/{step}")
TILE = Path("/map/tiles/{version}/{zoom:int}/{x:int}/{y:int}.png")
PUBLIC_STOP = Path("/stop/{code}")
ANSWER = Path("/answer/{code}")
ANSWER_CALENDAR = Path("/answer/{code}/tour.ics")
STOP_MAILS = Path("/mail/stop/{token}")
STOP_NEWS = Path("/mail/news/{token}")

OPEN = Path("/open")
OPEN_TOURS = Path("/open/tours")
OPEN_TOUR = Path("/open/tours/{tour_id:int}")
OPEN_TOUR_MAP = Path("/open/tours/{tour_id:int}/map.png")
OPEN_ISSUES = Path("/open/issues")
OPEN_ISSUES_MAP = Path("/open/issues/map.png")
OPEN_ISSUES_IN_VIEW = Path("/open/issues/in-view.json")
OPEN_ISSUE = Path("/open/issues/{number:int}")
OPEN_ISSUE_MAP = Path("/open/issues/{number:int}/map.png")
OPEN_SUPPORT = Path("/open/issues/{number:int}/support")
OPEN_NOT_FIXED = Path("/open/issues/{number:int}/not-fixed")
OPEN_PHOTO = Path("/open/photos/{photo_id}/{size}.jpg")
OPEN_DISTRICTS = Path("/open/districts")
OPEN_DISTRICT = Path("/open/districts/{district_id:int}")
OPEN_LAYERS = Path("/open/layers")
OPEN_LAYER = Path("/open/layers/{layer_id:int}")
OPEN_LAYER_MAP = Path("/open/layers/{layer_id:int}/map.png")
OPEN_FACILITY = Path("/open/layers/{layer_id:int}/{place_id:int}")
OPEN_FACILITY_CARD = Path("/open/layers/{layer_id:int}/{place_id:int}/card.png")
OPEN_FACILITY_MAP = Path("/open/layers/{layer_id:int}/{place_id:int}/map.png")
OPEN_AGENCIES = Path("/open/agencies")
OPEN_NEWS = Path("/open/news")
OPEN_REPORT = Path("/open/report")
OPEN_REPORT_OF = Path("/open/report/{report_id:int}")
OPEN_REPORT_LIST = Path("/open/report/{report_id:int}/{figure}")
OPEN_NEWS_ITEM = Path("/open/news/{news_id:int}")
OPEN_ISSUE_CARD = Path("/open/issues/{number:int}/card.png")
OPEN_TOUR_CARD = Path("/open/tours/{tour_id:int}/card.png")
OPEN_DISTRICT_CARD = Path("/open/districts/{district_id:int}/card.png")
OPEN_NEWS_CARD = Path("/open/news/{news_id:int}/card.png")
OPEN_VOTES = Path("/open/vote")
OPEN_VOTE = Path("/open/vote/{vote_id:int}")
OPEN_VOTE_CARD = Path("/open/vote/{vote_id:int}/card.png")
OPEN_VOTE_MAP = Path("/open/vote/{vote_id:int}/map.png")
OPEN_VOTE_PICTURE = Path("/open/vote/pictures/{option_id:int}.jpg")
OPEN_VOTE_PREVIEW = Path("/open/preview/vote/{vote_id:int}")
OPEN_VOTE_PREVIEW_MAP = Path("/open/preview/vote/{vote_id:int}/map.png")
OPEN_VOTE_PREVIEW_PICTURE = Path("/open/preview/vote/pictures/{option_id:int}.jpg")
CONFIRM_VOTE = Path("/open/vote/confirm/{token}")
SUBSCRIBE = Path("/open/subscribe")
CONFIRM_SUBSCRIPTION = Path("/open/subscribe/confirm/{token}")
END_SUBSCRIPTION = Path("/open/subscribe/end/{token}")
OPEN_DATA = Path("/open/data")
OPEN_PASSPORT = Path("/open/data/{dataset}")
OPEN_DATASET = Path("/open/data/{dataset}.{form}")
OPEN_DATA_LIST = Path("/open/data/list.csv")
OPEN_DATA_META = Path("/open/data/{dataset}/meta.csv")
OPEN_DATA_STRUCTURE = Path("/open/data/{dataset}/structure.csv")
OPEN_API = Path("/open/api.json")
OPEN_FEED = Path("/open/feed.atom")
OPEN_REPORT_PROBLEM = Path("/open/report-problem")
OPEN_FOLLOW = Path("/open/follow/{secret}")
OPEN_CONFIRM = Path("/open/confirm/{secret}")
OPEN_GROUND = Path("/open/ground.json")
REPORT_PICTURE = Path("/reports/{uid}/{size}.jpg")
OPEN_CHANGES = Path("/open/changes.atom")
OPEN_PREVIEW = Path("/open/preview/{number:int}")
OPEN_PREVIEW_MAP = Path("/open/preview/{number:int}/map.png")
OPEN_PREVIEW_PHOTO = Path("/open/preview/{number:int}/photos/{photo_id}/{size}.jpg")
EMBED_ISSUES = Path("/embed/issues")
EMBED_MAP = Path("/embed/map")
OPEN_SITEMAP = Path("/sitemap.xml")
ROBOTS = Path("/robots.txt")
OPEN311 = Path("/open311/v2")
OPEN311_DISCOVERY = Path("/open311/discovery.{form}")
OPEN311_SERVICES = Path("/open311/v2/services.{form}")
OPEN311_SERVICE = Path("/open311/v2/services/{code}.{form}")
OPEN311_REQUESTS = Path("/open311/v2/requests.{form}")
OPEN311_TOKEN = Path("/open311/v2/tokens/{secret}.{form}")
OPEN311_REQUEST = Path("/open311/v2/requests/{number}.{form}")

FIELD = Path("/field/{code}")
FIELD_WORKER = Path("/field/sw.js")
FIELD_APP = Path("/field/app.webmanifest")
FIELD_FILES = Path("/field/assets/{version}")
FIELD_TOUR = Path("/field/api/1/tours/{code}")
FIELD_JOIN = Path("/field/api/1/tours/{code}/join")
FIELD_ITEMS = Path("/field/api/1/tours/{code}/items")
FIELD_PROTOCOL = Path("/field/api/1/tours/{code}/protocol")
FIELD_TRACK = Path("/field/api/1/tours/{code}/track")
FIELD_FILE = Path("/field/api/1/files/{file_hash}")
FIELD_API_REST = Path("/field/api/{rest:path}")

LEAFLET = "/assets/leaflet"
OWN_ASSETS = "/assets/own"
STREAMLIT_FILES = "/assets/streamlit"

SCREEN = Path("/{name}")
"""A file of `pages/`, by its name without the ending."""


def screen(name: str, **query: object) -> str:
    """The path of a screen: `screen("issue", id=5)` is /issue?id=5."""
    return SCREEN.to(query, name=name)


def new_report(code: str, stop_id: int) -> str:
    """The path of the page on the bus with the report form of one stop open; `code` is that of the tour's short link."""
    return f"{FIELD.to(code=code)}#new/{stop_id}"


def sign_in_and_back(back: str) -> str:
    """The way in that leads to the path `back` afterwards."""
    return SIGN_IN.to({"next": back})


def tile_template(version: str) -> str:
    """The address of tiles as Leaflet wants it, with {z}, {x} and {y} left open."""
    return f"/map/tiles/{version}/{{z}}/{{x}}/{{y}}.png"
