"""The list of people: who is found, by whom, and at what cost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from lms.foundation.text.folding import LONGEST
from lms.people.administration.records.models import SearchWord
from lms.people.administration.records.people_search import of_words
from lms.people.administration.records.search_words import MOST, query_words
from lms.people.administration.records.search_words import search_words as words
from lms.people.administration.records.services import join
from lms.people.directory.choices import Role
from lms.people.directory.models import Cohort, User
from tests.conftest import make_person
from tests.people.test_plans import tables_read_whole

PEOPLE = "/academy/people/"


def names(answer) -> list[str]:
    return [person.name for person in answer.context["shown"].people]


class TestWords:
    def test_are_compared_without_marks_and_capitals(self):
        assert words("Wanjirũ wa Kamau, KE-20377") == ["wanjiru", "wa", "kamau", "ke-20377", "ke", "20377"]
        assert words("Ng’ang’a") == words("NG'ANG'A") == ["nganga"]
        assert words("أحمد مصطفى فاطمة") == words("احمد مصطفي فاطمه")
        assert words("ሰላም በቀለ") == ["ሰላም", "በቀለ"]

    @given(st.text(max_size=300))
    def test_of_whatever_is_typed_are_few_and_short(self, text):
        for found in (words(text), query_words(text)):
            assert len(found) <= MOST
            assert all(0 < len(word) <= LONGEST for word in found)

    @given(st.text(min_size=1, max_size=12, alphabet="aéũأةም'-1"))
    def test_find_the_word_that_was_typed_whole(self, text):
        kept = words(text)
        assert all(any(word.startswith(one) for word in kept) for one in query_words(text))


class TestFinding:
    @pytest.mark.parametrize("typed", ["wanj", "KAMAU", "wa kam", "20377", "ke-203", "wanjiru@e", "Wanjirũ wa Kamau"])
    def test_by_the_beginnings_of_words(self, as_, amina, wanjiru, abdi, typed):
        wanjiru.email = "wanjiru@example.org"
        wanjiru.save()
        assert names(as_(amina).get(PEOPLE, {"q": typed})) == ["Wanjirũ wa Kamau"]

    def test_by_an_address_is_for_administrators_alone(self, wanjiru):
        wanjiru.email = "wanjiru.secret@example.org"
        wanjiru.save()
        everybody = User.objects.all()
        assert list(of_words(everybody, "wanji")) == [wanjiru], "a word of the name, which the address has too"
        assert not [word for word in ("secr", "wanjiru.s", "wanjiru@e", "org") if of_words(everybody, word).exists()]
        assert list(of_words(everybody, "secr", words=SearchWord.objects.all())) == [wanjiru]

    def test_follows_a_name_that_loses_a_word_of_the_address(self, as_, amina, wanjiru):
        wanjiru.email = "kamau@example.org"
        wanjiru.save()
        assert of_words(User.objects.all(), "kamau").exists()
        wanjiru.name = "Wanjirũ"
        wanjiru.save(update_fields=["name"])
        assert not of_words(User.objects.all(), "kamau").exists()
        assert names(as_(amina).get(PEOPLE, {"q": "kamau"})) == ["Wanjirũ"]

    @pytest.mark.parametrize("typed", ["٢٠٣٧٧", "۲۰۳۷۷", "２０３７７", "መሠረት", "መሰረት", "ሐይሉ", "ኃይሉ", "أمينة", "امينه"])
    def test_in_whichever_script_and_spelling_it_is_typed(self, as_, amina, wanjiru, typed):
        wanjiru.name = "መሠረት ኀይሉ أمينة"
        wanjiru.save()
        assert names(as_(amina).get(PEOPLE, {"q": typed})) == ["መሠረት ኀይሉ أمينة"]

    def test_follows_a_name_that_changes(self, as_, amina, wanjiru):
        wanjiru.name = "Wanjirũ Njoroge"
        wanjiru.save(update_fields=["name"])
        assert names(as_(amina).get(PEOPLE, {"q": "njoroge"})) == ["Wanjirũ Njoroge"]
        assert names(as_(amina).get(PEOPLE, {"q": "kamau"})) == []

    def test_nobody_else_s_people(self, as_, amina, beside, wanjiru, neighbour, stranger, superuser):
        assert names(as_(amina).get(PEOPLE)) == ["Amina Noor", "Wanjirũ wa Kamau"]
        assert names(as_(beside).get(PEOPLE)) == ["Baraka Juma", "Njeri Mwangi"]
        assert names(as_(amina).get(PEOPLE, {"q": "KE-200"})) == []
        assert len(names(as_(superuser).get(PEOPLE))) == 6

    def test_in_every_way_that_the_filters_offer(self, as_, amina, wanjiru, abdi, omar, unit, academy, now):
        cohort = Cohort.objects.create(institution=academy, name="Intake")
        join(cohort=cohort, people=[abdi], now=now)
        User.objects.filter(pk=abdi.pk).update(institution=unit, is_active=False, last_login=now)
        browser = as_(amina)
        for asks, found in {
            ("institution", unit.pk): ["Abdi Hassan"],
            ("cohort", cohort.pk): ["Abdi Hassan"],
            ("role", "instructor"): ["Omar Otieno"],
            ("role", "none"): ["Abdi Hassan", "Wanjirũ wa Kamau"],
            ("state", "closed"): ["Abdi Hassan"],
        }.items():
            assert names(browser.get(PEOPLE, dict([asks]))) == found
        assert "Abdi Hassan" not in names(browser.get(PEOPLE, {"state": "never"}))
        assert len(names(browser.get(PEOPLE, {"institution": academy.pk}))) == 4

    def test_refuses_what_is_not_offered(self, as_, amina, neighbour_academy, stranger):
        theirs = Cohort.objects.create(institution=neighbour_academy, name="Theirs")
        for asked_for in ({"institution": neighbour_academy.pk}, {"cohort": theirs.pk}, {"role": "x"}, {"q": "\0"}):
            answer = as_(amina).get(PEOPLE, asked_for)
            assert (answer.status_code, names(answer)) == (400, [])
        assert as_(amina).get(PEOPLE, {"page": "9" * 30}).status_code == 200

    def test_leads_from_page_to_page(self, as_, amina, academy):
        for number in range(60):
            make_person(f"KE-5{number:03}", f"Person {number:03}", academy)
        first = as_(amina).get(PEOPLE, {"q": "person"})
        second = as_(amina).get(PEOPLE, {"q": "person", "page": 2})
        assert (len(names(first)), len(names(second))) == (50, 10)
        assert "page=2" in first.content.decode()
        assert not second.context["shown"].more


class TestCost:
    def test_is_four_statements_whoever_is_there(self, as_, amina, wanjiru, omar, academy):
        browser, asks = as_(amina), {"q": "w", "role": "none", "institution": academy.pk}
        browser.get(PEOPLE)
        for number in range(40):
            make_person(f"KE-6{number:03}", f"Wa {number}", academy)
        with CaptureQueriesContext(connection) as captured:
            browser.get(PEOPLE, asks)
        assert len(captured) <= 4, [query["sql"] for query in captured]

    def test_reads_no_table_of_people_whole(self, as_, amina, academy):
        make_people(academy, 400)
        with CaptureQueriesContext(connection) as captured:
            as_(amina).get(PEOPLE, {"q": "person 12"})
        sql = captured[-1]["sql"]
        assert "people_searchword" in sql
        assert tables_read_whole(sql) & {"people_user", "people_searchword", "people_membership"} == set()

    def test_a_save_that_changes_no_name_writes_no_words(self, wanjiru, now):
        with CaptureQueriesContext(connection) as captured:
            wanjiru.last_login = now
            wanjiru.save(update_fields=["last_login"])
        assert not [query for query in captured if "searchword" in query["sql"]]


def make_people(institution, number) -> None:
    from lms.people.administration.records.search_index import index_people

    people = [
        User(service_number=f"KE-7{one:05}", name=f"Person {one}", password="!", institution=institution)
        for one in range(number)
    ]
    User.objects.bulk_create(people)
    index_people(User.objects.filter(service_number__startswith="KE-7"), new=True)


def test_a_role_is_shown_while_it_is_in_force(as_, amina, academy):
    person = make_person("KE-88", "Juma Ali", academy, Role.INSTRUCTOR)
    assert as_(amina).get(PEOPLE, {"q": "juma"}).context["shown"].people[0].teaches
    person.memberships.update(ends_on="2020-01-01")
    assert not as_(amina).get(PEOPLE, {"q": "juma"}).context["shown"].people[0].teaches
