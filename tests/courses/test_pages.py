"""Public pages, the library, previews and files."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from assessments.quiz.models import QuizPage
from courses.catalogue.media import keep, path_of
from courses.models import Course, PaperPage, ProcedurePage
from home.models import StandardPage


class TestPublicPages:
    def test_a_course_says_what_it_is_for_and_what_it_consists_of(self, client, course, course_page):
        page = client.get(course_page.url).content.decode()

        assert "The three elements." in page
        assert "Lesson 1" in page
        assert "Sign in to learn" in page

    def test_a_learner_is_led_to_their_own_way(self, as_, course, course_page, enrolment, wanjiru, stranger):
        assert f'href="/learn/{course.slug}/"' in as_(wanjiru).get(course_page.url).content.decode()
        assert f'href="/learn/{course.slug}/"' not in as_(stranger).get(course_page.url).content.decode()

    def test_a_programme_lists_its_courses(self, client, course, course_page, programme_page):
        page = client.get(programme_page.url).content.decode()

        assert course_page.url in page
        assert "1 hour" in page

    def test_the_page_of_an_activity_leads_to_its_course(self, client, course_page, lesson):
        response = client.get(lesson.url)

        assert response.status_code == 302
        assert response.url == course_page.url

    @pytest.mark.parametrize("shown", ["course", "programme", "procedure", "form", "home", "plain"])
    def test_a_page_in_one_language_stands_in_the_readers_frame(
        self, client, site, course, course_page, programme_page, shown
    ):
        """Kenya's law, in English alone, read by somebody who reads Arabic: menus and buttons stay Arabic."""
        pages = {"course": course_page, "programme": programme_page, "home": site}
        body = {"body": "<p>Read.</p>"} if shown == "plain" else {}
        new = {"procedure": ProcedurePage, "form": PaperPage, "plain": StandardPage}
        page = pages.get(shown) or site.add_child(instance=new[shown](title="On duty", slug="duty", **body))
        page = client.get(page.url, headers={"accept-language": "ar"}).content.decode()

        assert '<html lang="ar" dir="rtl">' in page and "تسجيل الدخول" in page
        heading = page.partition("<h1>")[2].partition("</h1>")[0]
        assert heading.startswith('<span lang="en" dir="ltr">')

    def test_a_draft_is_not_there(self, client, course_page):
        url = course_page.url
        course_page.unpublish()

        assert client.get(url).status_code == 404


class TestLibrary:
    def test_says_in_which_language_a_course_is_written(self, as_, course, wanjiru):
        assert "lang=" not in as_(wanjiru).get("/library/").content.decode().split("<main")[1]

        browser = as_(wanjiru)
        browser.post(reverse("language"), {"language": "ar", "next": "/library/"})
        page = browser.get("/library/").content.decode()
        assert '<p class="soft"><span lang="en" dir="ltr">The three elements.</span></p>' in page
        assert '<h2><span lang="en" dir="ltr">What trafficking is</span></h2>' in page

    def test_lists_open_courses_with_ones_own_way(self, as_, course, enrolment, wanjiru, neighbour):
        page = as_(wanjiru).get("/library/").content.decode()
        assert "What trafficking is" in page
        assert f'href="/learn/{course.slug}/"' in page

        other = as_(neighbour).get("/library/").content.decode()
        assert "What trafficking is" in other
        assert f'href="/learn/{course.slug}/"' not in other

    def test_says_when_a_course_is_not_in_the_readers_language(self, as_, course, stranger):
        client = as_(stranger)
        assert "pill-draft" not in client.get("/library/").content.decode()
        assert "pill-draft" in client.get("/library/", headers={"accept-language": "fr"}).content.decode()

    def test_a_closed_course_is_not_listed(self, as_, course, stranger):
        Course.objects.update(open=False)

        page = as_(stranger).get("/library/").content.decode()

        assert "What trafficking is" not in page
        assert "Open courses will be listed here" in page

    def test_costs_few_queries(self, as_, course, wanjiru, django_assert_max_num_queries):
        client = as_(wanjiru)
        client.get("/library/")
        with django_assert_max_num_queries(7):
            client.get("/library/")


