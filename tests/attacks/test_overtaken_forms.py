"""V2: a form that arrives again, or late, undoes nothing that was saved meanwhile, and what was typed is not lost."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from assessments.observation import services
from assessments.observation.models import Observation
from lms.foundation.interface import stale_forms
from lms.learning.sessions import attendance_services, attendance_views
from lms.learning.sessions.models import Attendance
from lms.people.administration.records.models import CohortRule
from tests.conftest import make_person
from tests.observation.building import AT_ONCE, NEVER, SAFE, SITS, YES, begun

from .mutation import browser, held_by, instead
from .test_observation import cohort, entry  # noqa: F401  fixtures
from .test_sessions import session  # noqa: F401  a fixture

FETCH = {"X-Requested-With": "fetch"}


@pytest.fixture(autouse=True)
def clock(now):
    with time_machine.travel(now, tick=False) as traveller:
        yield traveller


def hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r'type="hidden" name="((?:was-\d+|form|read))" value="([^"]*)"', page))


@pytest.fixture
def colleague(academy):
    return make_person("KE-9001", "Colleague", academy, role="instructor")


def line(person, status: str, missed: str = "", reason: str = "") -> dict[str, str]:
    return {f"status-{person.pk}": status, f"missed-{person.pk}": missed, f"reason-{person.pk}": reason}


class TestAnAttendanceList:
    @pytest.fixture
    def address(self, session, clock):
        clock.move_to(session.planned_at + timedelta(minutes=5))
        return reverse("meetings:attendance", args=[session.pk])

    @pytest.fixture
    def sent(self, address, omar, wanjiru, abdi) -> dict[str, str]:
        """Omar's list as it was saved; then a colleague noted otherwise."""
        data = hidden(browser(omar).get(address).content.decode())
        data |= line(wanjiru, "present") | line(abdi, "late", "20", "The bus broke down")
        assert browser(omar).post(address, data).status_code == 302
        return data

    @pytest.fixture
    def overtaken(self, sent, address, colleague, abdi):
        page = hidden(browser(colleague).get(address).content.decode())
        assert browser(colleague).post(address, page | line(abdi, "excused", "", "At court")).status_code == 302

    def test_that_arrives_again_does_not_undo_what_a_colleague_noted(self, overtaken, sent, address, omar, abdi):
        def undone() -> bool:
            browser(omar).post(address, sent)
            return Attendance.objects.get(learner=abdi).status == "late"

        held_by(
            instead(attendance_services, "_is_other", lambda read, known: False),
            instead(attendance_views, "_refusal", lambda lines: 200),
            attack=undone,
        )

    def test_shows_both_versions_and_keeps_what_was_typed(self, overtaken, sent, address, omar, abdi):
        response = browser(omar).post(address, sent)
        page = response.content.decode()
        assert response.status_code == 409
        assert "At court" in page and 'value="The bus broke down"' in page

        again = hidden(page) | {name: text for name, text in sent.items() if not name.startswith("was-")}
        assert browser(omar).post(address, again).status_code == 302
        assert Attendance.objects.get(learner=abdi).status == "late"

    def test_that_arrives_again_unchanged_is_taken_for_what_it_is(self, sent, address, omar, wanjiru):
        before = list(Attendance.objects.order_by("pk").values())
        assert browser(omar).post(address, sent).status_code == 302
        assert list(Attendance.objects.order_by("pk").values()) == before

    def test_that_another_overtakes_while_it_is_saved_is_shown_with_both(
        self,
        sent,
        address,
        session,
        omar,
        colleague,
        abdi,
        monkeypatch,
    ):
        taken, marks = attendance_services.take, [attendance_services.Mark(abdi.pk, "absent")]

        def overtaken(**said):
            if said["by"] == omar:
                taken(session=session, marks=marks, way="list", by=colleague, now=session.planned_at)
            return taken(**said)

        monkeypatch.setattr(attendance_services, "take", overtaken)
        page = hidden(browser(omar).get(address).content.decode())
        assert browser(omar).post(address, page | line(abdi, "present")).status_code == 409
        assert Attendance.objects.get(learner=abdi).status == "absent"


