"""Attacks on hand-ins: files of others by any address, one's own work as a marker, hostile archives."""

import io
import zipfile
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from assessments.assignment import bundles, groups, services
from assessments.assignment.models import Bundle, HandedFile, Upload, UploadPart
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.enrolments.assignment_services import assign
from lms.learning.progress.journal.services import enrol
from lms.learning.progress.models import Enrolment
from lms.people.administration.records import services as people_services
from lms.people.directory.choices import Role
from tests.conftest import make_person

from .building import begun, handed_in, jpeg, sent, with_file
from .test_uploads import PDF, send

pytestmark = pytest.mark.django_db
PART = services.PART


@pytest.fixture
def attempt(enrolment, now):
    return begun(enrolment, now)


@pytest.fixture
def theirs(other_enrolment, now):
    """A draft of Abdi's, with a file."""
    attempt = begun(other_enrolment, now)
    return attempt, with_file(attempt, jpeg(), now)


def upload_of(client, attempt, data=PDF, **changed):
    about = sent("report.pdf", data)
    fields = {"name": about.name, "size": about.size, "sum": about.sum, **changed}
    return client.post(reverse("assignment:upload", args=[attempt.pk]), fields)


class TestFilesOfOthers:
    def test_by_no_address(self, as_, wanjiru, attempt, theirs):
        work, row = theirs
        client = as_(wanjiru)
        assert client.get(reverse("assignment:file", args=[row.pk])).status_code == 404
        assert upload_of(client, work).status_code == 404
        said = {"event_id": str(uuid7()), "without": str(row.pk), "do": "save"}
        assert client.post(reverse("assignment:work", args=[work.pk]), said).status_code == 404
        client.post(reverse("assignment:work", args=[attempt.pk]), {**said, "event_id": str(uuid7())})
        work.refresh_from_db()
        assert HandedFile.objects.get() == row
        assert work.state["responses"]["work"]["files"] == [row.facts]

    def test_a_forged_list_of_files_is_left_out(self, as_, wanjiru, attempt, theirs):
        _work, row = theirs
        said = {"event_id": str(uuid7()), "q:work": "Mine", "q:work:files": str(row.facts), "do": "hand in"}
        as_(wanjiru).post(reverse("assignment:work", args=[attempt.pk]), said)
        attempt.refresh_from_db()
        assert attempt.state["responses"]["work"] == {"text": "Mine", "files": []}
        assert as_(wanjiru).get(reverse("assignment:file", args=[row.pk])).status_code == 404

    @pytest.mark.parametrize("course", [{"in_groups": True}], indirect=True)
    def test_of_another_group(self, as_, cohort, academy, enrolment, other_enrolment, wanjiru, abdi, now):
        entry = enrolment.release.outline.by_slug("raid-report").id
        groups.arrange(cohort=cohort, activity=entry, names={wanjiru.pk: "A", abdi.pk: "B"})
        work = begun(enrolment, now)
        row = with_file(work, jpeg(), now)
        groups.hand_in(attempt=work, by=wanjiru, now=now)
        begun(other_enrolment, now)
        assert as_(abdi).get(reverse("assignment:file", args=[row.pk])).status_code == 404

    def test_that_do_not_exist(self, as_, wanjiru, omar, attempt):
        for person in (wanjiru, omar):
            client = as_(person)
            assert client.get(reverse("assignment:file", args=[uuid4()])).status_code == 404
            assert client.post(reverse("assignment:part", args=[uuid4()]) + "?offset=0").status_code == 404
            assert client.post(reverse("assignment:work", args=[10**9])).status_code == 404


class TestMarkers:
    def test_of_another_institution_gets_nothing(self, as_, neighbour_academy, enrolment, cohort, now):
        work = handed_in(enrolment, now, files=[jpeg()])
        client = as_(make_person("KE-555", "Other", neighbour_academy, Role.INSTRUCTOR))
        row = HandedFile.objects.get()
        for address in (
            reverse("assignment:file", args=[row.pk]),
            reverse("assignment:similar", args=[work.pk]),
            reverse("quiz:mark", args=[work.pk, "work"]),
            reverse("assignment:bundle", args=[cohort.pk, work.activity_id]),
            reverse("assignment:groups", args=[cohort.pk, work.activity_id]),
        ):
            assert client.get(address).status_code == 404, address
        for name in ("assignment:note", "assignment:return"):
            said = {"event_id": str(uuid7()), "text": "Mine"}
            assert client.post(reverse(name, args=[work.pk]), said).status_code == 404

    def test_do_nothing_with_their_own_work(self, as_, omar, cohort, course, now, django_capture_on_commit_callbacks):
        people_services.join(cohort=cohort, people=[omar], now=now)
        other = make_person("KE-556", "Second instructor", omar.institution, Role.INSTRUCTOR)
        with django_capture_on_commit_callbacks(execute=True):
            assign(cohort=cohort, courses=[course], due_at=None, by=other, now=now)
        work = handed_in(Enrolment.objects.get(learner=omar), now)
        client = as_(omar)
        for name in ("assignment:note", "assignment:return"):
            said = {"event_id": str(uuid7()), "text": "Well done"}
            assert client.post(reverse(name, args=[work.pk]), said).status_code == 404
        assert client.get(reverse("assignment:similar", args=[work.pk])).status_code == 404
        assert client.get(reverse("quiz:mark", args=[work.pk, "work"])).status_code == 404
        row = bundles.begin(cohort=cohort, activity=work.activity_id, archive=None, by=omar, now=now)
        bundles.make(row.pk, clock=lambda: now)
        assert zipfile.ZipFile(Bundle.objects.get().archive.open()).namelist() == []


