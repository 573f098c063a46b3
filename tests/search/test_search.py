"""Words are found in the lessons of one’s courses, in the version and the language that one has, and nowhere else."""

import re
from datetime import timedelta
from html import unescape
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from wagtail.documents import get_document_model

from courses.models import Content, Course, CoursePage, LessonPage, Release
from lms.desks.search import indexing, queries
from lms.desks.search.models import Passage
from lms.desks.search.queries import find, snippet
from lms.desks.search.views import ON_A_PAGE
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.enrolments import corrections
from lms.learning.progress.journal import services
from lms.learning.progress.player.learner_course import LearnerCourse
from tests.builders import make_course
from tests.locking import after, lock, page_of
from tests.progress.counting import statements
from tests.releasing import release_waiting

PAGE = "/search/"


def shown(client, query: str, **more) -> str:
    response = client.get(PAGE, {"q": query, **more})
    assert response.status_code == 200
    return response.content.decode().partition("<main")[2]


def links(page: str) -> list[str]:
    return [unescape(link) for link in re.findall(r'<h3><a href="([^"]+)"', page)]


def plain(page: str) -> str:
    return " ".join(unescape(re.sub("<[^>]+>", "", page)).split())


def write(slug: str, *blocks: tuple[str, object]) -> None:
    """Let the lesson say this."""
    lesson = LessonPage.objects.get(slug=slug)
    lesson.body = [
        {"type": kind, "value": value, "id": f"00000000-0000-4000-8000-{number:012}"}
        for number, (kind, value) in enumerate(blocks)
    ]
    lesson.save_revision().publish()


@pytest.fixture
def course_page(course_page):
    write(
        "trafficking-lesson-1",
        ("heading", "Who decides"),
        ("text", "<p>The magistrate’s évidence is sealed. تُحفظ الأدلة في مكان آمن.</p>"),
        (
            "check",
            {
                "stem": "Which element makes consent irrelevant?",
                "in_order": True,
                "options": [
                    {
                        "type": "item",
                        "id": str(uuid4()),
                        "value": {"text": text, "right": right, "feedback": "About that"},
                    }
                    for text, right in (("The border", False), ("The means", True))
                ],
            },
        ),
        ("callout", {"tone": "note", "title": "Never alone", "text": "<p>Two officers, always.</p>"}),
    )
    return CoursePage.objects.get(pk=course_page.pk)


class TestWhatIsFound:
    def test_leads_to_the_place_where_the_words_stand(self, as_, wanjiru, read):
        page = shown(as_(wanjiru), "evidence sealed")
        assert links(page) == ["/learn/trafficking/trafficking-lesson-1/#part-1"]
        assert "Who decides" in page and "<mark>évidence</mark> is <mark>sealed</mark>" in page
        lesson = as_(wanjiru).get("/learn/trafficking/trafficking-lesson-1/").content.decode()
        assert '<h2 id="part-1">Who decides</h2>' in lesson

    @pytest.mark.parametrize("query", ["EVIDENCE", "évid", "الأدلة", "ادله", "officer alone", "'magistrate%' -- _"])
    def test_however_it_is_written(self, query, as_, wanjiru, read):
        assert links(shown(as_(wanjiru), query))

    @pytest.mark.parametrize("query", ["unsealed", "evidence officers", "%", "_", "\0", "\\", "' OR 1=1 --", "🙂"])
    def test_nothing_where_not_all_words_are(self, query, as_, wanjiru, read):
        page = shown(as_(wanjiru), query)
        assert links(page) == [] and "alert" not in page

    def test_a_long_query_is_cut(self, as_, wanjiru, read):
        assert links(shown(as_(wanjiru), "evidence " * 5000))

    def test_a_word_of_a_glossary(self, as_, wanjiru, read, course_page, now):
        terms = [("Debt bondage", "Work for a debt that never ends."), ("Transit", "On the way.")]
        entries = [
            {"type": "item", "id": str(uuid4()), "value": {"term": term, "meaning": meaning}} for term, meaning in terms
        ]
        write("trafficking-lesson-2", ("glossary", {"title": "Words we use", "terms": entries}))
        release_waiting(now)
        corrections.move(now=now)
        assert indexing.index_waiting() > 0
        page = shown(as_(wanjiru), "debt bondage never")
        assert links(page) == ["/learn/trafficking/trafficking-lesson-2/#part-1"]
        assert "Words we use" in page and "Work for a <mark>debt</mark> that <mark>never</mark> ends" in page

    def test_a_procedure_that_a_lesson_offers_as_a_file(self, as_, wanjiru, read, course_page, now):
        file = ContentFile(b"%PDF-1.4", name="sop.pdf")
        document = get_document_model().objects.create(title="SOP", file=file)
        offered = {"title": "Standard operating procedure: the first hour", "document": document.pk}
        write("trafficking-lesson-2", ("heading", "In the field"), ("document", offered))
        release_waiting(now)
        corrections.move(now=now)
        indexing.index_waiting()
        page = shown(as_(wanjiru), "operating procedure first hour")
        assert links(page) == ["/learn/trafficking/trafficking-lesson-2/#part-1"]

    def test_what_it_is_called_comes_first(self, as_, wanjiru, read, course_page, now):
        write("trafficking-lesson-2", ("text", "<p>Who decides that?</p>"))
        release_waiting(now)
        corrections.move(now=now)
        indexing.index_waiting()
        assert links(shown(as_(wanjiru), "decides"))[0].endswith("#part-1")

    def test_text_of_others_is_text(self):
        pieces = [("a <", False), ("script", True), (">alert(1)</", False), ("script", True), (">", False)]
        assert snippet("a <script>alert(1)</script>", ["script"]) == pieces

    def test_a_law_that_is_cited_is_found_at_the_foot(self, as_, wanjiru, read):
        content = next(one for one in Content.objects.filter(kind="lesson") if "sealed" in one.html)
        content.definition = {**content.definition, "sources": [{"text": "Kenya: Evidence Act, section 42", "url": ""}]}
        content.save()
        indexing.index_content([content])
        assert "/learn/trafficking/trafficking-lesson-1/#sources" in links(shown(as_(wanjiru), "section 42"))


