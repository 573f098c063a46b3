"""Comments of markers beside a work, files for its learner, and work of others that is alike."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from assessments.assignment.models import HandedFile
from assessments.assignment.similarity import likeness
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.journal.services import answer
from lms.people.directory.choices import Role
from tests.conftest import make_person

from .building import LEVELS, RUBRIC, begun, handed_in, jpeg

pytestmark = pytest.mark.django_db
TEXT = "They took her papers at the border and locked the door of the room in which she slept that night."


@pytest.fixture
def work(enrolment, now):
    return handed_in(enrolment, now, text=TEXT, files=[jpeg()])


@pytest.fixture
def noted(client, omar, work):
    """`noted(passage=…, text=…)`: what the desk shows after that."""

    def note(**said):
        client.force_login(omar)
        data = {"event_id": str(uuid7()), **said}
        page = client.post(reverse("assignment:note", args=[work.pk]), data, follow=True).content.decode()
        work.refresh_from_db()
        return page

    return note


def mark(client, omar, work):
    client.force_login(omar)
    given = {f"rubric:{RUBRIC[0]['id']}": LEVELS[1], "turn": "first", "event_id": str(uuid7())}
    client.post(reverse("quiz:mark", args=[work.pk, "work"]), given)


def result_of(client, learner, work):
    client.force_login(learner)
    address = reverse("learn:activity", args=[work.enrolment.course.slug, work.activity.slug])
    return client.get(address).content.decode()


class TestNotes:
    def test_the_learner_reads_them_once_the_work_is_marked(self, client, omar, wanjiru, work, noted):
        assert "Which border?" in noted(passage="took her papers at the  border", text="Which border?")
        assert "Which border?" not in result_of(client, wanjiru, work)
        mark(client, omar, work)
        assert "Which border?" in result_of(client, wanjiru, work)

    def test_on_a_file(self, work, noted):
        [row] = HandedFile.objects.all()
        noted(file=str(row.pk), text="Too dark.")
        assert [(note["file"], note["text"]) for note in work.state["notes"]] == [(str(row.pk), "Too dark.")]

    def test_a_file_of_the_marker_is_read_once_it_is_released(self, client, omar, wanjiru, work, noted):
        noted(attachment=SimpleUploadedFile("marked.txt", b"See line 2."))
        row = HandedFile.objects.get(feedback=True)
        address = reverse("assignment:file", args=[row.pk])
        assert client.get(address).status_code == 200
        client.force_login(wanjiru)
        assert client.get(address).status_code == 404
        mark(client, omar, work)
        client.force_login(wanjiru)
        assert client.get(address).status_code == 200

    @pytest.mark.parametrize(
        "said",
        [
            {"text": ""},
            {"passage": "nobody wrote this", "text": "x"},
            {"file": "00000000-0000-4000-8000-000000000001", "text": "x"},
            {"text": "x" * 2001},
        ],
    )
    def test_refuses(self, work, noted, said):
        noted(**said)
        assert "notes" not in work.state

    def test_a_bad_file_leaves_nothing(self, work, noted):
        noted(text="x", attachment=SimpleUploadedFile("marked.exe", b"MZ"))
        assert "notes" not in work.state
        assert not HandedFile.objects.filter(feedback=True).exists()

    def test_twice_is_once(self, client, omar, work):
        client.force_login(omar)
        data = {"event_id": str(uuid7()), "text": "Once"}
        for _time in range(2):
            client.post(reverse("assignment:note", args=[work.pk]), data)
        work.refresh_from_db()
        assert len(work.state["notes"]) == 1

    def test_nobody_else_comments(self, client, abdi, stranger, wanjiru, work):
        for person in (abdi, stranger, wanjiru):
            client.force_login(person)
            data = {"event_id": str(uuid7()), "text": "Mine"}
            assert client.post(reverse("assignment:note", args=[work.pk]), data).status_code == 404

    @pytest.mark.parametrize("course", [{"markers": 2}], indirect=True)
    def test_two_markers_do_not_read_each_other_before_they_marked(self, client, academy, work, noted):
        noted(text="From the first")
        client.force_login(make_person("KE-101", "Second marker", academy, Role.INSTRUCTOR))
        address = reverse("quiz:mark", args=[work.pk, "work"])
        assert "From the first" not in client.get(address).content.decode()


class TestSimilarWork:
    def test_is_shown_with_its_passages(self, client, omar, work, other_enrolment, now):
        copied = "I saw it. " + TEXT.replace("the room in which she slept", "a cellar")
        handed_in(other_enrolment, now, text=copied)
        client.force_login(omar)
        page = client.get(reverse("assignment:similar", args=[work.pk])).content.decode()
        assert "Abdi" in page
        assert "took her papers at the border and locked the door" in page

    def test_drafts_are_not_compared(self, client, omar, work, other_enrolment, now):
        answer(attempt=begun(other_enrolment, now), data={"q:work": [TEXT]}, event_id=uuid7(), now=now)
        client.force_login(omar)
        assert "Abdi" not in client.get(reverse("assignment:similar", args=[work.pk])).content.decode()

    def test_of_nobody_whom_one_does_not_teach(self, client, stranger, wanjiru, work):
        for person in (stranger, wanjiru):
            client.force_login(person)
            assert client.get(reverse("assignment:similar", args=[work.pk])).status_code == 404

    @pytest.mark.parametrize(
        ("text", "other", "share"),
        [
            ("a b c d e f", "A  b, c d e f!", 1.0),
            ("a b c d", "a b c d", 0.0),
            ("", "", 0.0),
            ("a b c d e f g h i j", "k l m n o p q r s t", 0.0),
            ("ሀገር ሰላም ነው ዛሬ ጠዋት ደህና", "ሐገር ሠላም ነው ዛሬ ጠዋት ደህና", 1.0),
        ],
    )
    def test_counts(self, text, other, share):
        assert likeness(text, other).share == share

    def test_a_long_text_is_compared_in_a_moment(self):
        text = " ".join(str(number % 997) for number in range(4000))
        assert likeness(text, text).share == 1.0
