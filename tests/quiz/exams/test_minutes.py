"""The minutes of an exam: what is written stays, corrections stand beside it, and who signs closes them."""

import io
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from pypdf import PdfReader

from assessments.quiz.exams import sittings
from assessments.quiz.exams.minutes import services
from assessments.quiz.exams.minutes.models import Minute
from assessments.quiz.exams.minutes.queries import minutes_of
from assessments.quiz.exams.minutes.services import EntryContent
from lms.desks.privacy.erasure import erase
from lms.people.administration.records import services as people_services
from lms.people.audit.models import AuditEntry
from lms.people.directory.rules import OwnCase
from tests.made_files import made_file
from tests.progress.counting import statements

from .acting import code_of, enter

MINUTE = timedelta(minutes=1)


@pytest.fixture
def write(opened, omar, now):
    def write_(what, learner=None, words="", *, at=now, by=omar, when=now, key=None):
        said = EntryContent(what, at, learner.pk if learner else None, words)
        return services.write(sitting=opened, said=said, by=by, key=key or uuid4(), now=when)

    return write_


@pytest.fixture
def closed(opened, omar, now):
    return sittings.close_sitting(sitting=opened, by=omar, now=now + 30 * MINUTE)


def states(sitting):
    return {
        line.ticket.learner.service_number: line.came.what if line.came else "" for line in minutes_of(sitting).lines
    }


def test_the_key_of_another_entry_writes_nothing(opened, write, wanjiru, abdi, omar, now):
    first, key = write("present", wanjiru), uuid4()
    second = write("present", abdi, key=key)
    with pytest.raises(services.OutOfDate):
        services.correct(minute=first, said=EntryContent("late", now, wanjiru.pk), by=omar, key=key, now=now)
    other = sittings.plan(
        activity=opened.activity, cohort=opened.cohort, room="Hall 3", planned_at=now, invigilator=omar, now=now
    )
    with pytest.raises(services.OutOfDate):
        services.write(sitting=other, said=EntryContent("incident", now, None, "Smoke."), by=omar, key=key, now=now)
    assert list(Minute.objects.order_by("pk")) == [first, second]


class TestWriting:
    def test_says_who_came_late_left_and_what_happened(self, opened, write, wanjiru, abdi, now):
        write("present", wanjiru)
        write("late", abdi, at=now - MINUTE)
        write("left", wanjiru)
        write("incident", words="The power failed for four minutes.")
        found = minutes_of(opened)
        hers = next(line for line in found.lines if line.ticket.learner == wanjiru)
        assert states(opened) == {wanjiru.service_number: "present", abdi.service_number: "late"}
        assert hers.left.at == now and hers.incidents == 0
        assert [one.what for one in found.entries] == ["late", "present", "left", "incident"], "by their time"
        assert AuditEntry.objects.filter(action="quiz_minutes", person_id=wanjiru.pk).count() == 2

    def test_nobody_writes_where_they_are_examined(self, opened, write, cohort, amina, wanjiru, now):
        people_services.join(cohort=cohort, people=[amina], now=now)
        for act in (
            lambda: write("present", wanjiru, by=amina),
            lambda: services.take_over(sitting=opened, by=amina, now=now),
            lambda: services.sign(sitting=opened, by=amina, now=now),
        ):
            with pytest.raises(OwnCase):
                act()
        assert not Minute.objects.exists()

    def test_the_same_sent_twice_is_one(self, write, wanjiru):
        key = uuid4()
        assert write("present", wanjiru, key=key) == write("absent", wanjiru, key=key)
        assert Minute.objects.get().what == "present"

    def test_is_of_nobody_without_a_card_and_of_no_time_to_come(self, write, stranger, wanjiru, now):
        with pytest.raises(services.NotOnTheList):
            write("present", stranger)
        with pytest.raises(services.NotYet):
            write("left", wanjiru, at=now + MINUTE)
        assert not Minute.objects.exists()

    def test_an_exam_that_was_called_off_has_none(self, sitting, omar, wanjiru, now):
        sittings.close_sitting(sitting=sitting, by=omar, now=now)
        with pytest.raises(services.NotHeld):
            services.write(sitting=sitting, said=EntryContent("absent", now, wanjiru.pk), by=omar, key=uuid4(), now=now)


