"""The little world of the reports, and the page on which a report is saved, sent or made as a file."""

from urllib.parse import quote

import pytest

from lms.desks.saved_reports import tasks
from tests.reporting.conftest import _today, as_, tally, world  # noqa: F401  fixtures

KEEP = "/reports/saved/new/"
COMPLETION = "/reports/completion/"


def keep(address: str) -> str:
    return f"{KEEP}?of={quote(address, safe='')}"


def schedule(client, address: str = COMPLETION, **changes: str):
    about = {"every": "month", "kind": "csv", "by": "file", **changes}
    data = {"act": "schedule", **{f"schedule-{name}": value for name, value in about.items()}}
    return client.post(keep(address), data)


def make_file(client, address: str = COMPLETION, kind: str = "csv"):
    return client.post(keep(address), {"act": "file", "file-kind": kind})


def save_view(client, address: str = COMPLETION, name: str = "By sex", shared: str = ""):
    return client.post(keep(address), {"act": "view", "view-name": name, "view-shared": shared})


@pytest.fixture
def work(on_commit):
    """Does what is due, as the scheduler has it done: begins the files, and makes them."""

    def run() -> None:
        with on_commit():
            tasks.begin_scheduled_reports()

    return run
