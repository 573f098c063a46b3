"""Whoever teaches somebody sees what came after the end of an attempt, what it would change, and decides; nobody for themselves."""

import pytest

from lms.people import services as people_services
from lms.people.choices import Role
from lms.plugins.identifiers import uuid7
from lms.progress import late, services
from lms.progress.models import Event
from tests.builders import right_answers


@pytest.fixture
def attempt(enrolment, now):
    """Wanjirũ's, ended with nothing saved; all right answers came after that."""
    entry = enrolment.release.outline.by_slug("trafficking-quiz")
    attempt = services.begin(enrolment=enrolment, entry=entry, event_id=uuid7(), now=now, language="en")
    services.terminate(attempt=attempt, now=now)
    late.take(attempt=attempt, data=right_answers(attempt), event_id=uuid7(), now=now)
    return attempt


def form(**said):
    return {"event_id": str(uuid7()), "seen": "1", "reason": "The network was down", "decision": "admit", **said}


def test_sees_what_it_would_change_and_admits_it_with_a_reason(as_, omar, wanjiru, attempt):
    instructor, url = as_(omar), f"/teach/late/{attempt.pk}/"
    assert url in instructor.get(f"/teach/people/{wanjiru.pk}/").content.decode()
    page = instructor.get(url).content.decode()
    assert "by the clock of the phone" in page and "100\u00a0%" in page
    assert "may have been given after reading it" in page

    assert instructor.post(url, form()).status_code == 302

    attempt.refresh_from_db()
    assert (attempt.score, attempt.undecided) == (1.0, 0)
    assert Event.objects.get(verb="admitted").data["by"] == omar.pk
    after = instructor.get(url).content.decode()
    assert "was admitted" in after and "The network was down" in after and "Admit and mark anew" not in after


@pytest.mark.parametrize("wrong", [{"reason": " "}, {"seen": "0"}, {"seen": "x"}, {"event_id": "1"}, {"decision": ""}])
def test_what_is_missing_or_out_of_date_decides_nothing(as_, omar, attempt, wrong):
    refused = as_(omar).post(f"/teach/late/{attempt.pk}/", form(**wrong))
    assert refused.status_code == 422
    assert wrong.get("reason") or "The network was down" in refused.content.decode()
    attempt.refresh_from_db()
    assert (attempt.score, attempt.undecided) == (0.0, 1)


def test_is_not_for_oneself_also_where_one_teaches(as_, wanjiru, academy, attempt):
    people_services.appoint(user=wanjiru, institution=academy, role=Role.INSTRUCTOR)
    url = f"/teach/late/{attempt.pk}/"
    assert as_(wanjiru).get(url).status_code == as_(wanjiru).post(url, form()).status_code == 404


def test_is_for_nobody_else(as_, neighbour, abdi, stranger, halima, attempt):
    for person in (neighbour, abdi, stranger, halima):
        assert as_(person).post(f"/teach/late/{attempt.pk}/", form()).status_code == 404
    assert not Event.objects.filter(verb="admitted").exists()
