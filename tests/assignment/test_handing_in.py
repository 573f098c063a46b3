"""A learner's way: draft, files, handing in, and work that is returned."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from assessments.assignment import services
from assessments.assignment.models import HandedFile
from lms.foundation.plugins.activity import InvalidAnswer
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.journal.services import NoAttemptLeft, answer
from lms.learning.progress.models import Attempt

from .building import LEVELS, RUBRIC, begun, handed_in, jpeg, with_file

pytestmark = pytest.mark.django_db


def page_of(attempt) -> str:
    return reverse("learn:activity", args=[attempt.enrolment.course.slug, attempt.activity.slug])


class TestDraft:
    def test_the_start_says_what_is_taken(self, client, wanjiru, enrolment):
        client.force_login(wanjiru)
        page = client.get(reverse("learn:activity", args=[enrolment.course.slug, "raid-report"])).content.decode()
        assert "Write the report." in page
        assert "5 at most, up to 20 MB each" in page

    def test_keeps_text_and_file_and_navigation(self, client, wanjiru, enrolment, now):
        attempt = begun(enrolment, now)
        client.force_login(wanjiru)
        data = {
            "event_id": str(uuid7()),
            "q:work": "The first lines",
            "do": "save",
            "file": SimpleUploadedFile("scene.jpg", jpeg()),
        }
        client.post(reverse("assignment:work", args=[attempt.pk]), data)
        attempt.refresh_from_db()
        [row] = HandedFile.objects.all()
        assert attempt.state["responses"]["work"] == {"text": "The first lines", "files": [row.facts]}
        page = client.get(page_of(attempt)).content.decode()
        assert "scene.jpg" in page
        assert "pager" in page
        assert attempt.closed_at is None

    def test_text_that_is_saved_later_keeps_the_files(self, enrolment, now):
        attempt = begun(enrolment, now)
        row = with_file(attempt, jpeg(), now)
        answer(attempt=attempt, data={"q:work": ["More"]}, event_id=uuid7(), now=now)
        attempt.refresh_from_db()
        assert attempt.state["responses"]["work"] == {"text": "More", "files": [row.facts]}

    def test_a_browser_cannot_name_files(self, enrolment, other_enrolment, now):
        theirs = with_file(begun(other_enrolment, now), jpeg(), now)
        attempt = begun(enrolment, now)
        answer(attempt=attempt, data={"q:work": ["x"], "q:work:files": [str(theirs.facts)]}, event_id=uuid7(), now=now)
        attempt.refresh_from_db()
        assert attempt.state["responses"]["work"]["files"] == []

    def test_takes_a_file_away_with_its_content(self, enrolment, wanjiru, now, django_capture_on_commit_callbacks):
        attempt = begun(enrolment, now)
        row = with_file(attempt, jpeg(), now)
        storage, name = row.file.storage, row.file.name
        with django_capture_on_commit_callbacks(execute=True):
            services.take_away(attempt=attempt, file=row.pk, by=wanjiru, now=now)
        attempt.refresh_from_db()
        assert not attempt.state["responses"]["work"]
        assert not HandedFile.objects.exists()
        assert not storage.exists(name)

    @pytest.mark.parametrize("course", [{"files": 1}], indirect=True)
    def test_takes_no_more_files_than_allowed(self, enrolment, now):
        attempt = begun(enrolment, now)
        with_file(attempt, jpeg(), now)
        attempt.refresh_from_db()
        with pytest.raises(InvalidAnswer):
            with_file(attempt, jpeg(80, 80), now)
        assert HandedFile.objects.count() == 1


class TestHandingIn:
    def test_nothing_is_not_handed_in(self, enrolment, now):
        attempt = begun(enrolment, now)
        with pytest.raises(InvalidAnswer):
            answer(attempt=attempt, data={"q:work": [" "], "submit": ["1"]}, event_id=uuid7(), now=now)

    def test_files_alone_wait_for_a_marker(self, enrolment, now):
        attempt = handed_in(enrolment, now, text="", files=[jpeg()])
        assert (attempt.waiting, attempt.score) == (True, None)

    def test_by_the_page(self, client, wanjiru, enrolment, now):
        attempt = begun(enrolment, now)
        client.force_login(wanjiru)
        data = {"event_id": str(uuid7()), "q:work": "All of it", "do": "hand in"}
        page = client.post(reverse("assignment:work", args=[attempt.pk]), data, follow=True).content.decode()
        attempt.refresh_from_db()
        assert attempt.closed_at
        assert attempt.waiting
        assert "Being marked" in page
        assert "All of it" in page

    def test_no_file_is_added_afterwards(self, enrolment, now):
        attempt = handed_in(enrolment, now)
        with pytest.raises(InvalidAnswer):
            with_file(attempt, jpeg(), now)
        assert not HandedFile.objects.exists()


class TestMarking:
    def test_by_rubric_at_the_desk(self, client, omar, wanjiru, enrolment, now):
        attempt = handed_in(enrolment, now, files=[jpeg()])
        client.force_login(omar)
        assert "Report of the raid" in client.get(reverse("quiz:to-mark")).content.decode()
        address = reverse("quiz:mark", args=[attempt.pk, "work"])
        page = client.get(address).content.decode()
        assert "They took her papers." in page
        assert "scene.jpg" in page
        given = {f"rubric:{RUBRIC[0]['id']}": LEVELS[1], "comment": "Name both.", "turn": "first"}
        client.post(address, {**given, "event_id": str(uuid7())})
        attempt.refresh_from_db()
        assert (attempt.score, attempt.passed, attempt.waiting) == (0.5, True, False)
        client.force_login(wanjiru)
        result = client.get(page_of(attempt)).content.decode()
        assert "Name both." in result
        assert "50 %" in result or "50\u00a0%" in result

    def test_the_learner_contests(self, client, wanjiru, omar, enrolment, now):
        attempt = handed_in(enrolment, now)
        client.force_login(omar)
        given = {f"rubric:{RUBRIC[0]['id']}": LEVELS[0], "turn": "first", "event_id": str(uuid7())}
        client.post(reverse("quiz:mark", args=[attempt.pk, "work"]), given)
        client.force_login(wanjiru)
        said = {"question": "work", "text": "Both are in line 2.", "event_id": str(uuid7())}
        page = client.post(reverse("quiz:contest", args=[attempt.pk]), said, follow=True).content.decode()
        assert "Both are in line 2." in page
        client.force_login(omar)
        assert "Write the report." in client.get(reverse("quiz:contests")).content.decode()


class TestReturned:
    def returned(self, client, omar, attempt):
        client.force_login(omar)
        said = {"text": "Add the hours.", "event_id": str(uuid7())}
        client.post(reverse("assignment:return", args=[attempt.pk]), said)
        attempt.refresh_from_db()
        return attempt

    def test_goes_on_from_the_same_work(self, client, omar, wanjiru, enrolment, now):
        attempt = self.returned(client, omar, handed_in(enrolment, now, files=[jpeg()]))
        assert (attempt.waiting, attempt.completed_at) == (False, None)
        client.force_login(wanjiru)
        assert "Add the hours." in client.get(page_of(attempt)).content.decode()
        client.post(reverse("learn:start", args=[enrolment.course.slug, "raid-report"]), {"event_id": str(uuid7())})
        second = Attempt.objects.get(number=2)
        assert second.state["responses"] == attempt.state["responses"]
        assert "Add the hours." in client.get(f"{page_of(attempt)}?attempt=2").content.decode()

    def test_the_file_of_earlier_work_stays_when_it_is_taken_away(self, client, omar, wanjiru, enrolment, now):
        attempt = self.returned(client, omar, handed_in(enrolment, now, files=[jpeg()]))
        second = begun(enrolment, now)
        row = HandedFile.objects.get()
        services.take_away(attempt=second, file=row.pk, by=wanjiru, now=now)
        second.refresh_from_db()
        assert second.state["responses"]["work"]["files"] == []
        assert HandedFile.objects.get().attempt == attempt

    def test_without_that_there_is_one_attempt(self, client, omar, enrolment, now):
        attempt = handed_in(enrolment, now)
        client.force_login(omar)
        given = {f"rubric:{RUBRIC[0]['id']}": LEVELS[0], "turn": "first", "event_id": str(uuid7())}
        client.post(reverse("quiz:mark", args=[attempt.pk, "work"]), given)
        with pytest.raises(NoAttemptLeft):
            begun(enrolment, now)

    def test_twice_is_refused(self, client, omar, enrolment, now):
        attempt = self.returned(client, omar, handed_in(enrolment, now))
        events = attempt.events
        assert self.returned(client, omar, attempt).events == events


def test_a_draft_file_is_nobody_elses(client, omar, wanjiru, abdi, stranger, enrolment, now):
    row = with_file(begun(enrolment, now), jpeg(), now)
    for person, status in ((wanjiru, 200), (abdi, 404), (omar, 404), (stranger, 404)):
        client.force_login(person)
        assert client.get(reverse("assignment:file", args=[row.pk])).status_code == status


def test_a_file_is_sent_so_that_it_can_do_nothing(client, omar, stranger, enrolment, now):
    handed_in(enrolment, now, files=[jpeg()])
    row = HandedFile.objects.get()
    client.force_login(omar)
    response = client.get(reverse("assignment:file", args=[row.pk]))
    assert response.status_code == 200
    assert response["Content-Disposition"].startswith("attachment")
    assert "sandbox" in response["Content-Security-Policy"]
    assert io.BytesIO(b"".join(response.streaming_content)).read(2) == b"\xff\xd8"
    client.force_login(stranger)
    assert client.get(reverse("assignment:file", args=[row.pk])).status_code == 404
