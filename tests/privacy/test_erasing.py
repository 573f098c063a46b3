"""Export, erase, and nothing personal is left; what counts is as it was."""

import json

from django.core.management import call_command
from wagtail.models import Comment, Revision

from assessments.quiz.models import Sitting, Ticket
from certificates.models import Certificate
from courses.models import Activity
from lms.desks.privacy.erasure import effects, erase, is_erased
from lms.desks.privacy.export import export
from lms.foundation.plugins.personal_data import Reader
from lms.learning.progress.journal import services
from lms.learning.progress.models import Enrolment
from lms.people.directory.models import Cohort, User
from tests.builders import complete

from .canaries import CANARIES, figures
from .searching import places


def test_erasing_removes_every_text_of_a_person_and_keeps_all_figures(zebu, studied, omar, halima, client, now):
    text = json.dumps(export(zebu, reader=Reader.THE_PERSON, now=now), ensure_ascii=False)
    assert [name for name, canary in CANARIES.items() if canary not in text] == []
    revision = Revision.objects.filter(object_id=str(Comment.objects.first().page_id)).latest("pk")
    assert CANARIES["page_remark"] in json.dumps(revision.content)
    before, number = figures(studied, halima, client), zebu.pk
    call_command("rebuild_sums")
    erase(zebu)
    assert sorted(set(places(*CANARIES.values()))) == []
    assert figures(studied, halima, client) == before
    call_command("rebuild_progress", "--check")
    call_command("rebuild_sums", "--check")
    call_command("rebuild_places", "--check")
    tombstone = User.objects.get(pk=number)
    assert is_erased(tombstone)
    assert not tombstone.has_usable_password()
    assert tombstone.institution_id is None
    assert Comment.objects.filter(user=omar).exists()


def test_erasing_again_changes_nothing(zebu, studied):
    erase(zebu)
    after = User.objects.values().get(pk=zebu.pk)
    erase(User.objects.get(pk=zebu.pk))
    assert User.objects.values().get(pk=zebu.pk) == after


def test_others_stay_as_they_are(zebu, studied, wanjiru, course, now):
    services.enrol(people=[wanjiru], course=course, now=now)
    complete(Enrolment.objects.get(learner=wanjiru), now=now)
    before = export(wanjiru, reader=Reader.THE_PERSON, now=now)
    erase(zebu)
    assert export(wanjiru, reader=Reader.THE_PERSON, now=now) == before


def test_the_effects_of_an_erasure_are_listed_and_nothing_is_erased(zebu, studied):
    told = {(effect.table, effect.erased): effect.rows for effect in effects(zebu)}
    assert told["people.User", "kept without the person"] == 1
    assert told["people.CohortMember", "deleted"] == 1
    assert told["people.RosterRow", "kept without the person"] == 2
    assert User.objects.get(pk=zebu.pk).name == CANARIES["name"]


def test_a_certificate_says_that_it_was_withdrawn(zebu, studied, client):
    certificate = Certificate.objects.get(enrolment=studied)
    path = f"/certificates/verify/{certificate.serial}/"
    erase(zebu)
    answer = client.get(path, follow=True)
    assert answer.status_code == 410
    assert "withdrawn at its holder’s request" in answer.content.decode()


def test_an_exam_stays_when_its_invigilator_is_erased(omar, wanjiru, academy, course, now):
    cohort = Cohort.objects.create(institution=academy, name="Intake")
    sitting = Sitting.objects.create(
        cohort=cohort,
        institution=academy,
        room="Hall",
        planned_at=now,
        invigilator=omar,
        activity=Activity.objects.get(kind="quiz"),
    )
    Ticket.objects.create(sitting=sitting, learner=wanjiru, nonce="n" * 32, issued_at=now)
    assert "nnnn" not in json.dumps(export(wanjiru, reader=Reader.THE_PERSON, now=now))
    erase(omar)
    assert Ticket.objects.count() == 1
    erase(wanjiru)
    assert Ticket.objects.count() == 0
