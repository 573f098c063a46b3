"""Privacy notices: versions, who accepts which, and that nobody is held up in the middle of something."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lms.desks.privacy.erasure import erase
from lms.desks.privacy.export import export
from lms.desks.privacy.models import Acceptance, Notice
from lms.desks.privacy.privacy_notices import NotPublished, accept, publish
from lms.foundation.plugins.personal_data import Reader
from lms.people.administration.records import services as people
from lms.people.audit.models import AuditEntry
from lms.people.directory.choices import Kind, Role
from lms.people.directory.institutions import Institution
from tests.conftest import create_institution, make_person

NOTICES, NOTICE = "/academy/privacy/notices/", "/privacy/notice/"


@pytest.fixture
def notice(academy, amina, now):
    return publish(institution=academy, texts={"en": "We keep results.", "ar": "نحفظ النتائج."}, by=amina, now=now)


def holds(institution) -> int | None:
    return Institution.objects.get(pk=institution.pk).notice


class TestPublishing:
    def test_the_same_texts_again_are_the_same_version_and_others_the_next(self, notice, academy, amina, now):
        again = publish(institution=academy, texts=notice.texts | {"fr": "  "}, by=amina, now=now)
        assert again == notice
        newer = publish(institution=academy, texts={"en": "We keep more."}, by=amina, now=now)
        assert (newer.version, holds(academy)) == (2, newer.pk)
        assert Notice.objects.get(pk=notice.pk).texts["en"] == "We keep results."
        assert AuditEntry.objects.filter(action="notice_published", by=amina).count() == 2

    def test_holds_for_what_is_below_and_follows_the_tree(self, notice, academy, neighbour_academy, kenya, region, now):
        chief = make_person("EA-2", "Chief", region, Role.ADMINISTRATOR)
        above = publish(institution=kenya, texts={"en": "The country’s."}, by=chief, now=now)
        unit = create_institution(name="Unit 9", kind=Kind.UNIT, parent=Institution.objects.get(pk=academy.pk))
        assert [holds(place) for place in (academy, unit, neighbour_academy)] == [notice.pk, notice.pk, above.pk]
        people.move(institution=Institution.objects.get(pk=unit.pk), parent=Institution.objects.get(pk=kenya.pk))
        assert holds(unit) == above.pk

    def test_is_for_who_administers_the_institution_and_says_something(
        self, academy, neighbour_academy, amina, omar, now
    ):
        for by, place, texts in (
            (omar, academy, {"en": "x"}),
            (amina, neighbour_academy, {"en": "x"}),
            (amina, academy, {"en": "  "}),
        ):
            with pytest.raises(NotPublished):
                publish(institution=place, texts=texts, by=by, now=now)
        assert holds(academy) is None

    def test_the_page_publishes(self, as_, amina, academy, neighbour_academy):
        browser = as_(amina)
        assert browser.post(NOTICES, {"institution": neighbour_academy.pk, "text_en": "x"}).status_code == 422
        assert browser.post(NOTICES, {"institution": academy.pk, "text_en": " "}).status_code == 422
        assert browser.post(NOTICES, {"institution": academy.pk, "text_en": "We keep results."}).status_code == 302
        published = Notice.objects.get(institution=academy)
        browser.post(NOTICE, {"notice": published.pk})  # else its own reader is led there first
        assert [row.version for row in browser.get(NOTICES).context["rows"]] == [1]


class TestAccepting:
    def test_is_asked_where_one_lands_and_leads_on(self, as_, wanjiru, notice):
        browser = as_(wanjiru)
        asked = browser.get("/learn/?x=1")
        assert asked["Location"] == f"{NOTICE}?next=%2Flearn%2F%3Fx%3D1"
        text = browser.get(asked["Location"]).content.decode()
        assert "We keep results." in text
        answer = browser.post(NOTICE, {"notice": notice.pk, "next": "/learn/?x=1"})
        assert answer["Location"] == "/learn/?x=1"
        assert browser.get("/learn/").status_code == 200
        held = Acceptance.objects.get()
        assert (held.person, held.notice, held.language) == (wanjiru, notice, "en")
        assert AuditEntry.objects.filter(action="notice_accepted", person=wanjiru).count() == 1

    def test_counts_on_every_device_until_a_newer_one(self, as_, wanjiru, notice, academy, amina, now):
        accept(person=wanjiru, notice=notice, language="so", now=now)
        accept(person=wanjiru, notice=notice, language="so", now=now)
        assert Acceptance.objects.get().language == "en", "the language that it was shown in"
        browser = as_(wanjiru)
        assert browser.get("/learn/").status_code == 200
        newer = publish(institution=academy, texts={"en": "We keep more."}, by=amina, now=now)
        assert browser.get("/learn/").status_code == 302
        late = browser.post(NOTICE, {"notice": notice.pk, "next": "/learn/"})
        assert late["Location"] == NOTICE, "what was read is not what holds now"
        assert not Acceptance.objects.filter(notice=newer).exists()

    def test_holds_up_nobody_in_the_middle_of_something(self, as_, wanjiru, enrolment, notice):
        browser = as_(wanjiru)
        course = f"/learn/{enrolment.course.slug}/"
        [slug, *_others] = [entry.slug for entry in enrolment.release.outline.activities if entry.kind == "quiz"]
        assert browser.get(f"{course}{slug}/").status_code == 200
        assert browser.get(course).status_code == 200
        assert browser.get("/learn/", headers={"Accept": "application/json"}).status_code != 302
        assert browser.get(NOTICE).status_code == 200

    def test_is_read_in_ones_own_language_and_direction(self, as_, wanjiru, notice):
        text = as_(wanjiru).get(NOTICE, headers={"Accept-Language": "ar"}).content.decode()
        assert 'lang="ar" dir="rtl"' in text
        assert "نحفظ النتائج." in text

    def test_leads_to_no_other_site(self, as_, wanjiru, notice):
        answer = as_(wanjiru).post(NOTICE, {"notice": notice.pk, "next": "https://evil.example/"})
        assert answer["Location"] == NOTICE

    def test_is_text_and_no_markup(self, as_, wanjiru, academy, amina, now):
        publish(institution=academy, texts={"en": "<script>alert(1)</script>"}, by=amina, now=now)
        assert "<script>alert" not in as_(wanjiru).get(NOTICE).content.decode()

    def test_where_there_is_none_nothing_is_asked(self, as_, wanjiru, stranger, notice):
        assert as_(stranger).get("/learn/").status_code == 200
        assert as_(stranger).get(NOTICE).status_code == 404

    def test_costs_nothing_where_it_is_accepted_in_this_session(self, as_, wanjiru, abdi, notice, now):
        Institution.objects.update(notice=None)
        browser = as_(wanjiru)
        with CaptureQueriesContext(connection) as without:
            browser.get("/learn/")
        Institution.objects.update(notice=notice.pk)
        accept(person=wanjiru, notice=notice, language="en", now=now)
        browser.get("/learn/")
        with CaptureQueriesContext(connection) as with_one:
            browser.get("/learn/")
        assert len(with_one) == len(without)


def test_an_acceptance_is_exported_and_erased_with_its_person(wanjiru, notice, now):
    accept(person=wanjiru, notice=notice, language="en", now=now)
    [kind] = [
        kind
        for kind in export(wanjiru, reader=Reader.THE_PERSON, now=now)["kinds"]
        if kind["table"] == "privacy.Acceptance"
    ]
    assert len(kind["rows"]) == 1
    erase(wanjiru)
    assert not Acceptance.objects.exists()
    assert Notice.objects.get() == notice