class TestWhatIsWritten:
    def test_is_changed_and_deleted_by_nobody(self, write, wanjiru):
        minute = write("present", wanjiru)
        for act in (
            lambda: Minute.objects.update(what="absent"),
            lambda: Minute.objects.all().delete(),
            minute.delete,
            minute.save,
        ):
            with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
                act()
        assert Minute.objects.get().what == "present"

    def test_is_corrected_beside_it_once(self, opened, write, wanjiru, omar, now):
        first = write("absent", wanjiru)
        how = {"by": omar, "now": now}
        second = services.correct(minute=first, said=EntryContent("late", now, wanjiru.pk), key=uuid4(), **how)
        assert states(opened)[wanjiru.service_number] == "late"
        with pytest.raises(services.Corrected):
            services.correct(minute=first, said=EntryContent("present", now, wanjiru.pk), key=uuid4(), **how)
        said = EntryContent("mistake", now, wanjiru.pk, "That was her neighbour.")
        services.correct(minute=second, said=said, key=uuid4(), **how)
        assert states(opened)[wanjiru.service_number] == ""
        assert Minute.objects.count() == 3

    @pytest.mark.parametrize(
        "wrong",
        [
            {"what": "present"},
            {"what": "incident"},
            {"what": "mistake", "words": "x"},
        ],
    )
    def test_makes_sense_in_the_database_itself(self, opened, omar, now, wrong):
        about = {"sitting": opened, "at": now, "by": omar, "noted_at": now, "key": uuid4()}
        with pytest.raises(IntegrityError), transaction.atomic():
            Minute.objects.create(**about, **wrong)

    def test_of_whoever_is_erased_stays_without_the_words(self, write, wanjiru, abdi):
        write("incident", wanjiru, "Fainted, says she is pregnant")
        write("incident", abdi, "Had a telephone in the sleeve")
        erase(wanjiru)
        assert {one.learner_id: one.words for one in Minute.objects.all()} == {
            wanjiru.pk: services.TOMBSTONE,
            abdi.pk: "Had a telephone in the sleeve",
        }
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            Minute.objects.update(words="")


class TestFromTheBoard:
    def test_who_began_came_and_who_did_not_was_absent_once_it_is_closed(
        self, opened, enrolments, entry, wanjiru, abdi, omar, now
    ):
        enter(enrolments[wanjiru.service_number], entry, code_of(wanjiru), now + 11 * MINUTE)
        services.take_over(sitting=opened, by=omar, now=now + 12 * MINUTE)
        assert states(opened) == {wanjiru.service_number: "late", abdi.service_number: ""}
        sittings.close_sitting(sitting=opened, by=omar, now=now + 30 * MINUTE)
        services.take_over(sitting=opened, by=omar, now=now + 31 * MINUTE)
        services.take_over(sitting=opened, by=omar, now=now + 32 * MINUTE)
        assert states(opened) == {wanjiru.service_number: "late", abdi.service_number: "absent"}
        assert Minute.objects.count() == 2

    def test_what_an_invigilator_said_stays(self, closed, abdi, write, omar, now):
        write("excused", abdi, "Witness in court")
        services.take_over(sitting=closed, by=omar, now=now + 31 * MINUTE)
        assert states(closed)[abdi.service_number] == "excused"

    @pytest.mark.parametrize("many", [3, 60])
    def test_costs_the_same_for_many(self, many, opened, crowd, omar, now):
        crowd(many)
        sittings.close_sitting(sitting=opened, by=omar, now=now)
        with statements() as found:
            assert len(services.take_over(sitting=opened, by=omar, now=now)) == many + 2
        assert len(found) == 5, "\n".join(found)


class TestTheSignature:
    def test_waits_for_the_end_and_for_everybody(self, opened, write, wanjiru, omar, now):
        with pytest.raises(services.NotReady, match="when the exam is closed"):
            services.sign(sitting=opened, by=omar, now=now)
        sittings.close_sitting(sitting=opened, by=omar, now=now)
        write("present", wanjiru)
        with pytest.raises(services.NotReady, match="1 person has no attendance entry"):
            services.sign(sitting=opened, by=omar, now=now)
        services.take_over(sitting=opened, by=omar, now=now)
        signed = services.sign(sitting=opened, by=omar, now=now)
        assert services.sign(sitting=opened, by=omar, now=now + MINUTE) == signed
        assert minutes_of(opened).signature == signed

    def test_what_comes_after_is_an_addition(self, closed, write, wanjiru, omar, now):
        services.take_over(sitting=closed, by=omar, now=now + 31 * MINUTE)
        services.sign(sitting=closed, by=omar, now=now + 32 * MINUTE)
        write("incident", wanjiru, "A slip of paper was found under her table.", when=now + 40 * MINUTE)
        found = minutes_of(closed)
        assert [one.what for one in found.added] == ["incident"] and found.signature.by == omar


