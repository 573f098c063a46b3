"""All work of a cohort as a ZIP, and marked files that go back in one."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from assessments.assignment import bundles
from assessments.assignment.models import Bundle, HandedFile
from lms.desks.notices import due_notices
from lms.desks.notices.models import Notice
from lms.desks.notices.texts import words_of

from .building import begun, handed_in, jpeg

pytestmark = pytest.mark.django_db


@pytest.fixture
def activity(enrolment):
    return enrolment.release.outline.by_slug("raid-report").id


@pytest.fixture
def bundle(cohort, activity, omar, now):
    """`bundle(archive)`: one that was done."""

    def done(archive=None):
        row = bundles.begin(cohort=cohort, activity=activity, archive=archive, by=omar, now=now)
        bundles.make(row.pk, clock=lambda: now)
        row.refresh_from_db()
        return row

    return done


def packed(**files: bytes) -> io.BytesIO:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        for name, data in files.items():
            package.writestr(name, data)
    file.seek(0)
    return file


class TestPacking:
    def test_holds_what_was_handed_in_and_no_draft(self, bundle, enrolment, other_enrolment, now):
        work = handed_in(enrolment, now, files=[jpeg()])
        begun(other_enrolment, now)
        row = bundle()
        assert (row.status, row.handled) == ("done", 1)
        with zipfile.ZipFile(row.archive.open()) as archive:
            folder = f"{work.pk:06}-KE-20377"
            assert archive.namelist() == [f"{folder}/text.txt", f"{folder}/1-scene.jpg"]
            assert archive.read(f"{folder}/text.txt").decode() == "They took her papers."

    @pytest.mark.parametrize("course", [{"blind": True}], indirect=True)
    def test_names_nobody_where_marking_is_blind(self, bundle, enrolment, now):
        work = handed_in(enrolment, now, files=[jpeg()])
        with zipfile.ZipFile(bundle().archive.open()) as archive:
            assert archive.namelist() == [f"{work.pk:06}/text.txt", f"{work.pk:06}/1-file.jpg"]

    def test_a_killed_worker_is_followed_by_another(self, bundle, cohort, activity, enrolment, omar, now):
        handed_in(enrolment, now)
        row = bundles.begin(cohort=cohort, activity=activity, archive=None, by=omar, now=now)
        Bundle.objects.update(status="running", tries=1, touched_at=now - timedelta(minutes=5))
        bundles.make(row.pk, clock=lambda: now)
        assert Bundle.objects.get().status == "done"

    def test_goes_after_some_days(self, bundle, enrolment, now):
        handed_in(enrolment, now)
        row = bundle()
        storage, name = row.archive.storage, row.archive.name
        bundles.delete_old(now=now + Bundle.KEPT + timedelta(days=1))
        assert not Bundle.objects.exists()
        assert not storage.exists(name)


class TestGivingBack:
    def test_each_file_goes_to_the_learner_of_its_folder(self, bundle, enrolment, other_enrolment, now):
        work, other = handed_in(enrolment, now), handed_in(other_enrolment, now)
        row = bundle(packed(**{f"all/{work.pk:06}-KE-20377/marked.txt": b"Well seen.", "nobody.txt": b"x"}))
        work.refresh_from_db()
        other.refresh_from_db()
        assert [note["attachment"]["name"] for note in work.state["notes"]] == ["marked.txt"]
        assert "notes" not in other.state
        assert row.left_out == ["nobody.txt"]
        assert not row.archive

    def test_twice_is_once(self, bundle, enrolment, now):
        work = handed_in(enrolment, now)
        for _time in range(2):
            bundle(packed(**{f"{work.pk}/marked.txt": b"Well seen."}))
        assert HandedFile.objects.filter(feedback=True).count() == 1

    def test_of_another_institution_or_a_bad_file_nothing(self, bundle, enrolment, now):
        work = handed_in(enrolment, now)
        row = bundle(packed(**{f"{work.pk}/marked.exe": b"MZ", "999999/marked.txt": b"x"}))
        assert len(row.left_out) == 2
        assert not HandedFile.objects.filter(feedback=True).exists()

    def test_what_is_no_zip(self, bundle, enrolment, now):
        handed_in(enrolment, now)
        assert bundle(io.BytesIO(b"no zip")).left_out == ["ZIP"]


class TestNotices:
    def said(self, now) -> list[str]:
        due_notices.gather(now=now)
        rows = list(
            Notice.objects.filter(kind="hand_ins_zip_finished").select_related("person__institution").order_by("pk")
        )
        known = words_of(rows, {row.person_id: row.person for row in rows}, now=now, language="en")
        return [f"{known[row.pk].subject} {known[row.pk].text}" for row in rows]

    def test_whoever_asked_is_told_once_what_became_of_it(self, bundle, cohort, activity, enrolment, omar, now):
        handed_in(enrolment, now)
        bundle(), bundle(packed(**{"nobody.txt": b"x"}))
        bundles.begin(cohort=cohort, activity=activity, archive=None, by=omar, now=now)
        assert Bundle.objects.filter(status="pending").update(status="failed") == 1
        told = self.said(now + timedelta(minutes=3))
        assert set(Notice.objects.filter(kind="hand_ins_zip_finished").values_list("person", flat=True)) == {omar.pk}
        assert [cohort.name in one for one in told] == [True] * 3
        assert "deleted after seven days" in told[0] and "The page names them" in told[1] and "Try it again" in told[2]
        assert self.said(now + timedelta(minutes=6)) == told

    def test_nobody_is_told_while_it_goes_on(self, cohort, activity, omar, now):
        bundles.begin(cohort=cohort, activity=activity, archive=None, by=omar, now=now)
        assert self.said(now + timedelta(minutes=3)) == []


class TestPages:
    def test_from_the_tab_to_the_file(self, client, as_, omar, cohort, activity, enrolment, now):
        handed_in(enrolment, now)
        browser = as_(omar)
        address = reverse("assignment:bundle", args=[cohort.pk, activity])
        assert "1 work that was handed in" in browser.get(address).content.decode()
        made = browser.post(address)["Location"]
        bundles.make(Bundle.objects.get().pk, clock=lambda: now)
        assert "Download the ZIP" in browser.get(made).content.decode()
        response = browser.get(f"{made}zip/")
        assert zipfile.is_zipfile(io.BytesIO(b"".join(response.streaming_content)))
        sent = SimpleUploadedFile("marked.zip", packed(**{"x.txt": b"x"}).read())
        assert browser.post(address, {"give": "1", "marked": sent}).status_code == 302
        assert Bundle.objects.filter(is_marked=True).exists()

    def test_are_nobody_elses(self, as_, bundle, wanjiru, stranger, neighbour, enrolment, now):
        handed_in(enrolment, now)
        row = bundle()
        for person in (wanjiru, stranger, neighbour):
            browser = as_(person)
            assert browser.get(reverse("assignment:bundle-made", args=[row.pk])).status_code == 404
            assert browser.get(reverse("assignment:bundle-file", args=[row.pk])).status_code == 404
