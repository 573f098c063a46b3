"""The package of a course: who reads what of it, and that it changes nothing of a release but the words of lessons."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page

from courses.models import Content, Course, GuidePage, StaleCourse, Term
from courses.publishing.services import candidate
from courses.publishing.stale_courses import check
from lms.learning.progress.enrolments.assignment_services import assign
from tests.releasing import release_waiting

from .guides import SECRET
from .test_dashboard import limited


def address(name: str, course, *part: str) -> str:
    return reverse(f"courses:{name}", args=[course.pk, *part])


class TestWhoReads:
    @pytest.mark.parametrize("part", ["answers", "plan-1", "beliefs", "distress", "aims", "review"])
    def test_learners_get_the_handout_and_nothing_of_the_guide(self, course, guide_page, wanjiru, as_, part):
        client = as_(wanjiru)
        page = client.get(address("package", course)).content.decode()
        assert all(text in page for text in ("Read the verb.", "The Protocol", "Pay for work."))
        assert SECRET not in page and address("guide", course) not in page
        arabic = client.get(address("package", course), headers={"accept-language": "ar"}).content.decode()
        assert f'<h1><span lang="en" dir="ltr">{guide_page.get_parent().title}<' in arabic
        assert client.get(address("part", course, "handout")).status_code == 200
        assert client.get(address("guide", course)).status_code == 404
        assert client.get(address("part", course, part)).status_code == 404

    @pytest.mark.parametrize("person", ["omar", "amina", "halima", "editor"])
    def test_staff_and_editors_read_and_print_every_part(self, course, guide_page, as_, request, person):
        client = as_(request.getfixturevalue(person))
        assert address("guide", course) in client.get(address("package", course)).content.decode()
        page = client.get(address("guide", course)).content.decode()
        assert SECRET in page and "Say hello." in page and "nobody yet" in page
        assert SECRET in client.get(address("part", course, "answers")).content.decode()
        assert client.get(address("part", course, "nothing")).status_code == 404

    def test_the_page_of_a_cohort_leads_to_the_guides_of_its_courses(self, course, guide_page, cohort, omar, as_, now):
        assign(cohort=cohort, courses=[course], due_at=None, by=omar, now=now)
        page = reverse("teach:cohort", args=[cohort.pk])
        assert address("guide", course) in as_(omar).get(page).content.decode()
        guide_page.unpublish()
        assert address("guide", course) not in as_(omar).get(page).content.decode()

    def test_an_editor_of_other_courses_reads_what_learners_read(self, course, guide_page, as_, ugandan_academy, site):
        elsewhere = site.add_child(instance=Page(title="Uganda", slug="uganda"))
        client = as_(limited(ugandan_academy, "UG-520", elsewhere))
        assert client.get(address("guide", course)).status_code == 404
        assert client.get(address("package", course)).status_code == 200

    def test_the_address_in_the_tree_gives_nothing_away(self, course, guide_page, client, wanjiru, as_):
        answer = client.get(guide_page.get_url())
        assert (answer.status_code, answer["Location"]) == (302, address("guide", course))
        assert client.get(answer["Location"]).status_code == 302
        assert as_(wanjiru).get(guide_page.get_url(), follow=True).status_code == 404
        assert guide_page.get_sitemap_urls() == []

    def test_a_draft_is_read_by_nobody_here(self, course, guide_page, as_, omar):
        guide_page.unpublish()
        assert as_(omar).get(address("guide", course)).status_code == 404
        assert as_(omar).get(address("package", course)).status_code == 404

    def test_the_pages_of_the_course_lead_to_it_and_cost_no_statement_more(
        self, course_page, enrolment, wanjiru, guide_page, client, as_
    ):
        public, own = course_page.get_url(), reverse("learn:course", args=[enrolment.course.slug])
        link = address("package", enrolment.course)
        reader = as_(wanjiru)
        for page in (public, own):
            reader.get(page)
            with CaptureQueriesContext(connection) as before:
                assert link in reader.get(page).content.decode()
            GuidePage.objects.get().unpublish()
            with CaptureQueriesContext(connection) as after:
                assert link not in reader.get(page).content.decode()
            guide_page.save_revision().publish()
            assert len(before) == len(after)
        text = client.get(public).content.decode()
        assert link not in text and guide_page.title not in text


class TestCatalogue:
    def test_a_mended_guide_waits_for_no_release(self, course, guide_page, on_commit):
        release_waiting()
        before = candidate(course.pk)
        with on_commit():
            guide_page.aims = "<p>Something else.</p>"
            guide_page.save_revision().publish()
        assert candidate(course.pk).digest == before.digest and not before.waits
        assert not StaleCourse.objects.exists()

    def test_the_course_knows_whether_it_has_a_package(self, course, guide_page):
        def known() -> bool:
            return Course.objects.get(pk=course.pk).has_package

        assert known()
        guide_page.unpublish()
        assert not known()
        guide_page.save_revision().publish()
        assert known()
        guide_page.delete()
        assert not known()


class TestWords:
    @pytest.fixture
    def released(self, guide_page, lesson):
        """The lesson says “wage” and “Wages”, and was released with the list of words."""
        lesson.body = [
            ("heading", "Wages"),
            ("text", "<p>See <a href='https://example.org/'>wages</a>. Wages are due. A wage is due.</p>"),
        ]
        lesson.save_revision().publish()
        release_waiting()
        return self.html()

    def html(self) -> str:
        entry = Course.objects.get().release.outline.activities[0]
        return Content.objects.get(digest=entry.contents["en"]).html

    def test_the_first_occurrence_leads_to_the_glossary(self, released, term, as_, wanjiru):
        link = f'<a href="/glossary/#{term.anchor}">Wages</a> are due. A wage is due.'
        assert link in released and released.count("/glossary/") == 1
        assert f'id="{term.anchor}"' in as_(wanjiru).get(reverse("courses:glossary")).content.decode()

    def test_a_mended_definition_changes_no_lesson(self, released, term):
        term.definition = "Money for work."
        term.save_revision().publish()
        check()
        assert not StaleCourse.objects.exists()

    def test_another_wording_waits_for_a_release(self, released, term, course):
        term.term = "salary"
        term.forms = ""
        term.save_revision().publish()
        assert StaleCourse.objects.get().causes.get().what == "Word of the glossary changed: salary"
        release_waiting()
        assert "/glossary/" not in self.html()

    def test_another_list_waits_for_a_release(self, released, guide_page):
        guide_page.terms = []
        guide_page.save_revision().publish()
        release_waiting()
        assert "/glossary/" not in self.html()

    def test_a_word_that_is_gone_leaves_the_text(self, released, term, course, as_, wanjiru):
        Term.objects.get(pk=term.pk).delete()
        release_waiting()
        assert "/glossary/" not in self.html()
        assert as_(wanjiru).get(address("package", course)).status_code == 200

    def test_another_language_has_its_own_wording(self, released, term, french, as_, wanjiru):
        Term.objects.create(
            term="salaire", definition="Ce qui paie le travail.", locale=french, translation_key=term.translation_key
        )
        client = as_(wanjiru)
        client.cookies["language"] = "fr"
        page = client.get(reverse("courses:glossary"), headers={"accept-language": "fr"}).content.decode()
        assert "salaire" in page and "Pay for work." not in page


def test_a_plan_whose_steps_do_not_fill_its_minutes_is_refused():
    block = GuidePage._meta.get_field("sessions").stream_block.child_blocks["session"]
    with pytest.raises(ValidationError) as refused:
        block.clean(block.to_python({"minutes": 60, "steps": [{"minutes": 45, "title": "Open", "text": "Hello."}]}))
    assert "The steps take 45 minutes." in str(refused.value.block_errors["minutes"].messages)
