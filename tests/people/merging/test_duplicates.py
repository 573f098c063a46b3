"""Which accounts may be one person."""

from hypothesis import given
from hypothesis import strategies as st

from lms.people.administration.merging.duplicates import pairs
from lms.people.administration.records.models import LikenessKey
from lms.people.administration.records.search_words import LONGEST_KEY as LONGEST
from lms.people.administration.records.search_words import name_key, number_key
from lms.people.directory.institutions import Institution
from lms.people.directory.models import User
from tests.conftest import make_person

PAGE = "/academy/duplicates/"


def found(viewer, *institutions) -> list[tuple[str, str]]:
    rows, _more = pairs(viewer, institutions, number=1)
    return [(pair.first.service_number, pair.second.service_number) for pair in rows]


class TestKeys:
    def test_numbers_are_compared_whatever_their_spelling(self):
        assert number_key("KE-20377") == number_key("ke 20 377") == number_key("KE/٢٠٣٧٧") == "ke20377"

    def test_names_are_compared_in_any_order_and_script(self):
        assert name_key("Wanjirũ wa Kamau") == name_key("KAMAU, Wanjiru Wa") == "kamau wa wanjiru"
        assert name_key("مُحَمَّد عـلي") == name_key("محمد علي")
        assert name_key("በቀለ ሰላም") == name_key("ሰላም በቀለ")
        assert name_key("Ng’ang’a Otieno") == name_key("NG'ANG'A otieno")
        assert name_key("Achieng") == ""

    @given(st.text(max_size=300))
    def test_of_whatever_is_typed_are_short_and_fit_themselves(self, text):
        for key in (number_key, name_key):
            assert len(key(text)) <= LONGEST
            assert key(key(text)) == key(text) or len(key(text)) == LONGEST


class TestPairs:
    def test_are_those_with_the_same_number_or_the_same_name_and_year(self, amina, academy, wanjiru, other):
        assert found(amina, academy) == [("KE-20377", "KE/٢٠٣٧٧")]
        User.objects.filter(pk=other.pk).update(birth_year=None)
        other.service_number = "KE-4"
        other.save()
        assert found(amina, academy) == [("KE-20377", "KE-4")], "the years are unknown, the institution is the same"
        wanjiru.birth_year, other.birth_year = 1997, 1998
        wanjiru.save()
        other.save()
        assert found(amina, academy) == []

    def test_with_an_unknown_year_are_not_those_of_two_places_or_sexes(self, above, kenya, neighbour_academy, academy):
        one = make_person("KE-41", "Asha Ali", academy, sex="F")
        other = make_person("KE-42", "Ali Asha", neighbour_academy, sex="F")
        places = list(Institution.objects.visible_to(above))
        assert found(above, *places) == []
        other.institution, other.sex = academy, "M"
        other.save()
        assert found(above, *places) == []
        other.sex = ""
        other.save()
        assert found(above, *places) == [(one.service_number, other.service_number)]

    def test_are_of_ones_own_people_alone(
        self, as_, amina, above, superuser, academy, neighbour_academy, wanjiru, other
    ):
        other.institution = neighbour_academy
        other.save()
        assert found(amina, academy) == []
        assert "KAMAU" not in as_(amina).get(PAGE).content.decode()
        assert len(found(superuser)) == 1
        assert "KAMAU" in as_(above).get(PAGE).content.decode()

    def test_that_are_two_people_are_not_shown_again(self, as_, amina, academy, wanjiru, other):
        for _again in range(2):
            as_(amina).post(f"{PAGE}{other.pk}/{wanjiru.pk}/apart/")
        assert found(amina, academy) == []

    def test_whoever_has_more_rights_is_shown_and_not_offered(self, as_, amina, academy, kenya, other, wanjiru):
        from lms.people.administration.records.services import appoint

        appoint(user=other, institution=kenya, role="coordinator")
        assert "somebody with more rights decides" in as_(amina).get(PAGE).content.decode()
        assert as_(amina).get(f"{PAGE}{wanjiru.pk}/{other.pk}/").status_code == 404
        assert as_(amina).post(f"{PAGE}{wanjiru.pk}/{other.pk}/apart/").status_code == 404

    def test_keys_follow_a_name_that_changes(self, amina, academy, wanjiru):
        wanjiru.name = "Somebody Else"
        wanjiru.save(update_fields=["name"])
        assert set(LikenessKey.objects.filter(user=wanjiru).values_list("key", flat=True)) == {
            "ke20377",
            "else somebody",
        }
