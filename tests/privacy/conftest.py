"""Somebody of whom something is held, with a canary wherever a person or anybody else typed."""

from shutil import rmtree

import pytest
from axes.models import AccessAttempt
from django.core.files.base import ContentFile
from wagtail.models import Comment, CommentReply

from assessments.observation.models import Finding, Observation
from assessments.quiz.models import Minute, Override, Sitting
from certificates.models import Certificate
from certificates.paper.services import render
from lms.desks.conversations import reports
from lms.desks.conversations.matters import Matter
from lms.desks.conversations.services import MessageDraft, ask
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.journal import services
from lms.learning.progress.models import Attempt, Enrolment
from lms.people.administration.roster.models import Roster, RosterRow
from lms.people.directory.choices import Sex
from lms.people.directory.models import Cohort, CohortMember
from lms.people.identity.mail.mails import Kind, Mail, NewAddress
from lms.people.identity.protection.throttling import account_of
from tests.builders import complete
from tests.conftest import make_person

from .canaries import CANARIES
from .simulated import played_by


@pytest.fixture
def completed_enrolment(enrolment, now):
    return complete(enrolment, now=now)


@pytest.fixture
def _files_of_this_test_alone(settings):
    """What tests before left would be found, too."""
    for folder in (settings.MEDIA_ROOT, settings.DATA_DIR / "private"):
        rmtree(folder, ignore_errors=True)


@pytest.fixture
def zebu(academy, _files_of_this_test_alone):
    """Somebody with a canary in every column that a person fills."""
    return make_person(
        CANARIES["number"],
        CANARIES["name"],
        academy,
        email=CANARIES["email"],
        phone=CANARIES["phone"],
        rank=CANARIES["rank"],
        birth_year=1987,
        sex=Sex.FEMALE,
    )


@pytest.fixture
def studied(course, zebu, omar, academy, now, course_page):
    """What `zebu` learned, said and was told, with canaries wherever somebody typed."""
    cohort = Cohort.objects.create(institution=academy, name="Intake")
    CohortMember.objects.create(cohort=cohort, user=zebu, joined_at=now)
    services.enrol(people=[zebu], course=course, now=now)
    enrolment = complete(Enrolment.objects.get(learner=zebu), now=now)
    attempt = Attempt.objects.filter(enrolment=enrolment, kind="quiz").get()
    remark = {"question": attempt.form["items"][0]["id"], "text": CANARIES["remark"]}
    services.record(attempt=attempt, verb="contested", data=remark, event_id=uuid7(), now=now, by=zebu)
    render(certificate=Certificate.objects.get(enrolment=enrolment), now=now)
    NewAddress.objects.create(person=zebu, address=CANARIES["new_address"], asked_at=now)
    Mail.objects.create(
        kind=Kind.FORGOTTEN, recipient=CANARIES["email"], language="en", made_at=now, next_at=now, person=None
    )
    AccessAttempt.objects.create(
        username=account_of(zebu), ip_address="10.1.1.1", user_agent="x", failures_since_start=1
    )
    Override.objects.create(
        learner=zebu,
        institution=academy,
        activity=attempt.activity,
        reason=CANARIES["why"],
        by=omar,
        at=now,
        attempts=3,
    )
    sat = Sitting.objects.create(
        cohort=cohort, institution=academy, room="Hall 2", planned_at=now, activity=attempt.activity
    )
    Minute.objects.create(
        sitting=sat, what="incident", learner=zebu, words=CANARIES["minute"], by=omar, at=now, noted_at=now, key=uuid7()
    )
    observation = Observation.objects.create(
        activity=attempt.activity,
        cohort=cohort,
        institution=academy,
        observer=omar,
        notes={"1": CANARIES["finding"]},
        place="Yard",
        started_at=now,
        saved_at=now,
        signed_at=now,
    )
    Finding.objects.create(observation=observation, learner=zebu, remark=CANARIES["finding"])
    cells = [CANARIES["number"], CANARIES["name"], CANARIES["phone"]]
    roster = Roster.objects.create(
        institution=academy, name="list.csv", digest="1" * 64, made_at=now, touched_at=now, status="done"
    )
    roster.file.save("list.csv", ContentFile(",".join(cells).encode()))
    RosterRow.objects.create(
        roster=roster, row=1, cells=cells, number=cells[0], key=cells[0].casefold(), name=cells[1], person=zebu
    )
    RosterRow.objects.create(roster=roster, row=2, cells=cells, key=cells[0].casefold(), name=cells[1])
    Comment.objects.create(page_id=course_page.pk, user=zebu, text=CANARIES["page_remark"], contentpath="title")
    answered = Comment.objects.create(page_id=course_page.pk, user=omar, text="Omar's", contentpath="title")
    CommentReply.objects.create(comment=answered, user=zebu, text=CANARIES["page_reply"])
    said = MessageDraft(CANARIES["question"], uuid7(), CANARIES["question_title"])
    thread = ask(learner=zebu, cohort=cohort, matter=Matter(), said=said, now=now)
    reports.report(thread=thread, by=zebu, reason=CANARIES["report"], now=now)
    played_by(zebu, cohort=cohort, instructor=omar, course_page=course_page, now=now)
    course_page.refresh_from_db()
    type(course_page).objects.get(pk=course_page.pk).save_revision(user=omar)
    return enrolment
