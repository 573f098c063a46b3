"""Nothing of an erased person is left where others wrote about them: logs of the admin, caches, words to search by."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from wagtail.models import Comment, CommentReply, ModelLogEntry, PageLogEntry
from wagtail.users.models import UserProfile

from lms.desks.privacy.services import ask, carry_out_due
from lms.people.administration.records import services as people
from lms.people.administration.records.models import SearchWord
from lms.people.administration.records.people_services import correct
from lms.people.directory.choices import Role
from lms.people.directory.models import User
from lms.people.identity.sessions.models import Session
from tests.conftest import PASSWORD

from .canaries import CANARIES
from .searching import cached, places

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
