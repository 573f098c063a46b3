"""The page for superusers, the figures for Prometheus, and the same at a terminal: each fault with its sentence."""

import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone, translation

from certificates.statement import keys
from home import tasks
from home.help.book import RUN, chapters
from home.operation import heartbeat
from home.operation.health import texts, views
from lms.foundation.plugins import health
from lms.foundation.plugins.health import DOWN, UP, WARNING, Finding, findings
from lms.version import VERSION


@pytest.fixture
def superuser(wanjiru):
    wanjiru.is_superuser = True
    wanjiru.save()
    return wanjiru


@pytest.fixture
def well(db, settings, tmp_path):
    settings.CERTIFICATE_KEYS = tmp_path / "keys"
    keys.make(now=timezone.now())
    for queue in ("celery", "sweeps"):
        tasks.beat(queue)


class TestWords:
    def test_every_part_of_the_house_has_its_words_and_a_page_of_the_book(self, db):
        assert set(findings(timezone.now())) == set(texts.WORDS)
        assert {page for _label, _advice, page in texts.WORDS.values()} <= set(chapters(RUN))

    @pytest.mark.parametrize("name", texts.WORDS)
    @pytest.mark.parametrize("status", [WARNING, DOWN])
    def test_a_part_that_does_not_work_says_what_to_do(self, name, status):
        part = texts.in_words(name, Finding(status, {"late": 3, "none": None}, {"host": "alpha"}))
        assert part.advice == str(texts.WORDS[name][1]) and part.advice.endswith(".")
        assert part.figures == "Late: 3 · Machine: alpha"
        assert texts.in_words(name, Finding()).advice == ""

    def test_every_figure_of_the_house_has_its_words(self, db):
        found = findings(timezone.now()).values()
        names = {name for finding in found for name in {**(finding.figures or {}), **(finding.details or {})}}
        assert len(names) > 25 and names <= set(texts.FIGURES)

    def test_a_plugin_s_figure_is_its_name_and_yes_and_no_are_words(self):
        part = texts.in_words("orchard", Finding(WARNING, {"ripe_pears": 3, "configured": False}))
        assert part.figures == "ripe pears: 3 · Is set up: no"

    def test_the_worst_comes_first_and_a_plugin_s_part_has_its_own_name(self):
        found = {"database": Finding(), "orchard": Finding(WARNING), "cache": Finding(DOWN)}
        assert [part.label for part in texts.parts(found)] == ["Cache", "orchard", "Database"]


class TestThePage:
    def test_says_each_part_in_words(self, as_, superuser, well):
        page = as_(superuser).get("/operation/").content.decode()
        assert f"Version {VERSION}." in page
        assert page.count("<dt>") == len(texts.WORDS)

    def test_says_what_is_broken_what_to_do_and_where_that_stands(self, as_, superuser, well):
        heartbeat.beat("celery", timezone.now() - timedelta(hours=1))
        page = as_(superuser).get("/operation/").content.decode()
        assert "Worker: Does not work" in page
        assert "Start it and the scheduler; nothing is lost." in page
        assert 'href="/operation/book/when-something-stops/"' in page

    def test_names_to_a_superuser_alone_what_differs(self, as_, superuser, well, settings, client):
        settings.BASE_URL = "https://elsewhere.example"
        page = as_(superuser).get("/operation/").content.decode()
        assert "Names of the settings: BASE_URL" in page
        views.now_and_then.forget()
        assert "BASE_URL" not in client.get("/health/").content.decode()

    def test_is_written_in_the_language_of_the_reader(self, as_, superuser, well):
        superuser.language = "ar"
        superuser.save()
        heartbeat.beat("celery", timezone.now() - timedelta(hours=1))
        page = as_(superuser).get("/operation/", headers={"Accept-Language": "ar"}).content.decode()
        with translation.override("ar"):
            words = str(texts.STATUSES[UP]), str(texts.FIGURES["seconds_silent"])
        assert all(word in page for word in words)
        assert "Works" not in words and "Seconds without a sign of life" not in words

    def test_nobody_else_finds_it(self, as_, halima, client, well):
        assert as_(halima).get("/operation/").status_code == 404
        assert as_(halima).get("/operation/book/watching/").status_code == 404
        assert client.get("/operation/").status_code == 302

    def test_the_book_is_there_with_its_links(self, as_, superuser):
        browser = as_(superuser)
        page = browser.get("/operation/book/disk-full/").content.decode()
        links = re.findall(r'href="(/operation/book/[^"#]+)', page)
        assert links and all(browser.get(link).status_code == 200 for link in links)
        assert browser.get("/operation/book/nothing/").status_code == 404