class TestMedia:
    def test_is_typed_kept_for_ever_and_never_sniffed(self, as_, stranger):
        address = path_of(keep(ContentFile(b"sound", "a.mp3"), name="a.mp3"))

        response = as_(stranger).get(address)

        assert b"".join(response.streaming_content) == b"sound"
        assert response["Content-Type"] == "audio/mpeg"
        assert "immutable" in response["Cache-Control"]
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Disposition"].startswith("inline")

    @pytest.mark.parametrize(
        ("wanted", "status", "sent"),
        [
            ("bytes=1-3", 206, b"oun"),
            ("bytes=-2", 206, b"nd"),
            ("bytes=2-", 206, b"und"),
            ("bytes=9-", 416, b""),
            (f"bytes=0-{'9' * 5000}", 200, b"sound"),
            (f"bytes=-{'9' * 5000}", 200, b"sound"),
            ("lines=1-2", 200, b"sound"),
        ],
    )
    def test_a_player_may_ask_for_a_part(self, as_, stranger, wanted, status, sent):
        address = path_of(keep(ContentFile(b"sound", "a.mp3"), name="a.mp3"))

        response = as_(stranger).get(address, headers={"range": wanted})

        assert response.status_code == status
        assert (b"".join(response.streaming_content) if response.streaming else response.content) == sent

    @pytest.mark.parametrize(
        "name", [f"{64 * 'a'}.mp3", "..%2Fmafunzo.sqlite3", f"{64 * 'a'}.html", f"{64 * 'a'}.svg", "short.png"]
    )
    def test_anything_else_is_not_there(self, as_, stranger, name):
        assert as_(stranger).get(f"/content/{name}").status_code == 404


class TestPreview:
    def test_shows_the_lesson_as_a_learner_gets_it(self, as_, lesson, editor):
        page = as_(editor).get(reverse("wagtailadmin_pages:view_draft", args=[lesson.pk])).content.decode()

        assert "Act, means, purpose." in page
        assert "Which element makes consent irrelevant?" in page
        assert "Check answer" in page
        assert "<script" not in page

    def test_says_why_a_lesson_cannot_be_shown(self, as_, lesson, editor):
        lesson.body = []
        lesson.save_revision()

        page = as_(editor).get(reverse("wagtailadmin_pages:view_draft", args=[lesson.pk])).content.decode()

        assert "has no content yet" in page

    def test_shows_a_country_its_own_block(self, as_, lesson, editor):
        value = {"countries": ["KE"], "text": "<p>Act of 2010</p>", "provisions": []}
        lesson.body = [
            *lesson.body.raw_data,
            {"type": "country", "id": "00000000-0000-0000-0000-000000000009", "value": value},
        ]
        lesson.save_revision()
        client, url = as_(editor), reverse("wagtailadmin_pages:view_draft", args=[lesson.pk])

        assert "Act of 2010" in client.get(url, {"mode": "KE"}).content.decode()
        assert "Act of 2010" not in client.get(url).content.decode()

    def test_shows_a_drawn_quiz_without_its_key(self, as_, course_page, editor):
        quiz = QuizPage.objects.child_of(course_page).get()

        page = as_(editor).get(reverse("wagtailadmin_pages:view_draft", args=[quiz.pk])).content.decode()

        assert "Question " in page
        assert "About First" not in page

    def test_a_course_is_previewed_as_its_public_page(self, as_, course_page, editor):
        course_page.summary = "Not yet public."
        course_page.save_revision()

        page = as_(editor).get(reverse("wagtailadmin_pages:view_draft", args=[course_page.pk])).content.decode()

        assert "Not yet public." in page

    def test_an_absent_plugin_is_a_sentence(self, as_, course_page, editor, monkeypatch):
        from lms.foundation.plugins.activity import activities

        quiz = QuizPage.objects.child_of(course_page).get()
        monkeypatch.delitem(activities._entries, "quiz")

        page = as_(editor).get(reverse("wagtailadmin_pages:view_draft", args=[quiz.pk])).content.decode()

        assert "is not installed" in page
