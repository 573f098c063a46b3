"""The administrator's cohorts: made, renamed, filled by hand and by numbers, and whose they are."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lms.people.audit.models import AuditEntry
from lms.people.directory.choices import Role
from lms.people.directory.models import Cohort, User
from tests.conftest import make_person

COHORTS = "/academy/cohorts/"


@pytest.fixture
def cohort(academy):
    return Cohort.objects.create(institution=academy, name="Intake 2027 A")


@pytest.fixture
def theirs(neighbour_academy):
    return Cohort.objects.create(institution=neighbour_academy, name="Theirs")


def members(cohort) -> set[str]:
    return set(cohort.people.values_list("service_number", flat=True))


class TestTheList:
    def test_shows_ones_own(self, as_, amina, cohort, theirs, superuser):
        names = [row.name for row in as_(amina).get(COHORTS).context["page"]]
        assert names == ["Intake 2027 A"]
        assert [row.name for row in as_(amina).get(COHORTS, {"q": "intake"}).context["page"]] == names
        assert not as_(amina).get(COHORTS, {"q": "other\0"}).context["page"].object_list
        assert len(as_(superuser).get(COHORTS).context["page"].object_list) == 2

    def test_costs_the_same_for_one_and_for_many(self, as_, amina, academy, cohort):
        browser = as_(amina)
        with CaptureQueriesContext(connection) as few:
            browser.get(COHORTS)
        Cohort.objects.bulk_create(Cohort(institution=academy, name=f"Intake {one}") for one in range(40))
        with CaptureQueriesContext(connection) as many:
            browser.get(COHORTS)
        assert len(few) == len(many) <= 4


class TestMaking:
    def test_makes_one_however_often_it_is_sent(self, as_, amina, academy):
        asked = {"institution": academy.pk, "name": " Intake  B ", "starts_on": "2027-01-01", "ends_on": "2027-06-30"}
        assert as_(amina).post(f"{COHORTS}add/", asked).status_code == 302
        assert as_(amina).post(f"{COHORTS}add/", {**asked, "name": "intake b"}).status_code == 422
        assert Cohort.objects.get().name == "Intake B"
        assert AuditEntry.objects.filter(action="cohort_made", by=amina).count() == 1

    def test_reaches_no_other_institution(self, as_, amina, kenya, neighbour_academy):
        for place in (kenya, neighbour_academy):
            assert as_(amina).post(f"{COHORTS}add/", {"institution": place.pk, "name": "B"}).status_code == 422
        assert not Cohort.objects.exists()

    def test_ends_no_earlier_than_it_starts_and_has_days_of_this_century(self, as_, amina, academy):
        asked = {"institution": academy.pk, "name": "B", "starts_on": "2027-06-30", "ends_on": "2027-01-01"}
        assert as_(amina).post(f"{COHORTS}add/", asked).status_code == 422
        for day in ("0001-01-01", "9999-12-31"):
            response = as_(amina).post(f"{COHORTS}add/", {"institution": academy.pk, "name": "B", "starts_on": day})
            assert response.status_code == 422 and "like 2027-01-31" in response.content.decode()

    def test_changes_name_and_days(self, as_, amina, cohort, academy):
        Cohort.objects.create(institution=academy, name="Other")
        path = f"{COHORTS}{cohort.pk}/correct/"
        assert as_(amina).post(path, {"name": "other"}).status_code == 422
        for _again in range(2):
            assert as_(amina).post(path, {"name": "Intake 2027 B", "ends_on": "2027-12-01"}).status_code == 302
        cohort.refresh_from_db()
        assert (cohort.name, str(cohort.ends_on)) == ("Intake 2027 B", "2027-12-01")
        assert cohort.folded == "intake 2027 b", "so that a search finds its new name"
        assert AuditEntry.objects.filter(action="cohort_changed").count() == 1


class TestFilling:
    def test_offers_people_of_the_institution_who_are_not_in_it(self, as_, amina, cohort, wanjiru, abdi, neighbour):
        answer = as_(amina).get(f"{COHORTS}{cohort.pk}/", {"q": "ke-20"})
        assert answer.context["others"] == [abdi, wanjiru]
        as_(amina).post(f"{COHORTS}{cohort.pk}/fill/", {"person": [wanjiru.pk]})
        assert as_(amina).get(f"{COHORTS}{cohort.pk}/", {"q": "ke-20"}).context["others"] == [abdi]

    def test_adds_whom_one_ticks_and_writes_once(self, as_, amina, cohort, wanjiru, abdi):
        for _again in range(2):
            asked = {"person": [wanjiru.pk], "numbers": "ke-20417\n"}
            assert as_(amina).post(f"{COHORTS}{cohort.pk}/fill/", asked).status_code == 302
        assert members(cohort) == {"KE-20377", "KE-20417"}
        assert AuditEntry.objects.filter(action="cohort_joined", by=amina).count() == 2

    def test_leaves_in_the_form_what_names_nobody(self, as_, amina, cohort, abdi, neighbour):
        answer = as_(amina).post(f"{COHORTS}{cohort.pk}/fill/", {"numbers": "KE-20417\nKE-200\nNobody"})
        text = answer.content.decode()
        assert answer.status_code == 422
        assert "Line 2" in text
        assert "Line 3" in text
        assert "Njeri" not in text
        assert members(cohort) == {"KE-20417"}

    def test_takes_nobody_of_another_institution_and_not_oneself(self, as_, amina, cohort, neighbour, stranger):
        forged = [neighbour.pk, stranger.pk, amina.pk, "x", "9" * 30]
        as_(amina).post(f"{COHORTS}{cohort.pk}/fill/", {"person": forged, "numbers": amina.service_number})
        assert members(cohort) == set()

    def test_costs_the_same_whoever_is_there(self, as_, amina, cohort, academy, wanjiru):
        browser = as_(amina)
        with CaptureQueriesContext(connection) as few:
            browser.get(f"{COHORTS}{cohort.pk}/", {"q": "p"})
        for number in range(30):
            make_person(f"KE-3{number:03}", f"Person {number}", academy, Role.INSTRUCTOR)
        with CaptureQueriesContext(connection) as many:
            answer = browser.get(f"{COHORTS}{cohort.pk}/", {"q": "p"})
        assert "There are more" in answer.content.decode()
        assert len(few) == len(many) <= 8  # one of them asks whether it may be deleted

    def test_keeps_whom_one_ticked_when_one_looks_for_others(self, as_, amina, cohort, wanjiru, abdi, neighbour):
        browser, path = as_(amina), f"{COHORTS}{cohort.pk}/"
        ticked = {"q": "abdi", "look": "1", "person": [wanjiru.pk, neighbour.pk, "x"]}
        sent_on = browser.post(f"{path}fill/", ticked)
        assert sent_on.status_code == 302
        assert members(cohort) == set()
        assert "csrf" not in sent_on["Location"]
        answer = browser.get(sent_on["Location"])
        assert (answer.context["chosen"], answer.context["others"]) == ([wanjiru], [abdi])
        again = browser.get(sent_on["Location"].replace("abdi", "wanjiru"))
        assert (again.context["chosen"], again.context["others"]) == ([wanjiru], []), "offered once"

    def test_takes_a_list_in_one_step(self, as_, amina, cohort, academy):
        text = as_(amina).get(f"{COHORTS}{cohort.pk}/").content.decode()
        assert 'action="/academy/people/lists/"' in text
        assert f'name="cohort" value="{cohort.name}"' in text
        assert f'name="institution" value="{academy.pk}"' in text


class TestInstructors:
    def test_are_those_of_the_node_and_above_and_get_the_role(self, as_, amina, cohort, abdi, kenya, neighbour):
        above = make_person("KE-44", "Instructor of the country", kenya, Role.INSTRUCTOR)
        as_(amina).post(f"{COHORTS}{cohort.pk}/instructor/", {"service_number": "ke-20417"})
        held = as_(amina).get(f"{COHORTS}{cohort.pk}/").context["teachers"]
        assert [row.user for row in held] == [abdi, above]

    @pytest.mark.parametrize("number", ["KE-200", "KE-9", "Nobody", ""])
    def test_are_nobody_of_another_institution_and_not_oneself(self, as_, amina, cohort, neighbour, number):
        answer = as_(amina).post(f"{COHORTS}{cohort.pk}/instructor/", {"service_number": number})
        assert answer.status_code == 422
        assert not User.objects.filter(memberships__institution=cohort.institution, memberships__role="instructor")


def test_a_cohort_of_the_neighbour_is_not_there(as_, amina, theirs, wanjiru):
    browser, path = as_(amina), f"{COHORTS}{theirs.pk}/"
    assert browser.get(path).status_code == 404
    for forged in ("correct/", "fill/", "instructor/"):
        asked = {"name": "Mine", "person": [wanjiru.pk], "numbers": "KE-20377", "service_number": "KE-20377"}
        assert browser.post(f"{path}{forged}", asked).status_code == 404
    assert members(theirs) == set()
