"""Export, erase, and nothing personal is left; what counts is as it was."""

import json
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.management import call_command
from wagtail.models import Comment, CommentReply, ModelLogEntry, PageLogEntry, Revision
from wagtail.users.models import UserProfile

from assessments.quiz.models import Sitting, Ticket
from certificates.models import Certificate
from courses.models import Activity
from lms.desks.privacy.erasure import effects, erase, is_erased
from lms.desks.privacy.export import export
from lms.desks.privacy.services import ask, carry_out_due
from lms.foundation.plugins.personal_data import Reader
from lms.learning.progress.journal import services
from lms.learning.progress.models import Enrolment
from lms.people.administration.records import services as people
from lms.people.administration.records.models import SearchWord
from lms.people.administration.records.people_services import correct
from lms.people.directory.choices import Role
from lms.people.directory.models import Cohort, User
from lms.people.identity.sessions.models import Session
from tests.builders import complete
from tests.conftest import PASSWORD

from .canaries import CANARIES, figures
from .searching import cached, places


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


REASON, GONE, ANSWERED, PICTURE = "Pangolin asked", "Dugong, deleted since", "Yes, Kakapo", "picture of a Fossa"
EVERYTHING = (*CANARIES.values(), REASON, GONE, ANSWERED, PICTURE)


@pytest.fixture
def remarked(zebu, omar, course_page):
    """Remarks on a page whose history has their words, one of them deleted since but in an older version."""
    gone = Comment.objects.create(page_id=course_page.pk, user=zebu, text=GONE, contentpath="title")
    gone.log_create(user=zebu)
    type(course_page).objects.get(pk=course_page.pk).save_revision(user=omar)
    gone.log_delete(user=omar)
    gone.delete()
    mine = Comment.objects.create(page_id=course_page.pk, user=zebu, text=CANARIES["page_remark"], contentpath="title")
    mine.log_create(user=zebu)
    answer = CommentReply.objects.create(comment=mine, user=omar, text="Omar answered")
    answer.log_create(user=omar)
    others = Comment.objects.create(page_id=course_page.pk, user=omar, text="Omar remarked", contentpath="title")
    others.log_create(user=omar)
    reply = CommentReply.objects.create(comment=others, user=zebu, text=ANSWERED)
    reply.log_create(user=zebu)
    reply.log_edit(user=omar)


@pytest.fixture
def kept_by_others(zebu, superuser, academy, neighbour_academy, now, client, as_):
    """Signed in and out, found, corrected, moved and back, with a picture and a role."""
    client.post("/sign-in/", {"username": CANARIES["number"], "password": "wrong"})
    client.post("/password/forgotten/", {"email": CANARIES["email"]})
    client.post("/sign-in/", {"username": CANARIES["number"], "password": PASSWORD})
    profile = UserProfile.get_for_user(zebu)
    profile.avatar.save("zq.png", ContentFile(PICTURE.encode()))
    correct(person=zebu, about={"phone": ""}, by=superuser, now=now)
    correct(person=zebu, about={"phone": CANARIES["phone"]}, by=superuser, now=now)
    people.transfer(person=zebu, to=neighbour_academy, now=now, by=superuser)
    people.transfer(person=zebu, to=academy, now=now + timedelta(minutes=1), by=superuser)
    as_(superuser).get("/academy/people/", {"q": CANARIES["name"]})
    role = people.appoint(user=zebu, institution=academy, role=Role.INSTRUCTOR)
    ModelLogEntry.objects.log_action(role, "wagtail.create", user=superuser)


def test_texts_of_a_person_go_from_every_table_and_cache(zebu, studied, remarked, kept_by_others, superuser, now):
    ask(person=zebu, reason=REASON, by=superuser, now=now)
    assert {text for text in EVERYTHING if not list(places(text))} == set(), "each is there before"
    assert SearchWord.objects.filter(user=zebu).exists()
    assert Session.objects.filter(user=zebu).exists()
    assert carry_out_due(now=now + timedelta(days=7)) == 1
    assert sorted(set(places(*EVERYTHING))) == []
    assert list(cached(*EVERYTHING)) == []
    assert not SearchWord.objects.filter(user=zebu).exists()
    assert not Session.objects.filter(user=zebu).exists()
    assert User.objects.filter(pk=zebu.pk, service_number__startswith="erased-").exists()


def test_remarks_of_other_people_stay(zebu, studied, remarked, superuser, omar, now):
    ask(person=zebu, reason=REASON, by=superuser, now=now)
    carry_out_due(now=now + timedelta(days=7))
    assert Comment.objects.filter(user=omar, text="Omar remarked").exists()
    history = [entry.data for entry in PageLogEntry.objects.filter(user=omar, action__startswith="wagtail.comments")]
    assert "Omar remarked" in str(history)
    assert PageLogEntry.objects.filter(user=zebu, action="wagtail.comments.create").count() == 2


def test_a_text_in_the_cache_would_be_found(db):
    cache.set("Pangolin", {"said": "Dugong, deleted since"})
    assert {place.partition(":")[2].strip() for place in cached("pangolin", GONE)} == {"pangolin", GONE.casefold()}
