"""A case begins on the pages: empty with its seats, as a copy, or from a spreadsheet; who may, and once."""

from uuid import uuid4

import pytest
from django.urls import reverse

from assessments.casework.checking.finding import FAULT
from assessments.casework.definition.case_folder import SHIPPED, open_folder
from assessments.simulation.authoring.drafts import draft_of
from assessments.simulation.authoring.pages import CasePage
from tests.courses.test_dashboard import limited

from .test_case import text

NEW = "simulation:case-new"
SEATS = "Investigator\n  Prosecutor \n\nService provider"


@pytest.fixture
def course_page(case_page):
    return case_page.get_parent().specific


@pytest.fixture
def form(course_page):
    """The form that begins an empty case of three seats."""
    return {"title": "The farm", "course": course_page.pk, "key": uuid4(), "way": "empty", "seats": SEATS}


def made() -> CasePage:
    return CasePage.objects.get(title="The farm")


class TestANewCase:
    def test_has_its_seats_and_leads_to_its_cards(self, as_, editor, form):
        response = as_(editor).post(reverse(NEW), form)
        page = made()
        assert response.url == reverse("simulation:case-part", args=[page.pk, "cards"])
        draft = draft_of(page)
        assert [seat.id for seat in draft.case.seats] == ["investigator", "prosecutor", "service_provider"]
        assert draft.words("en").of("seats", "service_provider")["name"] == "Service provider"
        assert (page.live, page.owner, page.get_latest_revision().user) == (False, editor, editor)
        assert {one.what for one in draft.findings if one.level == FAULT} == {"no_content_note", "idle_seat"}

    def test_is_offered_on_the_dashboard_and_listed_there(self, as_, editor, form):
        client = as_(editor)
        assert reverse(NEW) in text(client.get(reverse("wagtailadmin_home")))
        client.post(reverse(NEW), form)
        assert reverse("simulation:case", args=[made().pk]) in text(client.get(reverse("wagtailadmin_home")))

    def test_sent_twice_is_there_once(self, as_, editor, form):
        client = as_(editor)
        assert [client.post(reverse(NEW), form).status_code for _time in range(2)] == [302, 302]
        assert made().revisions.count() == 2

    def test_with_the_key_of_another_page_is_refused(self, as_, editor, case_page, form):
        form |= {"key": case_page.translation_key}
        shown = as_(editor).post(reverse(NEW), form)
        assert shown.status_code == 422 and "Open the page again" in text(shown)
        assert draft_of(CasePage.objects.get(pk=case_page.pk)).case.id == case_page.structure["case"]

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ({"title": "  "}, "This field is required."),
            ({"seats": " \n"}, "Write the names of 1 to 20 seats"),
            ({"seats": "\n".join(map(str, range(21)))}, "Write the names of 1 to 20 seats"),
            ({"seats": "Labour\nlabour"}, "Two seats have the same name."),
            ({"seats": "x" * 81}, "A name has up to 80 letters."),
            ({"way": "copy"}, "Choose the case to copy."),
            ({"way": "copy", "copy_of": "shipped:../secret"}, "Select a valid choice"),
            ({"course": "999999"}, "Select a valid choice"),
        ],
    )
    def test_says_beside_the_field_what_is_wrong_and_keeps_what_was_typed(self, as_, editor, form, typed, sentence):
        shown = as_(editor).post(reverse(NEW), {**form, **typed})
        assert shown.status_code == 422 and sentence in text(shown)
        assert not CasePage.objects.filter(title="The farm").exists()
        assert "Prosecutor" in text(shown) or "seats" in typed

    def test_is_nothing_for_who_may_add_no_page(self, as_, omar, course_page):
        assert as_(omar).get(reverse(NEW)).status_code == 404

    def test_goes_below_no_course_to_which_one_may_not_add(self, as_, academy, site, course_page, form):
        person = limited(academy, "KE-777", course_page)
        assert as_(person).post(reverse(NEW), form).status_code == 302
        other = limited(academy, "KE-778", course_page, "change_page")
        assert as_(other).post(reverse(NEW), {**form, "key": uuid4(), "title": "Another"}).status_code == 404
        assert not CasePage.objects.filter(title="Another").exists()


class TestACopy:
    def test_of_one_that_ships_has_all_of_it_but_its_title(self, as_, editor, form):
        as_(editor).post(reverse(NEW), {**form, "way": "copy", "copy_of": "shipped:guesthouse"})
        draft, folder = draft_of(made()), open_folder(SHIPPED / "guesthouse")
        assert draft.case.decisions == folder.case.decisions and set(draft.texts) == {"en", "fr", "ar"}
        assert draft.words("en").title == "The farm" and draft.case.id == "the-farm"
        assert draft.findings is not None and draft.paths == {}

    def test_of_a_page_is_its_draft_and_leaves_it_alone(self, as_, editor, case_page, form):
        case_page.texts["en"]["seats"]["fiu"]["brief"] = "As drafted"
        case_page.save_revision()
        as_(editor).post(reverse(NEW), {**form, "way": "copy", "copy_of": f"page:{case_page.pk}"})
        assert draft_of(made()).words("en").of("seats", "fiu")["brief"] == "As drafted"
        assert CasePage.objects.get(pk=case_page.pk).title == "The guesthouse"

    def test_of_a_page_that_one_may_not_edit_is_not_offered(self, as_, academy, course_page, case_page, form):
        person = limited(academy, "KE-777", course_page, "add_page")
        shown = as_(person).post(reverse(NEW), {**form, "way": "copy", "copy_of": f"page:{case_page.pk}"})
        assert shown.status_code == 422 and "The guesthouse (English)" not in text(shown)

    def test_without_words_in_the_language_of_the_course_is_refused(self, as_, editor, case_page, form):
        case_page.texts = {"fr": case_page.texts["en"]}
        case_page.save_revision().publish()
        shown = as_(editor).post(reverse(NEW), {**form, "way": "copy", "copy_of": f"page:{case_page.pk}"})
        assert shown.status_code == 422 and "no text in the language of the course" in text(shown)


class TestAPageWithoutACase:
    @pytest.fixture
    def empty(self, case_page):
        case_page.structure, case_page.texts = {}, {}
        case_page.save_revision().publish()
        return case_page

    def test_begins_with_seats(self, as_, editor, empty, where, draft):
        client = as_(editor)
        assert where("case-begin") in text(client.get(where("case")))
        assert where("case-begin") in text(client.get(reverse("wagtailadmin_pages:edit", args=[empty.pk])))
        assert client.post(where("case-begin"), {"way": "empty", "seats": "A\nB"}).status_code == 302
        assert [seat.id for seat in draft().case.seats] == ["a", "b"]
        assert client.post(where("case-begin"), {"way": "empty", "seats": "C"}).status_code == 302
        assert [seat.id for seat in draft().case.seats] == ["a", "b"]

    def test_begins_with_a_spreadsheet(self, as_, editor, empty, where):
        assert as_(editor).post(where("case-begin"), {"way": "sheet"}).url == where("case-upload")

    def test_not_by_whoever_may_not_edit_it(self, as_, academy, empty, where):
        other = limited(academy, "KE-502", empty.get_parent(), "add_page")
        assert as_(other).post(where("case-begin"), {"way": "empty", "seats": "A"}).status_code == 404
