"""Open311 of ours is read by a client that others wrote for it."""

import threading
from collections.abc import Iterator

import pytest
import uvicorn
from georeport import GeoReport
from starlette.testclient import TestClient

from planner.database import Database
from tests.services.public_story import OpenScene
from tests.web.public import test_html, test_routes

city, store = test_routes.city, test_routes.store
database_url = test_html.database_url


@pytest.fixture
def address(site: TestClient, city: OpenScene) -> Iterator[str]:
    """The site at a real address of this machine."""
    server = uvicorn.Server(uvicorn.Config(site.app, host="127.0.0.1", port=0, log_level="warning", lifespan="off"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        assert thread.is_alive()
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()


@pytest.mark.parametrize("form", ["json", "xml"])
def test_client_of_open311_reads_topics_and_requests(
    address: str, own_database: Database, city: OpenScene, form: str
) -> None:
    client = GeoReport(f"{address}/open311/v2", output_format=form)

    topics = client.get_service_list()
    requests = client.get_service_requests()
    one = client.get_service_request(_listed(requests)[0]["service_request_id"])

    assert {each["service_name"] for each in topics} == {"Свет", "Ямы"}
    assert one == _listed(requests)[0]
    assert one["description"] == "Открытый провал"
    assert (float(one["lat"]), float(one["long"])) == (50.27, 127.54)


def _listed(requests: object) -> list[dict[str, str]]:
    """XML does not say whether one thing is a list of one."""
    return requests if isinstance(requests, list) else [requests]  # type: ignore[list-item]
