"""Plugins at the certificate: lines that they add, and a certificate that one holds back."""

import io
import unicodedata

import pytest
from arabic_reshaper import reshape
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from certificates import services, tasks
from certificates.models import Certificate
from certificates.paper import contents, rendering
from lms.foundation.plugins import events, filters
from lms.foundation.plugins.certificate import certificate_elements
from lms.learning.progress.models import Enrolment
from tests.builders import complete
from tests.trial.fixtures import asked_of


def read(certificate) -> str:
    pages = PdfReader(io.BytesIO(rendering.pdf(certificate))).pages
    assert len(pages) == 1
    return pages[0].extract_text()


class TestLines:
    def test_are_printed_where_the_plugin_is_on(self, trial, certificate, switch, academy):
        certificate_elements.register(trial.Motto)
        switch("trial", academy, True)
        assert "Practised at Mlima Police Academy" in read(Certificate.objects.get())

    def test_a_plugin_that_is_off_is_not_asked(self, trial, certificate):
        certificate_elements.register(trial.Motto)
        assert "Practised at" not in read(certificate)
        assert trial.asked == []

    def test_are_three_at_most_in_the_order_of_their_slugs(self, trial, certificate, switch, academy):
        for element in (trial.Third, trial.Second, trial.Motto, trial.Fourth):
            certificate_elements.register(element)
        switch("trial", academy, True)
        assert len(contents.plugin_lines(Certificate.objects.get())) == 3
        assert len(asked_of(trial, "line")) == 3

    def test_one_that_gives_nothing_prints_nothing(self, trial, certificate, switch, academy):
        class Silent(trial.Motto):
            slug = "trial_silent"

            def line(self, award, *, language):
                return None

        Silent.__module__ = trial.__name__
        certificate_elements.register(Silent)
        switch("trial", academy, True)
        assert contents.plugin_lines(Certificate.objects.get()) == {}

    def test_one_that_breaks_is_logged_and_left_out(self, trial, certificate, switch, academy, caplog):
        for element in (trial.Broken, trial.Motto, trial.Unwritable):
            certificate_elements.register(element)
        switch("trial", academy, True)
        assert list(contents.plugin_lines(Certificate.objects.get()).values()) == ["Practised at Mlima Police Academy"]
        assert "the plugin “trial” broke: certificate element trial_broken.line" in caplog.text
        assert "no font has 伟张 in the element “trial_unwritable”" in caplog.text

    def test_one_that_is_too_long_is_cut(self, trial, certificate, switch, academy):
        certificate_elements.register(trial.Long)
        switch("trial", academy, True)
        [line] = contents.plugin_lines(Certificate.objects.get()).values()
        assert len(line) <= 90
        assert line.endswith("…")
        assert "\n" not in line

    @pytest.mark.parametrize(("language", "text"), [("ar", "أوصي بالتدريب العملي"), ("am", "ተግባራዊ ልምምድ")])
    def test_are_shaped_in_the_script_of_the_certificate(self, trial, certificate, switch, academy, language, text):
        certificate_elements.register(trial.Motto)
        switch("trial", academy, True)
        Certificate.objects.update(language=language)
        page = read(Certificate.objects.get())
        assert reshape(text) in page if language == "ar" else text in page
        assert text.split()[0] in unicodedata.normalize("NFKC", page)

    def test_three_fit_on_one_page_below_the_longest_texts(self, trial, certificate, switch, academy):
        for element in (trial.Motto, trial.Second, trial.Long):
            certificate_elements.register(element)
        switch("trial", academy, True)
        row = Certificate.objects.get()
        row.name = ("Wanjirũ wa Kamau Njoroge Ole Sankale " * 10)[:200]
        row.course = ("What trafficking in persons is, and how it differs from the smuggling of migrants. " * 5)[:255]
        for language in ("en", "fr", "ar", "am", "so", "sw", "om"):
            row.language = language
            assert row.serial in read(row)


