"""Countries as data: a fifth is added by pages alone, and is there wherever countries are chosen or counted."""

import time
from unittest.mock import ANY

import pytest
from django.utils import translation

from courses.lessons.blocks import CountryBlock
from home.checks.sources import around_pages
from lms.learning.progress.journal import services as journal
from lms.learning.progress.models import Enrolment
from lms.people.administration.institutions import country_services
from lms.people.administration.roster.vocabulary import vocabulary
from lms.people.audit.models import AuditEntry
from lms.people.directory import countries
from lms.people.directory.countries import Country, country_choices, country_name
from lms.people.directory.institutions import Institution
from lms.people.directory.reach import NotTheirs
from tests.conftest import make_person

ADD = "/academy/countries/add/"


@pytest.fixture(autouse=True)
def _the_countries_of_other_tests_stay():
    before = countries._kept[:]
    yield
    countries._kept[:] = before


def about(**changes):
    values = {"code": "so", "name_en": "Somalia", "name_fr": "Somalie", "timezone": "Africa/Mogadishu"}
    words = {"rank_sergeant": "Xiddigle\r\nxiddigle\r\nAlifle", "agency_police": "Booliska"}
    return values | words | changes


class TestAFifthCountry:
    @pytest.fixture
    def somalia(self, as_, superuser, region):
        answer = as_(superuser).post(ADD, about(region=region.pk), follow=True)
        assert "Somalia is added." in answer.content.decode()
        return Institution.objects.get(country="SO")

    def test_is_chosen_wherever_countries_are(self, as_, superuser, somalia):
        assert somalia.kind == "country"
        assert somalia.names == {"en": "Somalia", "fr": "Somalie"}
        assert ("SO", "Somalia") in country_choices()
        assert ("SO", "Somalia") in list(CountryBlock().child_blocks["countries"].field.choices)
        assert "Somalia" in as_(superuser).get("/academy/found/").content.decode()
        assert "Somalia" in as_(superuser).get("/reports/completion/?country=SO").content.decode()

    def test_has_its_own_ranks_and_agencies(self, somalia, course, now):
        assert vocabulary().role_families["booliska"] == "police"
        learner = make_person("SO-1", "Hodan Warsame", somalia, rank="Xiddigle")
        journal.enrol(people=[learner], course=course, now=now)
        enrolment = Enrolment.objects.get(learner=learner)
        assert (enrolment.country, enrolment.rank_band) == ("SO", "sergeant")

    def test_is_what_the_checks_of_courses_ask_a_card_for(self, somalia, now):
        assert "SO" in around_pages(today=now.date()).countries

    def test_is_in_the_log(self, superuser, somalia):
        entry = AuditEntry.objects.get(action="country_made")
        assert (entry.by, entry.data) == (superuser, {"code": "SO"})

    def test_is_not_added_twice(self, as_, superuser, somalia):
        answer = as_(superuser).post(ADD, about())
        assert answer.status_code == 422
        assert answer.context["form"].errors == {"code": ["This country is there already."]}

    def test_stays_where_institutions_lie_in_it(self, as_, superuser, somalia):
        answer = as_(superuser).post("/academy/countries/SO/remove/", follow=True)
        assert "Institutions lie in Somalia, so it stays." in answer.content.decode()
        somalia.delete()
        as_(superuser).post("/academy/countries/SO/remove/")
        assert "SO" not in countries.countries()

    def test_takes_new_words_without_changing_what_was_copied(self, as_, superuser, somalia):
        answer = as_(superuser).post("/academy/countries/SO/", about(name_en="Soomaaliya", rank_sergeant=""))
        assert answer.status_code == 302
        assert (country_name("SO"), Country.objects.get(pk="SO").ranks) == ("Soomaaliya", {})
        somalia.refresh_from_db()
        assert somalia.name == "Somalia"


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"code": "SOM"}, {"code": ANY}),
        ({"code": "5O"}, {"code": ["Write two capital letters, as in KE."]}),
        ({"name_en": ""}, {"name_en": ANY}),
        ({"timezone": "Mars/Base"}, {"timezone": ANY}),
        (
            {"rank_senior": "ALIFLE"},
            {"rank_senior": ["“ALIFLE” is among Corporals and sergeants too. Keep it in one group."]},
        ),
        ({"rank_cadet": "x" * 61}, {"rank_cadet": ANY}),
        ({"rank_cadet": "\n".join(f"rank {number}" for number in range(201))}, {"rank_cadet": ANY}),
    ],
)
def test_wrong_input_is_refused_beside_its_field(as_, superuser, changes, errors):
    answer = as_(superuser).post(ADD, about(**changes))
    assert answer.status_code == 422
    assert answer.context["form"].errors == errors
    assert Country.objects.count() == 4


def test_a_form_that_is_sent_late_undoes_nothing(as_, superuser):
    page = as_(superuser).get("/academy/countries/KE/")
    old = {field.html_name: field.value() or "" for field in page.context["form"]}
    old |= {name: "\n".join(value) for name, value in old.items() if isinstance(value, list)}
    as_(superuser).post("/academy/countries/KE/", old | {"agency_labour": "County labour office"})
    late = as_(superuser).post("/academy/countries/KE/", old | {"agency_labour": "Labour office"})
    assert late.status_code == 409
    assert Country.objects.get(pk="KE").agencies == {"labour": ["County labour office"]}


def test_the_administrator_of_a_country_changes_none(kenya, now):
    ruler = make_person("KE-3", "Mwende Kilonzo", kenya, "administrator")
    values = {"names": {"en": "X"}, "timezone": "UTC", "ranks": {}, "agencies": {}}
    with pytest.raises(NotTheirs):
        country_services.add_country(code="XA", about=values, region=None, by=ruler, now=now)
    with pytest.raises(NotTheirs):
        country_services.change_country(code="KE", about=values, by=ruler, now=now)
    with pytest.raises(NotTheirs):
        country_services.remove_country(code="KE", by=ruler, now=now)


def test_names_are_in_the_language_of_the_reader(db):
    with translation.override("am"):
        assert country_name("ET") == "ኢትዮጵያ"
    assert country_name("XX") == "XX"


def test_another_process_sees_a_change_after_a_moment(db, monkeypatch):
    Country.objects.create(code="SO", names={"en": "Somalia"}, timezone="Africa/Mogadishu")
    assert "SO" not in countries.countries()
    monkeypatch.setattr(countries, "KEPT_FOR", 30.0)
    countries._keep(countries.countries().values())
    monkeypatch.setattr(time, "monotonic", lambda: countries._kept[0][0] + 1)
    assert "SO" in countries.countries()
