"""Rule of where each test passes, where PostgreSQL is named beside SQLite.

`make test` passes each test once: on PostgreSQL if it meets a database, else on SQLite. What tries the embedded default
(`ON_BOTH`) passes on both. `make test ALL=1` passes on both whatever meets a database, and the sweeps on SQLite.
"""

import os

import pytest

SQLITE, POSTGRESQL = "sqlite", "postgresql"
ON_BOTH = (
    "tests/architecture/test_databases.py",
    "tests/architecture/test_migrating.py",
    "tests/assignment/test_handing_in.py",
    "tests/attacks/test_full_disks.py",
    "tests/calendar/test_feed.py",
    "tests/certificates/test_issuing.py",
    "tests/conversations/test_pages.py",
    "tests/courses/test_publishing.py",
    "tests/dashboards/test_dashboard.py",
    "tests/files/",
    "tests/followups/test_answering.py",
    "tests/home/health/test_schema.py",
    "tests/home/test_backups.py",
    "tests/home/test_fresh_database.py",
    "tests/home/test_outages.py",
    "tests/home/test_restoring.py",
    "tests/indicators/test_sealed.py",
    "tests/journeys/",
    "tests/notices/test_telling.py",
    "tests/observation/test_observing.py",
    "tests/offline/test_sync.py",
    "tests/people/accounts/test_activation.py",
    "tests/people/merging/test_phonetic_keys.py",
    "tests/people/roster/test_application.py",
    "tests/people/test_audit.py",
    "tests/people/test_plans.py",
    "tests/people/test_tree.py",
    "tests/plugins/test_guard.py",
    "tests/privacy/test_erasing.py",
    "tests/progress/test_faults.py",
    "tests/progress/test_journal.py",
    "tests/progress/test_programmes.py",
    "tests/progress/test_rebuild.py",
    "tests/progress/test_statements.py",
    "tests/questions/test_bank.py",
    "tests/quiz/exams/test_sittings.py",
    "tests/refreshers/test_services.py",
    "tests/reporting/test_numbers.py",
    "tests/reporting/test_sums.py",
    "tests/saved_reports/test_views.py",
    "tests/scenario/test_remembering.py",
    "tests/search/",
    "tests/sessions/test_attendance.py",
    "tests/simulation/test_killed.py",
    "tests/simulation/test_statements.py",
    "tests/switchboard/test_circuit_breaker.py",
    "tests/switchboard/test_deliveries.py",
    "tests/teaching/test_renewal.py",
    "tests/upgrade/test_stored.py",
    "tests/work/test_runner.py",
)
"""One file of each room that keeps rows; what has statements of its own for each database, what starts processes over
one, and what Redis and the folder in its place each have to do.
"""


def meets_database(item: pytest.Item) -> bool:
    """Return whether pytest-django lets the test ask the database."""
    fixtures = {"db", "transactional_db", "live_server", "django_db_setup"} & {*getattr(item, "fixturenames", ())}
    return bool(fixtures or item.get_closest_marker("django_db"))


def databases(item: pytest.Item, *, everything: bool) -> set[str]:
    """Name the databases on which the test passes; `everything` as of `make test ALL=1`."""
    if item.get_closest_marker("once"):
        return {SQLITE}
    if item.nodeid.startswith(ON_BOTH):
        return {SQLITE, POSTGRESQL}
    if not meets_database(item):
        return {SQLITE}
    if not everything:
        return {POSTGRESQL}
    return {SQLITE} if item.get_closest_marker("sweep") else {SQLITE, POSTGRESQL}


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what passes on the other database, where `python -m tests` runs both (`TEST_EACH`)."""
    each = os.environ.get("TEST_EACH")
    if not each:
        return
    here = [item for item in items if os.environ["TEST_ON"] in databases(item, everything=each == "everywhere")]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(here)])
    items[:] = here