class TestTheDraftOfAChecklist:
    @pytest.fixture
    def address(self, cohort, entry, omar, wanjiru, now):
        return reverse("observation:show", args=[begun(cohort, entry, omar, now, wanjiru).pk])

    @pytest.fixture
    def sent(self, address, omar, wanjiru) -> dict[str, str]:
        """What a phone sent first; then another tab kept something else."""
        data = hidden(browser(omar).get(address).content.decode())
        data |= {f"level-{SAFE}": NEVER, f"note-{SITS}": "In the hall", "place": "The gate"}
        assert browser(omar).post(address, data).status_code == 302
        return data

    @pytest.fixture
    def newer(self, sent, address, omar) -> dict[str, str]:
        data = hidden(browser(omar).get(address).content.decode())
        data |= {f"level-{SAFE}": AT_ONCE, f"level-{SITS}": YES, "place": "The yard"}
        assert browser(omar).post(address, data, headers=FETCH).status_code == 204
        return data

    def test_that_arrives_again_does_not_undo_what_was_kept_since(self, newer, sent, address, omar):
        def undone() -> bool:
            browser(omar).post(address, sent, headers=FETCH)
            return Observation.objects.get().place == "The gate"

        held_by(instead(services, "_is_overtaken", lambda observation, form: False), attack=undone)

    def test_shows_both_versions_and_keeps_what_was_typed(self, newer, sent, address, omar):
        response = browser(omar).post(address, {**sent, "do": "sign"})
        page = response.content.decode()
        assert response.status_code == 409 and Observation.objects.get().signed_at is None
        assert "<bdi>The yard</bdi>" in page and 'value="The gate"' in page and "In the hall" in page

        again = hidden(page) | {name: text for name, text in sent.items() if name not in ("form", "read")}
        assert browser(omar).post(address, again).status_code == 302
        assert Observation.objects.get().place == "The gate"

    def test_that_arrives_again_unchanged_changes_nothing(self, newer, address, omar):
        before = Observation.objects.values().get()
        assert browser(omar).post(address, newer, headers=FETCH).status_code == 204
        assert Observation.objects.values().get() == before

    def test_is_kept_although_the_answer_to_the_one_before_was_lost(self, newer, sent, address, omar):
        next_one = {**newer, "form": "b" * 32, "read": f"{newer['read']} {newer['form']}", "place": "The road"}
        assert browser(omar).post(address, next_one, headers=FETCH).status_code == 204
        assert Observation.objects.get().place == "The road"


class TestAnOrdinaryForm:
    """Whichever form of the staff says anew what a colleague may say, too: here the rule of a cohort."""

    @pytest.fixture
    def pair(self, academy):
        return [make_person(f"KE-91{n:02}", f"Administrator {n}", academy, role="administrator") for n in range(2)]

    @pytest.fixture
    def sent(self, pair, cohort) -> dict[str, str]:
        """What one of them saved; then the other saved something else."""
        one, other = pair
        page = reverse("academy:cohort", args=[cohort.pk])
        sent = {"was": was(browser(one).get(page)), "ranks": "Constable"}
        assert browser(one).post(f"{page}rule/", sent).status_code == 302
        newer = {"was": was(browser(other).get(page)), "ranks": "Corporal"}
        assert browser(other).post(f"{page}rule/", newer).status_code == 302
        return sent

    def test_that_arrives_again_does_not_undo_what_a_colleague_saved(self, sent, pair, cohort):
        def undone() -> bool:
            browser(pair[0]).post(reverse("academy:cohort-rule", args=[cohort.pk]), sent)
            return CohortRule.objects.get().ranks == "Constable"

        held_by(instead(stale_forms, "_digest", lambda initial: sent["was"]), attack=undone)

    def test_shows_both_versions_and_is_saved_when_it_is_sent_knowingly(self, sent, pair, cohort):
        address = reverse("academy:cohort-rule", args=[cohort.pk])
        response = browser(pair[0]).post(address, sent)
        assert response.status_code == 409
        assert (
            "Saved meanwhile: Corporal" in response.content.decode()
            and 'value="Constable"' in response.content.decode()
        )

        assert browser(pair[0]).post(address, {**sent, "was": was(response)}).status_code == 302
        assert CohortRule.objects.get().ranks == "Constable"


def was(response) -> str:
    return re.search(r'name="was" value="([^"]+)"', response.content.decode())[1]
