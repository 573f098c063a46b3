"""Names of one person in several scripts and spellings."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from lms.people.administration.merging.duplicates import pairs
from lms.people.administration.records.models import LikenessKey
from lms.people.administration.records.phonetic_keys import LONGEST, sound_key
from lms.people.directory.models import User
from tests.conftest import make_person

PAGE = "/academy/duplicates/"
SAME = [
    ("Mohamed Ali", "Muhammad Cali", "Maxamed Ali", "Mohammed Aly", "محمد علي", "መሐመድ አሊ", "ሙሐመድ ዓሊ"),
    ("Abebe Bekele", "ABEBE BEKELE", "አበበ በቀለ", "Bekele Abebe"),
    ("Fatuma Ahmed", "Fadumo Axmed", "Faduma Ahmed", "فاطمة أحمد", "ፋጡማ አህመድ", "Fatima Ahmad"),
    ("Ahmed Hassan", "Axmed Xasan", "أحمد حسن", "አህመድ ሀሰን", "Hassan, Ahmad"),
    ("Abdullahi Yusuf", "Cabdullaahi Yuusuf", "عبد الله يوسف", "عبدالله يوسف", "Abdullah Yusuf"),
    ("Abdirahman Osman", "Abdul Rahman Uthman", "Cabdiraxmaan Cusmaan", "عبد الرحمن عثمان", "Abd al-Rahman Osman"),
    ("Ibrahim Jama", "Ibraahiim Jaamac", "إبراهيم جامع", "ኢብራሂም ጃማ"),
    ("Khadija Hussein", "Qadiija Xuseen", "خديجة حسين"),
    ("Tesfaye Girma", "ተስፋዬ ግርማ"),
    ("Wanjirũ wa Kamau", "Kamau Wanjiru"),
]
OTHERS = [
    ("Mohamed Ali", "Ahmed Ali"),
    ("Abebe Bekele", "Kebede Bekele"),
    ("Fatuma Ahmed", "Halima Ahmed"),
    ("محمد علي", "محمود علي حسن"),
    ("Wanjiru Kamau", "Wambui Kamau"),
    ("Okello Opio", "Okot Opio"),
]


class TestKeys:
    @pytest.mark.parametrize("names", SAME, ids=lambda names: names[0])
    def test_of_one_name_are_one_in_every_script_and_spelling(self, names):
        assert {name: sound_key(name) for name in names} == dict.fromkeys(names, sound_key(names[0]))
        assert sound_key(names[0])

    @pytest.mark.parametrize(("one", "other"), OTHERS)
    def test_of_two_names_are_two(self, one, other):
        assert sound_key(one) != sound_key(other)

    @pytest.mark.parametrize("name", ["Mohamed", "محمد", "", "- -", "A B", "Aye Aye", "123 456"])
    def test_say_nothing_of_too_little(self, name):
        assert sound_key(name) == ""

    def test_do_not_tell_names_with_the_same_consonants_apart(self):
        """What the page says: it may be the same person."""
        assert sound_key("Hassan Ali") == sound_key("Hussein Ali")

    @given(st.text(max_size=600))
    def test_of_whatever_is_typed_are_short(self, text):
        assert len(sound_key(text)) <= LONGEST
        assert sound_key(text) == sound_key(text.upper()) or not text.isascii()


class TestPairs:
    def found(self, viewer, *institutions):
        rows, _more = pairs(viewer, institutions, number=1)
        return [(pair.first.service_number, pair.second.service_number, pair.by_sound) for pair in rows]

    def test_count_with_the_same_year_and_not_across_the_sexes(self, amina, academy):
        one = make_person("KE-41", "Maxamed Cali", academy, sex="M", birth_year=1998)
        make_person("KE-42", "محمد علي", academy, sex="M", birth_year=1998)
        make_person("KE-43", "Mohamed Ali", academy, sex="F", birth_year=1998)
        make_person("KE-44", "Mohamed Ali", academy, sex="M", birth_year=1999)
        make_person("KE-45", "Muhammad Ali", academy, sex="M")
        assert self.found(amina, academy) == [("KE-41", "KE-42", True)]
        one.birth_year = 1999
        one.save()
        assert self.found(amina, academy) == [("KE-41", "KE-44", True)]
        one.birth_year = None
        one.save(update_fields=["birth_year"])
        assert self.found(amina, academy) == []

    def test_the_page_says_that_it_may_be_the_same_person(self, as_, amina, beside, academy):
        make_person("KE-41", "Abebe Bekele", academy, birth_year=1998)
        make_person("KE-42", "አበበ በቀለ", academy, birth_year=1998)
        page = as_(amina).get(PAGE).content.decode()
        assert "They may be one person" in page
        assert "አበበ በቀለ" in page
        assert "Abebe" not in as_(beside).get(PAGE).content.decode()

    def test_the_better_reason_is_given(self, amina, academy):
        make_person("KE-41", "Abebe Bekele", academy, birth_year=1998)
        make_person("KE-42", "Bekele ABEBE", academy, birth_year=1998)
        assert self.found(amina, academy) == [("KE-41", "KE-42", False)]

    def test_follow_what_changes_and_go_with_the_person(self, academy):
        person = make_person("KE-41", "Abebe Bekele", academy, birth_year=1998)
        keys = LikenessKey.objects.filter(user=person, kind="alike")
        assert keys.get().key == "1998 bb bkl"
        person.name = "Tesfaye Girma"
        person.save()
        assert keys.get().key == "1998 grm tsf"
        person.delete()
        assert not keys.exists()

    def test_cost_the_same_however_many_there_are(self, as_, amina, academy):
        browser = as_(amina)
        for number, name in (("KE-1", "Mohamed Ali"), ("KE-2", "محمد علي")):
            make_person(number, name, academy, birth_year=1940)
        browser.get(PAGE)
        with CaptureQueriesContext(connection) as few:
            browser.get(PAGE)
        people = [
            User(service_number=f"KE-5{number:03}", name=name, institution=academy, birth_year=1950 + number)
            for number, name in enumerate(("Mohamed Ali", "محمد علي") * 30)
        ]
        for person in people[1::2]:
            person.birth_year -= 1
        from lms.people.administration.records.search_index import index_people

        User.objects.bulk_create(people)
        index_people(list(User.objects.filter(service_number__startswith="KE-5")), new=True)
        with CaptureQueriesContext(connection) as many:
            assert len(browser.get(PAGE).context["pairs"]) == 20
        assert len(few) == len(many) <= 9

    def test_reads_no_table_of_keys_whole(self, academy):
        with connection.cursor() as cursor:
            from lms.people.administration.merging.duplicates import PAIRS

            if connection.vendor == "sqlite":
                cursor.execute(
                    "EXPLAIN QUERY PLAN " + PAIRS.format(here_p=" AND p.institution_id IN (%s)", here_q=""),
                    [academy.pk, 1, 0],
                )
                plan = [row[-1] for row in cursor.fetchall()]
                assert any("b USING" in line and "likeness_by_key" in line for line in plan), plan