@pytest.fixture
def clock(now):
    with time_machine.travel(now, tick=False) as traveller:
        yield traveller


def at(sitting, name="minutes") -> str:
    return reverse(f"quiz:{name}", args=[sitting.pk])


class TestThePages:
    def test_from_the_first_entry_to_the_printed_sheet(self, clock, opened, as_, omar, wanjiru, abdi, now):
        client = as_(omar)
        clock.move_to(now + 15 * MINUTE)
        page = client.get(at(opened), {"who": wanjiru.pk}).content.decode()
        assert f'<option value="{wanjiru.pk}" selected>' in page and 'value="12:15"' in page
        data = {"who": wanjiru.pk, "what": "late", "at": "12:12", "words": "", "key": str(uuid4())}
        assert client.post(at(opened), data).url == at(opened)
        assert client.post(at(opened), data).status_code == 302 and Minute.objects.count() == 1
        assert Minute.objects.get().at == now + 12 * MINUTE

        minute = reverse("quiz:minute", args=[Minute.objects.get().pk])
        assert "12:12" in client.get(minute).content.decode()
        client.post(minute, data | {"what": "present", "at": "12:09", "key": str(uuid4())})
        sittings.close_sitting(sitting=opened, by=omar, now=now + 14 * MINUTE)
        client.post(at(opened, "minutes-board"))
        client.post(at(opened, "minutes-sign"))
        page = client.get(at(opened)).content.decode()
        assert "in place of “Late” at 12:12" in page and "Sign and close" not in page and "by Omar Otieno" in page

        sheet = made_file(client, at(opened, "minutes-paper"))
        text = "".join(one.extract_text() for one in PdfReader(io.BytesIO(sheet.content)).pages)
        assert "Signed by Omar Otieno" in text and "KE-20377" in text and "Absent" in text and "12:12" in text
        assert AuditEntry.objects.filter(action="quiz_minutes_printed", by_id=omar.pk).count() == 1
        assert client.get(minute).status_code == 404, "an entry that was corrected"

    @pytest.mark.parametrize(
        "wrong",
        [
            {"what": ""},
            {"what": "signed"},
            {"what": "mistake", "words": "x"},
            {"who": ""},
            {"who": "0"},
            {"at": "25:00"},
            {"at": "23:59"},
            {"key": "x"},
            {"what": "incident"},
            {"what": "incident", "words": "x" * 1001},
        ],
    )
    def test_what_makes_no_sense_is_told(self, wrong, clock, opened, as_, omar, wanjiru):
        data = {"who": wanjiru.pk, "what": "present", "at": "11:59", "words": "", "key": str(uuid4())} | wrong
        answer = as_(omar).post(at(opened), data)
        assert answer.status_code == 422 and answer.content.decode().count('class="error"') == ("key" not in wrong)
        assert not Minute.objects.exists()

    def test_a_correction_is_of_the_same_person(self, clock, opened, write, as_, omar, wanjiru, abdi):
        minute = reverse("quiz:minute", args=[write("present", wanjiru).pk])
        data = {"who": abdi.pk, "what": "absent", "at": "11:59", "words": "", "key": str(uuid4())}
        assert as_(omar).post(minute, data).status_code == 422 and Minute.objects.count() == 1

    def test_stand_on_the_page_of_the_person_for_who_may_see_it(self, opened, write, as_, omar, halima, wanjiru):
        write("incident", wanjiru, "Fainted")
        for viewer in (omar, halima):
            assert "Fainted" in as_(viewer).get(f"/teach/people/{wanjiru.pk}/").content.decode()

    @pytest.mark.parametrize("many", [3, 40])
    def test_cost_the_same_for_many(self, many, opened, crowd, omar, as_, now):
        crowd(many)
        sittings.close_sitting(sitting=opened, by=omar, now=now)
        services.take_over(sitting=opened, by=omar, now=now)
        client = as_(omar)
        client.get(at(opened))
        with statements() as found:
            page = client.get(at(opened))
        assert len(page.context["minutes"].lines) == len(page.context["minutes"].entries) == many + 2
        assert len(found) == 10, "\n".join(found)
