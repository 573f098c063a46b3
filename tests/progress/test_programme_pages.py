"""A programme on the pages of its learner, of those who teach them, and in reports."""

from uuid import uuid4

from django.urls import reverse

from certificates.models import Certificate
from courses.models import Course, Programme
from lms.learning.progress.journal import services
from lms.people.administration.records.services import appoint
from tests.builders import complete, make_course, make_programme, release
from tests.conftest import make_person

from .test_programmes import programme, ways  # noqa: F401


class TestPages:
    def test_says_how_far_one_is_and_what_comes_next(self, client, ways, programme, wanjiru, now):
        complete(ways[0], now=now)
        client.force_login(wanjiru)

        text = client.get(reverse("learn:programme", args=[programme.slug])).content.decode()

        assert "1 of 2 required courses completed" in text
        assert reverse("learn:course", args=[ways[1].course.slug]) in text and "Not assigned" in text

    def test_says_that_it_is_completed_and_leads_to_the_certificate(self, client, ways, programme, wanjiru, now):
        for way in ways:
            complete(way, now=now)
        client.force_login(wanjiru)

        text = client.get(reverse("learn:programme", args=[programme.slug])).content.decode()
        mine = client.get(reverse("learn:mine")).content.decode()

        serial = Certificate.objects.get(completion__isnull=False).serial
        assert "You have completed this programme" in text
        assert reverse("certificates:pdf", args=[serial]) in text
        assert reverse("learn:programme", args=[programme.slug]) in mine

    def test_my_learning_says_completed_where_it_was(self, client, ways, programme, wanjiru, now):
        def pill():
            mine = client.get(reverse("learn:mine")).content.decode()
            part = mine[mine.index('id="programmes"') :]
            return "pill-done" in part[: part.index("</section>")]

        client.force_login(wanjiru)
        closed = str(uuid4())
        Programme.objects.update(required=[*programme.required, closed])
        complete(ways[0], now=now)
        assert not pill()

        complete(ways[1], now=now)

        assert pill(), "a course that is not out is not waited for"

    def test_my_learning_has_what_is_assigned_by_programme(self, client, site, ways, programme, wanjiru, now):
        course = release(make_course(make_programme(site, "alone"), "bribery"))
        optional = Course.objects.exclude(pk__in=[*programme.required, course.pk]).get()
        for one in (course, optional):
            services.enrol(people=[wanjiru], course=one, now=now)
        client.force_login(wanjiru)

        page = client.get(reverse("learn:mine"))

        text, address = page.content.decode(), reverse("learn:programme", args=[programme.slug])
        groups = [(one.programme, [way.enrolment.course for way in one.ways]) for one in page.context["assigned"]]
        assert groups == [(programme, [ways[1].course, optional]), (None, [course])]
        assert text.count(address) == 1 and "Assigned to you" in text
        complete(ways[1], now=now)
        assert client.get(reverse("learn:mine")).content.decode().count(address) == 1

    def test_the_end_of_its_last_course_says_so(self, client, ways, programme, wanjiru, now):
        for way in ways:
            complete(way, now=now)
        client.force_login(wanjiru)

        first, last = (client.get(reverse("learn:completed", args=[way.course.slug])).content.decode() for way in ways)

        serial = Certificate.objects.get(completion__isnull=False).serial
        assert "Programme completed" in last and reverse("certificates:pdf", args=[serial]) in last
        assert "Programme completed" not in first

    def test_staff_see_it_on_the_page_about_the_person(self, client, ways, wanjiru, omar, neighbour, now):
        for way in ways:
            complete(way, now=now)
        client.force_login(omar)

        text = client.get(reverse("teach:person", args=[wanjiru.pk])).content.decode()

        assert "Programme completed" in text

    def test_reports_count_it(self, client, ways, programme, academy, now):
        boss = make_person("KE-700", "Coordinator", academy)
        appoint(user=boss, institution=academy, role="coordinator")
        for way in ways:
            complete(way, now=now)
        client.force_login(boss)

        assert "Completed a programme" in client.get("/reports/completion/?by=institution").content.decode()
