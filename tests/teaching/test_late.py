"""Whoever teaches somebody sees what came after the end of an attempt, what it would change, and decides;
nobody for themselves.
"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.catalogue.lookup import content
from lms.foundation.plugins.activity import activities
from lms.foundation.plugins.identifiers import uuid7
from lms.foundation.plugins.question import questions
from lms.learning.progress.journal import late_answers, services
from lms.learning.progress.journal.event_store import afterwards
from lms.learning.progress.models import Attempt, Event
from lms.people.administration.records import services as people_services
from lms.people.directory.choices import Role
from tests.builders import right_answers


@pytest.fixture
def attempt(enrolment, now):
    """Wanjirũ's, ended with nothing saved; all right answers came after that."""
    entry = enrolment.release.outline.by_slug("trafficking-quiz")
    attempt = services.begin(enrolment=enrolment, entry=entry, event_id=uuid7(), now=now, language="en")
    services.terminate(attempt=attempt, now=now)
    late_answers.store_answer(attempt=attempt, data=right_answers(attempt), event_id=uuid7(), now=now)
    return attempt


def form(**said):
    return {"event_id": str(uuid7()), "seen": "1", "reason": "The network was down", "decision": "admit", **said}


def test_sees_what_it_would_change_and_admits_it_with_a_reason(as_, omar, wanjiru, attempt):
    instructor, url = as_(omar), f"/teach/late/{attempt.pk}/"
    assert url in instructor.get(f"/teach/people/{wanjiru.pk}/").content.decode()
    page = instructor.get(url).content.decode()
    assert "by the clock of the phone" in page and "100\u00a0%" in page
    assert "may have been given after reading them" in page

    assert instructor.post(url, form()).status_code == 302

    attempt.refresh_from_db()
    assert (attempt.score, attempt.undecided) == (1.0, 0)
    assert Event.objects.get(verb="admitted").data["by"] == omar.pk
    after = instructor.get(url).content.decode()
    assert "was admitted" in after and "The network was down" in after and "Admit and mark again" not in after


@pytest.mark.parametrize("wrong", [{"reason": " "}, {"seen": "0"}, {"seen": "x"}, {"event_id": "1"}, {"decision": ""}])
def test_a_form_that_is_incomplete_or_out_of_date_decides_nothing(as_, omar, attempt, wrong):
    refused = as_(omar).post(f"/teach/late/{attempt.pk}/", form(**wrong))
    assert refused.status_code == 422
    assert wrong.get("reason") or "The network was down" in refused.content.decode()
    attempt.refresh_from_db()
    assert (attempt.score, attempt.undecided) == (0.0, 1)


def test_shows_what_is_stored_and_what_would_be_question_by_question(as_, omar, attempt):
    page = as_(omar).get(f"/teach/late/{attempt.pk}/").content.decode()

    assert page.count("Stored now") == page.count("With these answers") == 2
    assert "Nothing was answered." in page
    item = attempt.form["items"][0]
    entry = attempt.enrolment.release.outline.by_slug("trafficking-quiz")
    question = content(entry.content("en", "KE", "en")).definition["questions"][item["id"]]
    assert question["stem"] in page
    assert all(option["text"] in page for option in question["shown"]["options"])


def test_an_answer_that_is_marked_without_a_name_is_not_shown_beside_one(attempt, monkeypatch):
    kind, after = (
        activities.get("quiz"),
        late_answers.would_be(attempt, afterwards(attempt), now=attempt.closed_at).state,
    )
    entry = attempt.enrolment.release.outline.by_slug("trafficking-quiz")
    definition = content(entry.content("en", "KE", "en")).definition
    for item in attempt.form["items"]:
        monkeypatch.setattr(questions.get(item["kind"]), "by_people", True)
    blind = {**attempt.form, "rules": {**attempt.form.get("rules", {}), "blind": True}}

    found = kind.compare(definition, blind, attempt.state, after)

    assert [one["hidden"] for one in found] == [True, True]
    assert [one["stem"] for one in found] == ["", ""]


class TestTheList:
    def test_has_everything_that_waits_and_is_linked_with_its_number(self, as_, omar, wanjiru, academy, attempt, now):
        cohort = people_services.open_cohort(institution=academy, name="Intake 2026 B")
        people_services.join(cohort=cohort, people=[wanjiru], now=now)
        client = as_(omar)
        assert "Late answers: 1" in client.get("/x/quiz/marking/").content.decode()
        shown = client.get(f"/teach/cohorts/{cohort.pk}/").content.decode()
        assert f"/teach/late/?cohort={cohort.pk}" in shown
        for address in ("/teach/late/", f"/teach/late/?cohort={cohort.pk}"):
            page = client.get(address).content.decode()
            assert f"/teach/late/{attempt.pk}/" in page
            assert wanjiru.name in page

        client.post(f"/teach/late/{attempt.pk}/", form(decision="decline"))

        assert f"/teach/late/{attempt.pk}/" not in client.get("/teach/late/").content.decode()
        assert f"/teach/late/?cohort={cohort.pk}" not in client.get(f"/teach/cohorts/{cohort.pk}/").content.decode()

    def test_shows_nobody_what_is_not_theirs(self, as_, omar, neighbour, wanjiru, academy, attempt):
        cohort = people_services.open_cohort(institution=academy, name="Intake 2026 B")
        assert f"/teach/late/{attempt.pk}/" not in as_(neighbour).get("/teach/late/").content.decode()
        assert as_(neighbour).get(f"/teach/late/?cohort={cohort.pk}").status_code == 404

        people_services.appoint(user=wanjiru, institution=academy, role=Role.INSTRUCTOR)
        assert f"/teach/late/{attempt.pk}/" not in as_(wanjiru).get("/teach/late/").content.decode()
        for wrong in ("x", "999999999999", "٣"):
            assert as_(omar).get("/teach/late/", {"cohort": wrong}).status_code == 404

    def test_costs_the_same_for_one_and_for_many(self, as_, omar, attempt, django_assert_num_queries):
        client = as_(omar)
        client.get("/teach/late/")
        with CaptureQueriesContext(connection) as one:
            client.get("/teach/late/")
        for number in range(2, 12):
            Attempt.objects.filter(pk=attempt.pk).update(undecided=1)
            copy = Attempt.objects.get(pk=attempt.pk)
            copy.pk, copy.number = None, number
            copy.save(force_insert=True)
        with django_assert_num_queries(len(one)):
            assert client.get("/teach/late/").content.decode().count("/teach/late/") >= 11