class TestUploads:
    def test_the_same_part_twice_and_a_wrong_place(self, as_, wanjiru, attempt):
        client = as_(wanjiru)
        place = upload_of(client, attempt).json()
        assert send(client, place, PDF).json()["received"] == PART
        for offset in (0, 1, PART - 1, PART + 1, 10**9):
            answer = client.post(f"{place['url']}?offset={offset}", PDF[:10], "application/octet-stream")
            assert (answer.status_code, answer.json()["received"]) == (409, PART)
        for offset in ("", "x", "-1", "1e3"):
            assert (
                client.post(f"{place['url']}?offset={offset}", PDF[:10], "application/octet-stream").status_code == 409
            )
        assert Upload.objects.get().received == PART

    def test_an_empty_part_goes_nowhere(self, as_, wanjiru, attempt):
        client = as_(wanjiru)
        place = upload_of(client, attempt).json()
        for _time in range(3):
            answer = client.post(f"{place['url']}?offset=0", b"", "application/octet-stream")
            assert answer.json()["received"] == 0
        assert not UploadPart.objects.exists()


class TestAnArchiveThatComesBack:
    @pytest.fixture
    def given_back(self, cohort, omar, now):
        def give(write):
            file = io.BytesIO()
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
                write(archive)
            file.seek(0)
            activity = Enrolment.objects.first().release.outline.by_slug("raid-report").id
            row = bundles.begin(cohort=cohort, activity=activity, archive=file, by=omar, now=now)
            bundles.make(row.pk, clock=lambda: now)
            row.refresh_from_db()
            return row

        return give

    @pytest.mark.parametrize("name", ["../../{}/marked.txt", "/{}/marked.txt", "{}/../../marked.txt"])
    def test_a_path_leads_nowhere(self, given_back, enrolment, now, name):
        work = handed_in(enrolment, now)
        row = given_back(lambda archive: archive.writestr(name.format(work.pk), b"x"))
        assert row.status == "done"
        for kept in HandedFile.objects.all():
            assert "/" not in kept.name and ".." not in kept.file.name

    def test_a_bomb_is_refused(self, given_back, enrolment, now):
        work = handed_in(enrolment, now)
        row = given_back(lambda archive: archive.writestr(f"{work.pk}/marked.txt", bytes(60_000_000)))
        assert (row.status, len(row.left_out)) == ("done", 1)
        assert not HandedFile.objects.exists()

    def test_work_that_is_not_of_the_cohort_gets_nothing(self, given_back, neighbour_academy, course, enrolment, now):
        person = make_person("KE-557", "Elsewhere", neighbour_academy)
        enrol(people=[person], course=course, now=now)
        foreign = handed_in(Enrolment.objects.get(learner=person), now)
        row = given_back(lambda archive: archive.writestr(f"{foreign.pk}/marked.txt", b"x"))
        assert row.left_out == [f"{foreign.pk}/marked.txt"]
        assert not HandedFile.objects.exists()

    def test_what_is_no_archive_at_the_page(self, as_, omar, cohort, enrolment, now):
        activity = enrolment.release.outline.by_slug("raid-report").id
        address = reverse("assignment:bundle", args=[cohort.pk, activity])
        page = as_(omar).post(address, {"give": "1"}, follow=True).content.decode()
        assert "Choose a ZIP file first." in page
        as_(omar).post(address, {"give": "1", "marked": SimpleUploadedFile("x.zip", b"PK\x03\x04broken")})
        bundles.make(Bundle.objects.get().pk, clock=lambda: now)
        assert Bundle.objects.get().left_out == ["ZIP"]
