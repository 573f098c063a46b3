"""The pages: one's own, the PDF, the record, and revoking. Every one meets the stranger, the neighbour and nobody."""

from datetime import timedelta

import pytest
from django.urls import reverse

from certificates import services, slots
from certificates.models import Certificate
from lms.learning.progress.journal import services as progress
from lms.learning.progress.models import Enrolment
from lms.people.directory.choices import Role
from tests.builders import complete
from tests.conftest import make_person

MINE = reverse("certificates:mine")


def url(name: str, certificate: Certificate) -> str:
    return reverse(f"certificates:{name}", args=[certificate.serial])


class TestMine:
    def test_shows_until_when_it_holds_and_where_to_get_it(self, as_, rendered, wanjiru):
        page = as_(wanjiru).get(MINE)
        text = page.content.decode()
        assert "What trafficking is" in text
        assert "24 November 2028" in text
        assert url("pdf", rendered) in text
        assert url("verify", rendered) in text
        assert "script-src 'self'" in page["Content-Security-Policy"]

    @pytest.mark.parametrize(
        ("changes", "says"),
        [
            ({"status": "pending"}, "is being made"),
            ({"status": "failed"}, "could not be made"),
        ],
    )
    def test_says_how_far_the_pdf_is(self, as_, certificate, wanjiru, changes, says):
        Certificate.objects.update(**changes)
        text = as_(wanjiru).get(MINE).content.decode()
        assert says in text
        assert url("pdf", certificate) not in text

    def test_a_revoked_one_is_shown_without_its_pdf(self, as_, rendered, wanjiru, now):
        services.revoke(certificate=rendered, why="Issued in error.", now=now)
        text = as_(wanjiru).get(MINE).content.decode()
        assert "Revoked on 24 November 2026" in text
        assert url("pdf", rendered) not in text
        assert "Issued in error" not in text

    @pytest.mark.parametrize("who", ["stranger", "neighbour", "omar", "halima"])
    def test_other_people_do_not_see_the_certificate(self, as_, rendered, request, who):
        text = as_(request.getfixturevalue(who)).get(MINE).content.decode()
        assert rendered.serial not in text
        assert "No certificate yet" in text

    def test_costs_the_same_statements_for_one_and_for_many(self, as_, rendered, wanjiru, django_assert_num_queries):
        browser = as_(wanjiru)
        with django_assert_num_queries(2):
            browser.get(MINE)


class TestPdf:
    @pytest.mark.parametrize("who", ["wanjiru", "omar", "halima", "superuser"])
    def test_is_for_the_holder_and_the_staff(self, as_, rendered, request, who, django_assert_max_num_queries):
        browser = as_(request.getfixturevalue(who))
        with django_assert_max_num_queries(5):
            answer = browser.get(url("pdf", rendered))
        assert answer.status_code == 200
        assert b"".join(answer.streaming_content).startswith(b"%PDF-")
        assert answer["Content-Type"] == "application/pdf"
        assert rendered.serial in answer["Content-Disposition"]
        assert "private" in answer["Cache-Control"]
        assert answer["Content-Security-Policy"]

    @pytest.mark.parametrize(("status", "code"), [("pending", 202), ("failed", 503)])
    def test_explains_why_there_is_none(self, as_, certificate, wanjiru, status, code):
        Certificate.objects.update(status=status)
        answer = as_(wanjiru).get(url("pdf", certificate))
        assert answer.status_code == code
        assert "The certificate is awarded" in answer.content.decode()

    def test_stands_where_no_web_server_hands_it_out(self, rendered, settings):
        assert not rendered.pdf.path.startswith(str(settings.MEDIA_ROOT))

    def test_a_revoked_one_is_gone(self, as_, rendered, wanjiru, now):
        services.revoke(certificate=rendered, why="Issued in error.", now=now)
        assert as_(wanjiru).get(url("pdf", rendered)).status_code == 410


class TestRecord:
    @pytest.mark.parametrize(("who", "may_revoke"), [("omar", False), ("halima", True), ("superuser", True)])
    def test_staff_see_it_and_coordinators_may_revoke(self, as_, rendered, request, who, may_revoke):
        text = as_(request.getfixturevalue(who)).get(url("record", rendered)).content.decode()
        assert rendered.sha256 in text.replace("<wbr>", "")
        assert (url("revoke", rendered) in text) is may_revoke

    def test_the_record_costs_few_statements(self, as_, rendered, halima, django_assert_max_num_queries):
        browser = as_(halima)
        with django_assert_max_num_queries(8):
            browser.get(url("record", rendered))


