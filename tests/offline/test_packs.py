"""Parts of a course that a phone keeps: pieces that say nothing of anybody, small, and the same bytes each time."""

import gzip
import json
import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lms.learning.progress.journal import services
from lms.learning.progress.models import Enrolment
from tests.progress.test_corrections import correct, do

ONE = "trafficking-lesson-1"
PACK = "/offline/pack/trafficking/"


@pytest.fixture(autouse=True)
def _drawn_anew():
    cache.clear()


@pytest.fixture
def pack(phone, enrolment):
    return phone.client.get(PACK).json()


def piece(phone, pack, place=0):
    return phone.client.get(pack["activities"][place]["piece"])


class TestPieces:
    def test_hold_the_lesson_with_its_check_drawn_blank_and_answered(self, phone, pack, check):
        body = piece(phone, pack).json()
        text, drawn, _rest = body["parts"]
        assert "Act, means, purpose." in text and drawn["check"] == check[0]["check"][0]
        wrong, right = (drawn["answered"][one["choice"][0]] for one in check)
        assert "About The border" in wrong and "Not quite." in wrong
        assert "Your answer is right." in right and "About" not in drawn["blank"]

    def test_say_nothing_of_anybody_and_are_the_same_for_everybody(
        self, phone, pack, enrolment, as_, abdi, course, now
    ):
        do(enrolment, ONE, now)
        services.enrol(people=[abdi], course=course, now=now)
        mine = piece(phone, pack)
        cache.clear()
        theirs = as_(abdi).get(pack["activities"][0]["piece"])
        assert mine.content == theirs.content
        text = mine.content.decode()
        assert (
            "csrfmiddlewaretoken" not in text and "Wanj" not in text and str(enrolment.learner_id) not in text.split()
        )
        assert set(re.findall(r'name=\\"event_id\\" value=\\"([^"]*)\\"', text)) == {""}

    def test_never_change_under_their_name(self, phone, pack):
        kept = piece(phone, pack)["Cache-Control"]
        assert "immutable" in kept and "private" in kept and "no-store" not in kept
        other = pack["activities"][0]["piece"][:-5] + "aaaa/"
        assert phone.client.get(other).status_code == 404

    def test_an_unchanged_lesson_has_the_same_name_after_a_correction_of_another(self, phone, pack, enrolment):
        correct("trafficking-lesson-2", body=[{"type": "text", "value": "<p>Corrected.</p>"}])
        Enrolment.objects.update(release=enrolment.course.releases.order_by("-pk").first())
        new = phone.client.get(PACK).json()
        assert new["activities"][0]["piece"] == pack["activities"][0]["piece"]
        assert new["activities"][1]["piece"] != pack["activities"][1]["piece"]
        assert phone.client.get(pack["activities"][1]["piece"]).status_code == 404
        assert "Corrected." in piece(phone, new, 1).json()["parts"][0]


class TestPacks:
    def test_name_a_piece_for_each_lesson_and_none_for_a_quiz(self, pack, enrolment):
        assert [bool(one["piece"]) for one in pack["activities"]] == [True, True, False]
        assert (pack["enrolment"], pack["course"]) == (enrolment.pk, "trafficking")

    def test_the_same_pack_is_not_sent_again(self, phone, pack, enrolment, now):
        known = {"If-None-Match": f'"{pack["digest"]}"'}
        answer = phone.client.get(PACK, headers=known)
        assert (answer.status_code, answer.content) == (304, b"")
        do(enrolment, ONE, now)
        answer = phone.client.get(PACK, headers=known)
        assert answer.status_code == 200 and answer.json()["activities"][0]["done"]

    def test_are_small(self, phone, pack):
        pieces = [gzip.compress(piece(phone, pack, place).content) for place in (0, 1)]
        whole = gzip.compress(json.dumps(pack).encode())
        assert len(whole) <= 2048 and sum(map(len, pieces)) <= 2048

    def test_cost_few_statements(self, phone, pack):
        phone.client.get(PACK)
        with CaptureQueriesContext(connection) as statements:
            phone.client.get(PACK)
        assert len(statements) <= 5
        with CaptureQueriesContext(connection) as statements:
            piece(phone, pack)
        assert len(statements) <= 5

    def test_a_locked_lesson_and_a_course_that_opens_later_are_not_kept(self, phone, pack, enrolment, now, monkeypatch):
        from datetime import timedelta

        from lms.learning.progress.player.learner_course import LearnerCourse

        with monkeypatch.context() as patch:
            patch.setattr(LearnerCourse, "missing", lambda way, entry: ("a condition",) if entry.slug == ONE else ())
            assert [bool(one["piece"]) for one in phone.client.get(PACK).json()["activities"]] == [False, True, False]
            assert piece(phone, pack).status_code == 404
        Enrolment.objects.update(opens_at=now + timedelta(days=1))
        assert phone.client.get(PACK).status_code == 409
        assert piece(phone, pack).status_code == 404

    def test_nobody_else_gets_them(self, phone, pack, as_, stranger, client):
        for address in (PACK, pack["activities"][0]["piece"]):
            assert as_(stranger).get(address).status_code == 404
            assert client.get(address).status_code == 401

    def test_a_device_that_a_class_shares_keeps_none(self, phone, enrolment):
        from lms.people.identity.shared_devices import session_lock

        session = phone.client.session
        session[session_lock.DEVICE] = 1
        session.save()
        assert phone.client.get(PACK).status_code == 409


def test_the_empty_page_and_that_of_the_phone_hold_nothing_of_anybody(phone, wanjiru):
    for address in ("/offline/shell/", "/offline/phone/"):
        text = phone.client.get(address).content.decode()
        assert wanjiru.name not in text and "csrfmiddlewaretoken" not in text


def test_three_hours_of_text_are_small(phone, enrolment):
    """Twelve lessons of a quarter of an hour and a thousand words each, of which two are measured."""
    from courses.models import LessonPage
    from tests.releasing import release_waiting

    words = [f"{first}{last}" for first in ("trans", "re", "in", "de", "con") for last in WORDS]
    texts = [" ".join(words[(number * 7 + place * place) % len(words)] for place in range(1000)) for number in range(2)]
    for number, slug in enumerate((ONE, "trafficking-lesson-2")):
        page = LessonPage.objects.get(slug=slug)
        page.body = [*page.body.raw_data, {"type": "text", "value": f"<p>{texts[number]}</p>"}]
        page.save_revision().publish()
    release_waiting()
    Enrolment.objects.update(release=enrolment.course.releases.order_by("-pk").first())
    pack = phone.client.get(PACK).json()
    together = b"".join(piece(phone, pack, place).content for place in (0, 1))
    assert len(together) > 12_000 and len(gzip.compress(together)) * 6 <= 25 * 1024


WORDS = ["port", "form", "duce", "sist", "vert", "ceive", "tain", "press", "tract", "scribe", "pose", "mand", "verse"]
WORDS += ["fer", "pel", "script", "cede", "act"]


def test_the_site_can_be_installed_with_icons_of_their_sizes(client, db):
    from django.contrib.staticfiles import finders
    from PIL import Image

    said = client.get("/offline/app.webmanifest")
    assert said["Content-Type"] == "application/manifest+json"
    manifest = said.json()
    assert manifest["start_url"] == "/learn/" and manifest["display"] == "minimal-ui"
    assert {icon["purpose"] for icon in manifest["icons"]} == {"any", "maskable"}
    for icon in manifest["icons"]:
        with Image.open(finders.find(icon["src"].removeprefix("/static/"))) as picture:
            assert (f"{picture.width}x{picture.height}", picture.format) == (icon["sizes"], "PNG")