class TestHeldBack:
    @pytest.fixture
    def refusing(self, trial, switch, academy):
        filters.issue.register(trial.refuse)
        switch("trial", academy, True)

    def test_the_course_is_completed_without_a_certificate(self, refusing, completed):
        assert completed.completed_at
        assert not Certificate.objects.exists()

    def test_the_learner_is_told_why(self, refusing, completed, as_, wanjiru):
        page = as_(wanjiru).get("/learn/trafficking/").content.decode()
        assert "No certificate has been issued yet. Wait for the medical check." in page

    def test_so_are_staff_of_the_academy(self, refusing, completed, as_, omar, wanjiru):
        page = as_(omar).get(reverse("teach:person", args=[wanjiru.pk])).content.decode()
        assert "Wait for the medical check." in page

    def test_the_daily_sweep_asks_again(self, refusing, completed, trial, as_, wanjiru):
        assert tasks.issue_missing() == 0
        filters.issue.withdraw("trial")
        assert tasks.issue_missing() == 1
        assert Certificate.objects.get().enrolment == completed
        assert Certificate.objects.get().completed_on == completed.completed_at.date()
        assert tasks.issue_missing() == 0
        assert "No certificate has been issued yet" not in as_(wanjiru).get("/learn/trafficking/").content.decode()

    def test_the_sweep_issues_in_batches_and_passes_over_who_is_refused(
        self, refusing, trial, course, abdi, stranger, switch, ugandan_academy, completed, now, monkeypatch
    ):
        from lms.learning.progress.journal import services as progress

        switch("trial", ugandan_academy, True)
        progress.enrol(people=[abdi, stranger], course=course, now=now)
        for row in Enrolment.objects.exclude(pk=completed.pk):
            complete(row, now=now)
        switch("trial", ugandan_academy, None)
        monkeypatch.setattr(services, "BATCH", 1)
        assert tasks.issue_missing() == 1
        assert Certificate.objects.get().enrolment.learner == stranger

    def test_a_plugin_that_is_off_is_not_asked(self, trial, enrolment, now):
        filters.issue.register(trial.refuse)
        complete(enrolment, now=now)
        assert Certificate.objects.count() == 1
        assert trial.asked == []

    def test_a_plugin_that_breaks_holds_it_back_and_the_completion_stands(
        self, trial, switch, academy, enrolment, as_, wanjiru, now
    ):
        filters.issue.register(trial.break_down)
        switch("trial", academy, True)
        assert complete(enrolment, now=now).completed_at
        assert not Certificate.objects.exists()
        assert "The permission could not be checked" in as_(wanjiru).get("/learn/trafficking/").content.decode()
        filters.issue.withdraw("trial")
        assert tasks.issue_missing() == 1

    def test_the_course_page_asks_nothing_where_no_plugin_has_a_say(self, certificate, as_, wanjiru):
        client = as_(wanjiru)
        client.get("/learn/trafficking/")
        with CaptureQueriesContext(connection) as captured:
            client.get("/learn/trafficking/")
        assert len([query for query in captured if "certificates_certificate" in query["sql"]]) == 1


class TestTelling:
    @pytest.fixture(autouse=True)
    def listening(self, trial):
        for kind in (events.CertificateRevoked, events.CertificateReinstated, events.CertificateReplaced):
            events.subscribe(kind, trial.note)

    def test_each_act_is_told_once(self, trial, certificate, switch, academy, halima, now):
        switch("trial", academy, True)
        given = {"certificate": certificate, "why": "Issued in error.", "by": halima, "now": now}
        for act in (services.revoke, services.revoke, services.reinstate, services.reinstate):
            act(**given)
        services.correct_name(name="Wanja", **given)
        about = {"institution": academy.pk, "at": now, "serial": certificate.serial}
        about["enrolment"] = certificate.earned_by_id
        assert trial.kept == [
            events.CertificateRevoked(**about),
            events.CertificateReinstated(**about),
            events.CertificateReplaced(**about),
        ]

    def test_is_not_told_where_the_plugin_is_off(self, trial, certificate, now):
        services.revoke(certificate=certificate, why="Issued in error.", now=now)
        assert trial.kept == []
