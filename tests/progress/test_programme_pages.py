"""A programme on the pages of its learner, of those who teach them, and in reports."""

from uuid import uuid4

from django.urls import reverse

from certificates.models import Certificate
from courses.models import Course, Programme
from lms.learning.progress.journal import services
from tests.builders import complete, make_course, make_programme, release
from tests.conftest import make_person

from .test_programmes import complete_all, programme, ways  # noqa: F401


class TestPages:
    def test_says_how_far_one_is_and_what_comes_next(self, client, ways, programme, wanjiru, now):
        complete(ways[0], now=now)
        client.force_login(wanjiru)

        text = client.get(reverse("learn:programme", args=[programme.slug])).content.decode()

        assert "1 of 2 required courses completed" in text
        assert reverse("learn:course", args=[ways[1].course.slug]) in text and "Not assigned" in text

    def test_a_completed_one_is_said_with_its_certificate_on_every_page_about_it(
        self, as_, ways, programme, wanjiru, omar, academy, now
    ):
        complete_all(ways, now)
        serial = Certificate.objects.get(completion__isnull=False).serial
        certificate, client = reverse("certificates:pdf", args=[serial]), as_(wanjiru)
        own = reverse("learn:programme", args=[programme.slug])
        text = client.get(own).content.decode()
        assert "You have completed this programme" in text and certificate in text
        assert own in client.get(reverse("learn:mine")).content.decode()

        first, last = (client.get(reverse("learn:completed", args=[way.course.slug])).content.decode() for way in ways)
        assert "Programme completed" in last and certificate in last
        assert "Programme completed" not in first

        person = as_(omar).get(reverse("teach:person", args=[wanjiru.pk])).content.decode()
        assert "Programme completed" in person
        boss = make_person("KE-700", "Coordinator", academy, role="coordinator")
        report = as_(boss).get("/reports/completion/?by=institution").content.decode()
        assert "Completed a programme" in report

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
