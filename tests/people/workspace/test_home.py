"""The home of administrators: what waits for them, and what an academy needs before its first intake."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from lms.desks.notices.delivery import sender
from lms.foundation.plugins.pages import office
from lms.learning.progress.enrolments.assignment_services import assign
from lms.people.administration.crests import services as crests
from lms.people.administration.records.services import join
from lms.people.administration.transfers import services as transfers
from lms.people.administration.workspace import first_steps
from lms.people.audit.models import AuditEntry
from lms.people.directory.choices import Kind, Role
from lms.people.directory.institutions import Institution
from lms.people.directory.models import Cohort, User
from lms.people.identity.accounts import name_requests
from tests.conftest import create_institution, make_person
from tests.people.crests.test_crests import picture

HOME = "/academy/"


def waiting(text: str) -> dict[str, int]:
    found = re.findall(r'visually-hidden">([^<]+): </span\s*>(\d+)</a>', text)
    return {title: int(number) for title, number in found}


def open_steps(place: Institution) -> list[str]:
    place = Institution.objects.get(pk=place.pk)
    return [step.slug for step in office.steps_at(place) if not step.done(place)]


class TestWhatWaits:
    def test_is_nothing_at_first(self, as_, amina):
        text = as_(amina).get(HOME).content.decode()
        assert "Nothing waits for you." in text and not waiting(text)

    def test_is_counted_with_the_page_where_it_is_decided(self, as_, amina, academy, neighbour_academy, wanjiru, abdi):
        now = timezone.now()
        grace = make_person("UG-9", "Grace Namutebi", neighbour_academy, Role.ADMINISTRATOR)
        transfers.ask(number=wanjiru.service_number, to=neighbour_academy, by=grace, now=now)
        name_requests.ask(person=abdi, name="Abdi Hassan Noor", now=now)
        yesterday = timezone.localdate() - timedelta(days=1)
        Cohort.objects.create(institution=academy, name="Over", ends_on=yesterday)
        Cohort.objects.create(institution=academy, name="Closed", ends_on=yesterday, closed_at=now)
        Cohort.objects.create(institution=neighbour_academy, name="Elsewhere", ends_on=yesterday)

        text = as_(amina).get(HOME).content.decode()

        assert waiting(text) == {
            "Transfers that others ask for": 1,
            "Changes of names": 1,
            "Cohorts past their last day": 1,
        }
        page = as_(amina).get(re.search(r'href="(/academy/cohorts/[^"]+)"', text).group(1)).content.decode()
        assert "Over</a>" in page and "Closed</a></th>" not in page and "Elsewhere" not in page

    def test_of_oneself_is_for_a_colleague(self, as_, amina):
        name_requests.ask(person=amina, name="Amina Noor Ali", now=timezone.now())
        assert not waiting(as_(amina).get(HOME).content.decode())

    def test_costs_the_same_for_many(self, as_, amina, academy, django_assert_max_num_queries):
        with django_assert_max_num_queries(40) as first:
            as_(amina).get(HOME)
        for number in range(20):
            person = make_person(f"KE-8{number:02}", f"Person {number}", academy)
            name_requests.ask(person=person, name=f"Another {number}", now=timezone.now())
        with django_assert_max_num_queries(len(first)):
            assert as_(amina).get(HOME).status_code == 200


class TestFirstSteps:
    def test_tick_themselves(self, as_, amina, academy, course, settings):
        settings.SECOND_FACTOR_DAYS = -1
        everything = ["names", "crest", "administrators", "factor", "people", "cohort"]
        everything += ["instructor", "assigned", "notice", "signatory", "messages"]
        assert open_steps(academy) == everything
        make_person("KE-91", "Second", academy, Role.ADMINISTRATOR)
        assert "administrators" not in open_steps(academy)
        learner = make_person("KE-92", "Learner", academy)
        assert "people" not in open_steps(academy) and "cohort" in open_steps(academy)
        cohort = Cohort.objects.create(institution=academy, name="First")
        join(cohort=cohort, people=[learner], now=timezone.now())
        teacher = make_person("KE-93", "Instructor", academy, Role.INSTRUCTOR)
        assert not {"cohort", "instructor"} & {*open_steps(academy)}
        assign(cohort=cohort, courses=[course], by=teacher, now=timezone.now())
        assert "assigned" not in open_steps(academy)
        crests.give(institution=academy, data=picture(), alt="A lion", by=amina, now=timezone.now())
        Institution.objects.filter(pk=academy.pk).update(
            names={"sw": "Chuo"}, factor_days=14, notice=3, certificate_settings={"signatories": [{"name": "Mutua"}]}
        )
        assert open_steps(academy) == ["messages"]

    @pytest.mark.parametrize("at", ["academy", "unit"])
    def test_tick_messages_when_a_test_message_was_taken(self, as_, academy, at):
        place = academy
        if at == "unit":
            place = create_institution(name="Unit 9", kind=Kind.UNIT, parent=Institution.objects.get(pk=academy.pk))
        person = make_person("KE-94", "Writer", place, Role.ADMINISTRATOR)
        User.objects.filter(pk=person.pk).update(email="writer@example.org")
        with time_machine.travel(timezone.now().replace(hour=9, minute=0) + timedelta(days=1)):
            assert as_(person).post("/notices/preferences/", {"test": "1"}).status_code == 302
            assert "messages" in open_steps(academy)
            now = timezone.now()
            sender.send(sender.take(now=now), now=now)
            assert "messages" not in open_steps(academy)

    def test_lead_to_pages_that_open(self, as_, amina, academy):
        for step in office.steps_at(academy):
            address = step.url(academy)
            assert as_(amina).get(address).status_code == 200, address

    def test_are_put_away_and_found_again(self, as_, amina, academy):
        browser, page = as_(amina), f"{HOME}institution/{academy.pk}/steps/"
        assert "Before your first intake" in browser.get(HOME).content.decode()
        for _twice in range(2):
            assert browser.post(page, {"away": "yes"}).url == HOME
        assert "Before your first intake" not in browser.get(HOME).content.decode()
        assert f'href="{page}"' in browser.get(f"{HOME}institution/{academy.pk}/").content.decode()
        assert "The crest" in browser.get(page).content.decode()
        browser.post(page, {"away": "no"})
        assert "Before your first intake" in browser.get(HOME).content.decode()
        assert AuditEntry.objects.filter(action="first_steps_put_away").count() == 2

    def test_of_another_academy_are_nobodys_business(self, as_, amina, neighbour_academy):
        page = f"{HOME}institution/{neighbour_academy.pk}/steps/"
        assert as_(amina).get(page).status_code == as_(amina).post(page, {"away": "yes"}).status_code == 404
        with pytest.raises(PermissionDenied):
            first_steps.put_away(institution=neighbour_academy, away=True, by=amina)


class TestTheAdmin:
    def test_leads_to_the_site_and_the_site_leads_back(self, as_, superuser, academy):
        page = as_(superuser).get("/admin/").content.decode()
        for address in ("/academy/people/", "/academy/institution/", "/reports/", "/academy/notices/", "/notices/"):
            assert f'"{address}"' in page.replace("&quot;", '"'), address
        assert "/help/editing/" in page
        rows = as_(superuser).get("/academy/institution/").content.decode()
        assert f'href="/academy/people/?institution={academy.pk}"' in rows
        assert 'href="/admin/"' in rows

    def test_shows_an_editor_their_own_places_alone(self, as_, academy):
        editor = make_person("KE-95", "Editor", academy)
        editor.groups.add(Group.objects.get(name="Editors"))
        page = as_(editor).get("/admin/").content.decode().replace("&quot;", '"')
        assert '"/learn/"' in page and '"/notices/"' in page and "/academy/people/" not in page
