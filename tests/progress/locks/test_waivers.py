"""A part that is opened to one learner: by whom, with which reason, and what stays on record."""

import pytest
from django.urls import reverse

from courses.models import Course
from lms.desks.privacy.erasure import erase
from lms.learning.progress.access.waiver_services import NotWaived, waive
from lms.learning.progress.journal import services
from lms.learning.progress.journal.rebuild import rebuild
from lms.learning.progress.models import Enrolment
from lms.learning.progress.models.reasons import NoReason
from lms.learning.progress.models.waivers import Waiver
from lms.people.administration.records.services import appoint
from lms.people.audit.models import AuditEntry
from lms.people.directory.rules import OwnCase
from tests.locking import after, lock, page_of

from ..test_corrections import do
from ..test_races import at_once
from .conftest import begin, is_locked

FIRST, SECOND, QUIZ = "trafficking-lesson-1", "trafficking-lesson-2", "trafficking-quiz"
DONE = {"done": ["1"]}


class TestWaiving:
    def test_opens_one_part_to_one_learner_and_is_noted(self, way, locked, abdi, omar, now):
        services.enrol(people=[abdi], course=locked, now=now)
        theirs = Enrolment.objects.select_related("institution").get(learner=abdi)
        activity = page_of(SECOND).translation_key

        for _twice in range(2):
            waive(enrolment=way, activity=activity, reason="  Did it\nin class ", by=omar, now=now)

        assert not is_locked(way, SECOND, now) and is_locked(theirs, SECOND, now)
        assert Waiver.objects.get().reason == "Did it in class"
        entry = AuditEntry.objects.get(action="condition_waived")
        assert (entry.by, entry.person) == (omar, way.learner)
        assert begin(way, SECOND, now).number == 1

    def test_the_conditions_of_a_course_leave_those_of_its_parts(self, course, course_page, other, wanjiru, omar, now):
        lock(course_page, {"kind": "course", "course": other.pk})
        lock(page_of(SECOND), after(FIRST))
        services.enrol(people=[wanjiru], course=Course.objects.get(pk=course.pk), now=now)
        way = Enrolment.objects.select_related("institution").get(learner=wanjiru)

        waive(enrolment=way, activity=None, reason="Came from another school", by=omar, now=now)

        assert not is_locked(way, FIRST, now)
        assert is_locked(way, SECOND, now)

    def test_needs_a_reason_and_something_locked(self, way, omar, now):
        activity, first = page_of(SECOND).translation_key, page_of(FIRST).translation_key

        with pytest.raises(NoReason, match="Say why"):
            waive(enrolment=way, activity=activity, reason=" \x00", by=omar, now=now)
        with pytest.raises(NotWaived):
            waive(enrolment=way, activity=first, reason="Why not", by=omar, now=now)
        with pytest.raises(NotWaived):
            waive(enrolment=way, activity=None, reason="The course has none", by=omar, now=now)

        assert not Waiver.objects.exists()

    def test_nobody_opens_for_themselves(self, client, way, wanjiru, academy, now):
        appoint(user=wanjiru, institution=academy, role="instructor")

        with pytest.raises(OwnCase):
            waive(enrolment=way, activity=page_of(SECOND).translation_key, reason="Me", by=wanjiru, now=now)
        client.force_login(wanjiru)
        assert client.get(reverse("teach:locked", args=[way.pk])).status_code == 404

    def test_what_a_role_keeps_from_stays_optional(self, course, wanjiru, omar, now):
        lock(page_of(SECOND), {"kind": "role", "roles": ["prosecution"]})
        services.enrol(people=[wanjiru], course=Course.objects.get(), now=now)
        way = Enrolment.objects.select_related("institution", "learner").get(learner=wanjiru)
        waive(enrolment=way, activity=page_of(SECOND).translation_key, reason="Changes soon", by=omar, now=now)

        do(way, SECOND, now)

        way.refresh_from_db()
        assert (len(way.done), way.remaining) == (1, 2)
        assert list(rebuild(write=False)) == []


@pytest.mark.django_db(transaction=True)
def test_opened_twice_at_once_it_is_opened_once(way, omar, now):
    activity = page_of(SECOND).translation_key

    def opened():
        return waive(enrolment=way, activity=activity, reason="Did it in class", by=omar, now=now).pk

    first, second = at_once(opened, opened)

    assert first == second == Waiver.objects.get().pk
    assert AuditEntry.objects.filter(action="condition_waived").count() == 1


def test_why_it_was_opened_goes_with_the_person(way, omar, now):
    waive(enrolment=way, activity=page_of(SECOND).translation_key, reason="His father died", by=omar, now=now)

    erase(way.learner)

    kept = Waiver.objects.get()
    assert (kept.reason, kept.by, kept.at) == ("…", omar, now)


class TestTheInstructorsPage:
    def test_opens_what_was_chosen(self, client, way, omar):
        client.force_login(omar)
        address = reverse("teach:locked", args=[way.pk])

        shown = client.get(address).content.decode()
        answer = client.post(address, {"part": str(page_of(SECOND).translation_key), "reason": "Did it"}, follow=True)

        assert "Complete “Lesson 1” first." in shown
        assert "Opened. The learner can begin it now." in answer.content.decode()
        assert Waiver.objects.get().by == omar

    @pytest.mark.parametrize(
        ("data", "sentence"),
        [
            ({}, "Choose the parts to open."),
            ({"part": "00000000-0000-4000-8000-000000000000", "reason": "x"}, "Choose the parts to open."),
            ({"part": "course", "reason": "x"}, "Choose the parts to open."),
            ({"part": "here"}, "Say why"),
        ],
    )
    def test_says_what_is_missing(self, client, way, omar, data, sentence):
        client.force_login(omar)
        data = {**data, "part": str(page_of(SECOND).translation_key)} if data.get("part") == "here" else data

        answer = client.post(reverse("teach:locked", args=[way.pk]), data)

        assert answer.status_code == 422 and sentence in answer.content.decode()
        assert not Waiver.objects.exists()

    def test_the_page_about_a_person_leads_to_it(self, client, way, omar):
        client.force_login(omar)

        text = client.get(reverse("teach:person", args=[way.learner_id])).content.decode()

        assert "Locked for this learner" in text and reverse("teach:locked", args=[way.pk]) in text