class TestWhatIsNot:
    def test_questions_and_checks_are_not_found(self, as_, wanjiru, read):
        kinds = set(Passage.objects.values_list("content__kind", flat=True))
        assert kinds == {"lesson"}
        for query in ("consent irrelevant", "border", "about that", "Question"):
            assert links(shown(as_(wanjiru), query)) == []

    def test_courses_of_other_people_are_not_found(self, as_, abdi, stranger, read):
        for person in (abdi, stranger):
            assert links(shown(as_(person), "evidence")) == []

    def test_words_of_another_country(self, as_, wanjiru, read):
        digest = Passage.objects.filter(line__contains=" evidence").first().content_id
        overlay = Content.objects.create(digest="f" * 64, kind="lesson", title="x", html="<p>Kampala evidence</p>")
        made = Release.objects.get(pk=read.release_id)
        for entry in made.data["activities"]:
            if digest in entry["contents"].values():
                entry["contents"]["en-UG"] = overlay.digest
        made.save()
        indexing.index_waiting()
        assert "Kampala" not in plain(shown(as_(wanjiru), "evidence"))

    def test_a_newer_edition_than_one_has(self, as_, wanjiru, read, course_page, now):
        write("trafficking-lesson-1", ("text", "<p>Quite another text.</p>"))
        release_waiting(now)
        indexing.index_waiting()
        assert Passage.objects.filter(line__contains=" another").exists()
        assert links(shown(as_(wanjiru), "another")) == [], "the correction has not come to this learner"
        corrections.move(now=now)
        assert links(shown(as_(wanjiru), "another"))

    def test_locked_lessons_are_not_found(self, as_, wanjiru, read, now):
        client = as_(wanjiru)
        assert links(shown(client, "means needed"))
        lock(page_of("trafficking-lesson-2"), after("trafficking-lesson-1"))
        corrections.move(now=now)
        indexing.index_waiting()
        assert links(shown(client, "means needed")) == []
        client.post("/learn/trafficking/trafficking-lesson-1/", {"event_id": str(uuid7()), "done": "1"})
        assert links(shown(client, "means needed"))

    def test_a_course_that_opens_later(self, as_, wanjiru, read):
        read.opens_at = timezone.now() + timedelta(days=1)
        read.save(update_fields=["opens_at"])
        assert links(shown(as_(wanjiru), "evidence")) == []

    def test_what_is_switched_off(self, wanjiru, read, monkeypatch, now):
        monkeypatch.setattr(LearnerCourse, "type_of", lambda way, entry: None)
        assert find(wanjiru, "evidence", language="en", now=now).found == []


class TestThePage:
    def test_says_what_to_do_where_nothing_is_found(self, as_, wanjiru, read):
        client = as_(wanjiru)
        assert "Nothing in your courses has all of these words." in shown(client, "zebra")
        assert "Write a word with letters or digits." in shown(client, "?!")
        assert "Nothing in your courses" not in shown(client, "")

    def test_is_reached_from_my_learning(self, as_, wanjiru):
        assert (
            f'href="{reverse("search:search")}"' in as_(wanjiru).get("/learn/").content.decode().partition("<main")[2]
        )

    def test_costs_the_same_for_many_courses(self, as_, wanjiru, read, programme_page, now):
        client = as_(wanjiru)
        client.get(PAGE, {"q": "evidence"})
        with statements() as before:
            client.get(PAGE, {"q": "evidence"})
        for number in range(4):
            make_course(programme_page, slug=f"course-{number}")
        release_waiting(now)
        for course in Course.objects.exclude(pk=read.course_id):
            services.enrol(people=[wanjiru], course=course, now=now)
        indexing.index_waiting()
        client.get(PAGE, {"q": "evidence"})
        with statements() as after:
            client.get(PAGE, {"q": "evidence"})
        assert len(after) == len(before) <= 3

    def test_cuts_the_passages_that_it_shows_and_no_others(self, as_, wanjiru, read, monkeypatch):
        passage = Passage.objects.filter(line__contains=" evidence").first()
        for number in range(100, 150):
            passage.pk, passage.number = None, number
            passage.save(force_insert=True)
        cut = []
        monkeypatch.setattr(queries, "snippet", lambda *given: cut.append(given) or snippet(*given))
        page = shown(as_(wanjiru), "evidence")
        assert "51 places" in page
        assert len(links(page)) == len(cut) == ON_A_PAGE


class TestReading:
    def test_what_is_released_is_read_once(self, read):
        assert not indexing.contents_to_index().exists()
        number = Passage.objects.count()
        assert indexing.index_waiting() == 0 and Passage.objects.count() == number

    def test_and_anew_where_the_rules_change(self, read, monkeypatch):
        number = Passage.objects.count()
        monkeypatch.setattr(indexing, "VERSION", indexing.VERSION + 1)
        assert indexing.index_waiting() > 0 and Passage.objects.count() == number

    def test_it_is_asked_for_by_a_release(self, course, django_capture_on_commit_callbacks, now):
        write("trafficking-lesson-1", ("text", "<p>Freshly pressed.</p>"))
        with django_capture_on_commit_callbacks(execute=True):
            release_waiting(now)
        assert Passage.objects.filter(line__contains=" freshly").exists()
