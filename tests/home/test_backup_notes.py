"""Sets of backups that are kept, and what `/health/` says of them."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from home.backups import notes, sets
from home.models import BackupSet
from tests.conftest import NOW

from .backup_sets import installation  # noqa: F401  a fixture

DAILY = {f"set-{day}": NOW - timedelta(days=day) for day in range(400)}


class TestKept:
    def test_days_weeks_and_months(self):
        kept = notes.kept(DAILY, {"daily": 7, "weekly": 4, "monthly": 12}, "")
        assert {f"set-{day}" for day in range(7)} <= kept
        assert len(kept) <= 7 + 4 + 12
        assert min(DAILY[name] for name in kept) < NOW - timedelta(days=320)

    @given(
        days=st.sets(st.integers(0, 800), min_size=1),
        rules=st.dictionaries(st.sampled_from(["daily", "weekly", "monthly"]), st.integers(0, 9)),
        good=st.integers(0, 800),
    )
    def test_the_newest_and_the_last_good_one_are_never_deleted(self, days, rules, good):
        times = {f"set-{day}": NOW - timedelta(days=day) for day in days}
        kept = notes.kept(times, rules, f"set-{good}")
        assert f"set-{min(days)}" in kept
        assert good not in days or f"set-{good}" in kept
        assert kept <= times.keys()

    def test_old_sets_of_this_site_alone_are_deleted(self, installation, settings):
        settings.BACKUP_KEEP = {"daily": 1}
        old, good = (sets.name_of(NOW - timedelta(days=days)) for days in (9, 8))
        for name in (old, good, "mafunzo_other.example_20260101T000000Z.tar.age", "letter.txt"):
            (installation / "sets" / name).write_text("x")
        notes.note_verified(good, NOW - timedelta(days=8), "", NOW)
        call_command("backup")
        left = {file.name for file in (installation / "sets").iterdir()}
        assert old not in left and {good, "letter.txt", "mafunzo_other.example_20260101T000000Z.tar.age"} < left
        assert BackupSet.objects.count() == 2


@pytest.mark.django_db
class TestHealth:
    def finding(self, settings):
        settings.BACKUP_TO = "/somewhere"
        return notes.check(NOW)

    def test_none_is_configured(self, settings):
        assert notes.check(NOW).figures == {"configured": False}
        assert notes.check(NOW).status == "up"
        settings.PLUGINS_QUARANTINE = True  # as in production
        assert notes.check(NOW).status == "warning"

    def test_none_was_made(self, settings):
        assert self.finding(settings).status == "warning"

    @pytest.mark.parametrize(("hours", "status"), [(47, "up"), (49, "warning")])
    def test_after_two_days_it_warns(self, settings, hours, status):
        notes.note_made("one", 1, NOW - timedelta(hours=hours))
        finding = self.finding(settings)
        assert (finding.status, finding.figures["hours_old"]) == (status, hours)
        assert finding.figures["days_since_verified"] is None

    def test_a_verification_that_failed_warns_until_one_holds(self, settings):
        notes.note_made("one", 1, NOW - timedelta(hours=3))
        notes.note_verified("one", NOW, "Restored tables differ.", NOW - timedelta(hours=2))
        assert self.finding(settings).status == "warning"
        notes.note_verified("one", NOW, "", NOW - timedelta(hours=1))
        assert self.finding(settings).figures == {
            "hours_old": 3,
            "days_since_verified": 0,
            "failed_verification": False,
        }

    def test_stands_on_the_page(self, client):
        assert client.get("/health/").json()["checks"]["backup"] == {"status": "up", "configured": False}
