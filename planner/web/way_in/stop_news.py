"""The link in every letter to the media that ends the letters, as `stop_mails` has it for mails."""

from planner import links
from planner.services.press.media import reader_of_news, stop_news
from planner.web.way_in.stop_mails import stop_routes

ROUTES = stop_routes(links.STOP_NEWS, reader_of_news, stop_news, "stop_news.html")
