"""Export, erase, and nothing personal is left; what counts is as it was."""

import json

import pytest
from axes.models import AccessAttempt
from django.core.files.base import ContentFile
from django.core.management import call_command
from wagtail.models import Comment, CommentReply, Revision

from assessments.quiz.models import Override, Sitting, Ticket
from certificates.models import Certificate
from certificates.services import render
from courses.models import Activity
from lms.people.choices import Role, Sex
from lms.people.mails import Kind, Mail, NewAddress
from lms.people.models import Cohort, CohortMember, Roster, RosterRow, User
from lms.plugins.identifiers import uuid7
from lms.privacy.erasing import effects, erase, is_erased
from lms.privacy.exporting import export
from lms.progress import services
from lms.progress.models import Attempt, Enrolment, Event
from tests.builders import complete
from tests.conftest import make_person

from .searching import places

CANARIES = {
    "name": "Zebunnisa Quagga ዘቡኒሳ",
    "number": "ZQ-777-CANARY",
    "email": "zq.canary@example.org",
    "phone": "+254 711 990 990",
    "rank": "Quagga-General",
    "new_address": "zq.soon@example.org",
    "remark": "I find Okapi unfair",
    "why": "Wombat leave",
    "page_remark": "Numbat on the page",
    "page_reply": "Quokka on the remark",
}

REPORTS = [f"/reports/completion/csv/?by={by}" for by in ("institution", "course", "cohort", "sex", "month")]


@pytest.fixture
def zebu(academy):
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
def amina(academy):
    return make_person("KE-9", "Amina Noor", academy, Role.ADMINISTRATOR)


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
        username=CANARIES["number"].lower(), ip_address="10.1.1.1", user_agent="x", failures_since_start=1
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
    course_page.refresh_from_db()
    type(course_page).objects.get(pk=course_page.pk).save_revision(user=omar)
    return enrolment


def figures(enrolment, halima, client):
    """What stands in the rows and in the reports."""
    client.force_login(halima)
    same = {**Enrolment.objects.filter(pk=enrolment.pk).values().get(), "rank": ""}
    attempts = list(
        Attempt.objects.filter(enrolment=enrolment).order_by("pk").values("passed", "score", "closed_at", "events")
    )
    files = [b"".join(client.get(path).streaming_content) for path in REPORTS]
    lines = Certificate.objects.counted(enrolment.completed_at.date())
    return same, attempts, lines, Event.objects.filter(enrolment=enrolment).count(), files


def test_the_round_trip(zebu, studied, omar, halima, client, now):
    text = json.dumps(export(zebu, now=now), ensure_ascii=False)
    assert [name for name, canary in CANARIES.items() if canary not in text] == []
    revision = Revision.objects.filter(object_id=str(Comment.objects.first().page_id)).latest("pk")
    assert CANARIES["page_remark"] in json.dumps(revision.content)
    before, number = figures(studied, halima, client), zebu.pk
    erase(zebu)
    assert sorted(set(places(*CANARIES.values()))) == []
    assert figures(studied, halima, client) == before
    call_command("rebuild_progress", "--check")
    call_command("rebuild_sums", "--check")
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
    before = export(wanjiru, now=now)
    erase(zebu)
    assert export(wanjiru, now=now) == before


def test_what_would_happen_is_told_and_nothing_done(zebu, studied):
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


def test_what_somebody_invigilates_stays(omar, wanjiru, academy, course, now):
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
    assert "nnnn" not in json.dumps(export(wanjiru, now=now))
    erase(omar)
    assert Ticket.objects.count() == 1
    erase(wanjiru)
    assert Ticket.objects.count() == 0
