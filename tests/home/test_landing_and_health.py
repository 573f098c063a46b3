"""Where each duty lands, and what the health page says of what is up and what is not."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import OperationalError, connection
from django.urls import reverse
from django.utils import timezone

from certificates.statement import keys
from home import tasks
from home.operation import heartbeat
from home.operation.health.views import now_and_then
from lms.foundation.plugins import health
from lms.learning.progress.models.assignments import Assignment
from lms.people.audit import client_address as addresses
from lms.people.directory.models import User
from lms.version import VERSION
from tests.conftest import NOW


class TestLanding:
    def test_who_has_no_duty_is_told_what_to_do(self, as_, db):
        response = as_(User.objects.create_user("X-1", name="Nobody Yet")).get("/start/")
        assert response.status_code == 200
        assert "Ask the administrator of your academy" in response.content.decode()


@pytest.fixture
def alive(db, settings, tmp_path):
    settings.CERTIFICATE_KEYS = tmp_path / "keys"
    keys.make(now=timezone.now())
    tasks.beat("celery")
    tasks.beat("sweeps")


class TestHealth:
    def test_all_is_up(self, client, alive):
        response = client.get("/health/")
        body = response.json()
        assert (response.status_code, body["status"]) == (200, "up"), {
            name: part for name, part in body["checks"].items() if part["status"] != "up"
        }
        assert {
            "database",
            "cache",
            "broker",
            "worker",
            "sweeper",
            "storage",
            "proxies",
            "certificates",
            "assignments",
            "deadlines",
            "catalogue",
            "deliveries",
            "mails",
            "plugins",
        } <= set(body["checks"])
        assert response["Cache-Control"].startswith("max-age=0")
        assert body["version"] == VERSION
        assert body["checks"]["version"] == {"status": "up", "program": VERSION, "database": VERSION}

    @pytest.mark.parametrize(("queue", "part"), [("celery", "worker"), ("sweeps", "sweeper")])
    def test_a_silent_worker_is_down(self, client, alive, queue, part):
        heartbeat.beat(queue, timezone.now() - timedelta(minutes=4))
        response = client.get("/health/")
        assert response.status_code == 503
        assert {name for name, found in response.json()["checks"].items() if found["status"] == "down"} == {part}

    def test_a_cache_that_was_emptied_makes_no_worker_silent(self, client, alive):
        cache.clear()
        assert client.get("/health/").status_code == 200

    def test_what_waits_is_a_warning(self, client, alive, enrolment):
        cohort = enrolment.institution.cohorts.create(name="Intake")
        Assignment.objects.create(
            cohort=cohort, course=enrolment.course, assigned_at=NOW, touched_at=timezone.now() - timedelta(minutes=11)
        )
        response = client.get("/health/")
        assert (response.status_code, response.json()["status"]) == (200, "warning")
        assert response.json()["checks"]["assignments"] == {
            "status": "warning",
            "late_assignments": 1,
            "oldest_minutes": 11,
        }

    def test_a_database_that_is_away_is_told_and_nothing_else_of_it(self, client, alive):
        def refuse(*_args):
            raise OperationalError("password=secret")

        with connection.execute_wrapper(refuse):
            response = client.get("/health/")
        assert response.status_code == 503
        checks = response.json()["checks"]
        assert checks["database"] == checks["certificates"] == {"status": "down", "error": "OperationalError"}
        assert checks["storage"]["status"] == "up"
        assert b"secret" not in response.content

    def test_a_database_that_is_away_is_waited_for_once(self, client, alive):
        tried = []

        def refuse(*_args):
            tried.append(1)
            raise OperationalError

        with connection.execute_wrapper(refuse):
            client.get("/health/")
        assert len(tried) == 1

    def test_requests_that_do_not_fit_the_count_of_proxies_are_a_warning(self, client, alive, settings, monkeypatch):
        monkeypatch.setattr(addresses, "_noted", {})
        settings.PROXY_COUNT = 1
        client.post("/sign-in/", {"username": "KE-1", "password": "wrong"}, REMOTE_ADDR="10.0.0.3")
        response = client.get("/health/")
        assert (response.status_code, response.json()["status"]) == (200, "warning")
        assert response.json()["checks"]["proxies"] == {
            "status": "warning",
            "PROXY_COUNT": 1,
            "problem": addresses.TOO_FEW,
        }

    def test_a_browser_gets_a_sentence(self, client, alive):
        response = client.get("/health/", headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
        assert response["Content-Type"].startswith("text/html")
        assert "Everything works." in response.content.decode()

    def test_asks_one_statement_for_each_part(self, client, alive, django_assert_max_num_queries):
        client.get("/health/")
        now_and_then.forget()
        with django_assert_max_num_queries(17):
            client.get("/health/")

    def test_costs_nothing_where_it_is_asked_often(self, client, alive, django_assert_num_queries):
        client.get("/health/")
        with django_assert_num_queries(0):
            assert client.get("/health/").status_code == 200

    def test_the_worst_finding_is_that_of_the_whole(self):
        found = {"a": health.Finding(), "b": health.backlog(late=3), "c": health.Finding(health.DOWN)}
        assert health.worst({}) == "up"
        assert health.worst({name: found[name] for name in "ab"}) == "warning"
        assert health.worst(found) == "down"


class TestEveryResponse:
    def test_carries_the_id_of_its_request(self, client, db):
        assert (
            client.get("/health/", headers={"X-Request-ID": "from-the-proxy-1"})["X-Request-ID"] == "from-the-proxy-1"
        )
        assert client.get("/health/", headers={"X-Request-ID": "x\tforged"})["X-Request-ID"] != "x\tforged"

    def test_asks_the_browser_for_nothing(self, client, db):
        assert "camera=()" in client.get("/health/")["Permissions-Policy"]
        assert client.get("/health/")["Cross-Origin-Opener-Policy"] == "same-origin"

    def test_gives_nothing_back_of_what_a_proxy_added(self, client, db):
        for path in ("/", "/sign-in/", "/health/", "/admin/", "/nothing/"):
            assert client.trace(path).status_code == 405

    def test_says_what_it_is_and_in_which_signs_it_is_written(self, client, db):
        for path in ("/sign-in/", "/nothing/", "/verify/", "/health/"):
            told = client.get(path, headers={"Accept": "text/html"})["Content-Type"]
            assert told == "text/html; charset=utf-8", path
        assert client.get("/health/")["Content-Type"] == "application/json"

    def test_that_is_for_everybody_may_be_kept(self, client, db):
        assert not client.get(reverse("certificates:ask")).has_header("Cache-Control")

    def test_is_logged_by_route_and_number_without_names(self, as_, wanjiru, caplog):
        with caplog.at_level("INFO", logger="mafunzo.request"):
            as_(wanjiru).get("/start/")
        line = str(caplog.records[-1].msg)
        assert "start/" in line
        assert f"'user': {wanjiru.pk}" in line
        assert wanjiru.service_number not in line
        assert not any(name in line for name in wanjiru.name.split())