class TestRevoking:
    def test_a_coordinator_revokes_for_a_reason(self, as_, rendered, halima):
        answer = as_(halima).post(url("revoke", rendered), {"why": " Somebody else sat the quiz. "}, follow=True)
        rendered.refresh_from_db()
        assert rendered.revoked_at is not None
        assert (rendered.revoked_why, rendered.revoked_by) == ("Somebody else sat the quiz.", halima)
        assert "Somebody else sat the quiz." in answer.content.decode()

    def test_an_administrator_of_the_academy_may_too(self, as_, rendered, academy):
        administrator = make_person("KE-300", "Achieng Nabwire", academy, Role.ADMINISTRATOR)
        as_(administrator).post(url("revoke", rendered), {"why": "Issued in error."})
        rendered.refresh_from_db()
        assert rendered.revoked_by == administrator

    @pytest.mark.parametrize("why", ["", "   "])
    def test_without_a_reason_nothing_happens(self, as_, rendered, halima, why):
        answer = as_(halima).post(url("revoke", rendered), {"why": why}, follow=True)
        rendered.refresh_from_db()
        assert rendered.revoked_at is None
        assert "Say why, in up to 300 characters" in answer.content.decode()

    def test_revoking_again_changes_nothing(self, rendered, halima, omar, now):
        services.revoke(certificate=rendered, why="First.", by=halima, now=now)
        row = services.revoke(certificate=rendered, why="Second.", by=omar, now=now + timedelta(days=1))
        assert (row.revoked_why, row.revoked_by, row.revoked_at) == ("First.", halima, now)


def test_a_coordinator_has_a_failed_one_made_again(as_, certificate, halima, django_capture_on_commit_callbacks):
    Certificate.objects.update(status="failed", problem="No font has these characters: 张")
    browser = as_(halima)
    assert url("again", certificate) in browser.get(url("record", certificate)).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(url("again", certificate), {"why": "The font is there now."})
    certificate.refresh_from_db()
    assert certificate.status == "rendered"


class TestLinks:
    def test_stand_beside_the_enrolments_in_one_statement(self, rendered, course, abdi, now, django_assert_num_queries):
        progress.enrol(people=[abdi], course=course, now=now)
        second = complete(Enrolment.objects.get(learner=abdi), now=now)
        rows = list(Enrolment.objects.order_by("pk"))
        with django_assert_num_queries(1):
            links = slots.certificate_links(rows)
        assert set(links) == {rendered.enrolment_id, second.pk}
        link = links[rendered.enrolment_id]
        assert (link.label, link.url, link.note, link.pill) == (
            "Certificate",
            url("pdf", rendered),
            "Valid until 24 November 2028",
            "done",
        )

    def test_of_one_learner_alone_are_asked_once(self, rendered, course, abdi, now, django_assert_num_queries):
        progress.enrol(people=[abdi], course=course, now=now)
        complete(Enrolment.objects.get(learner=abdi), now=now)
        own = [Enrolment.objects.get(pk=rendered.enrolment_id)]
        with django_assert_num_queries(1):
            links = slots.certificate_links(own)
            assert slots.certificate_links(own) == links
            assert slots.waiting_panels(own) == {}
        assert set(links) == {rendered.enrolment_id}
        assert own[0].certificate == rendered

    def test_one_that_has_none_is_asked_once(self, rendered, django_assert_num_queries):
        rendered.delete()
        own = list(Enrolment.objects.all())
        with django_assert_num_queries(1):
            assert slots.certificate_links(own) == slots.certificate_links(own) == {}

    def test_cost_nothing_where_nothing_is_completed(self, enrolment, django_assert_num_queries):
        with django_assert_num_queries(0):
            assert slots.certificate_links([enrolment]) == {}

    def test_say_what_no_longer_holds(self, rendered, now):
        Certificate.objects.update(valid_until="2020-01-31")
        rows = [Enrolment.objects.get()]
        assert slots.certificate_links(rows)[rows[0].pk].note == "Expired on 31 January 2020"
        services.revoke(certificate=rendered, why="Issued in error.", now=now)
        rows = [Enrolment.objects.get()]
        assert slots.certificate_links(rows)[rows[0].pk].pill == "overdue"


def test_the_number_keeps_its_order_in_a_heading_that_is_read_from_right_to_left(as_, halima, rendered):
    client = as_(halima)
    client.cookies["django_language"] = "ar"
    page = client.get(url("record", rendered)).content.decode()
    assert f'<h1>الشهادة <bdi class="nowrap">{rendered.serial}</bdi></h1>' in page