class TestMetrics:
    def get(self, token=""):
        return Client().get("/metrics", headers={"Authorization": f"Bearer {token}"} if token else {})

    def test_are_not_there_without_a_token_of_the_settings(self, db):
        assert self.get().status_code == self.get("x").status_code == 404

    def test_are_for_whoever_has_the_token(self, well, settings):
        settings.METRICS_TOKEN = "a-token-of-the-settings"
        assert self.get().status_code == self.get("another").status_code == self.get("é").status_code == 401
        answer = self.get("a-token-of-the-settings")
        assert answer.status_code == 200
        assert answer["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"

    def test_are_as_prometheus_reads_them_and_name_nobody(self, well, settings, wanjiru):
        settings.METRICS_TOKEN = "a-token-of-the-settings"
        text = self.get("a-token-of-the-settings").content.decode()
        sample = re.compile(r'mafunzo_[a-z_]+\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\} -?[0-9.e+]+')
        comment = re.compile(r"# (HELP mafunzo_[a-z_]+ .+|TYPE mafunzo_[a-z_]+ gauge)")
        assert text.endswith("\n") and all(
            comment.fullmatch(line) or sample.fullmatch(line) for line in text.splitlines()
        )
        assert 'mafunzo_part_status{part="database"} 0' in text
        assert 'mafunzo_part_figure{part="mails",figure="late_mails"} 0' in text
        assert re.search(r'mafunzo_disk_free_bytes\{process="[^"]+/web",disk="data"\} \d+', text)
        assert wanjiru.name not in text and wanjiru.service_number not in text

    def test_a_name_of_a_plugin_s_part_breaks_no_line(self):
        text = views.exposition({'a"b\n\\': Finding(DOWN, {"share": 0.5, "yes": True, "word": "x", "none": None})})
        assert 'mafunzo_part_status{part="a\\"b\\n\\\\"} 2' in text
        assert text.count("mafunzo_part_figure{") == 2


class TestTheCommand:
    def run(self, capsys, *arguments):
        with pytest.raises(SystemExit) as ended:
            call_command("health", *arguments)
        return ended.value.code, capsys.readouterr().out

    def test_says_the_same_and_ends_by_the_worst(self, well, capsys):
        code, out = self.run(capsys)
        assert (code, "Database: Works (Kind: " in out) == (0, True)
        heartbeat.beat("sweeps", timezone.now() - timedelta(hours=1))
        code, out = self.run(capsys)
        assert code == 2 and "attempts stay open past their end" in out
        assert "docs/run/when-something-stops.md" in out

    def test_mails_where_it_is_asked_to(self, well, capsys, monkeypatch):
        watched = []
        monkeypatch.setattr("home.operation.health.alerts.watch", watched.append)
        self.run(capsys)
        assert watched == []
        self.run(capsys, "--alert")
        assert len(watched) == 1


def test_a_check_that_breaks_is_down_and_says_so(as_, superuser, well, monkeypatch):
    def broken(_now):
        raise RuntimeError("secret")

    monkeypatch.setattr(health, "_asked", lambda plugin, name, check, now: broken(now))
    page = as_(superuser).get("/operation/").content.decode()
    assert "What the program says: RuntimeError" in page and "secret" not in page
