"""Pages to be marked: the one that waits longest, from “Today”; and the notice of a day, which names it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from assessments.quiz.desk.notices import ToMark

QUEUE = "/x/quiz/marking/"


def test_today_leads_to_what_waits_longest(as_, attempt, asked, submitted, omar, abdi, now):
    submitted(abdi)
    page = as_(omar).get("/teach/today/").content.decode()
    assert f'href="{QUEUE}?first=1"' in page
    response = as_(omar).get(f"{QUEUE}?first=1")
    assert response.url.startswith(reverse("quiz:mark", args=[attempt.pk, asked["rubric"]]))


def test_where_nothing_waits_it_is_the_empty_queue(as_, omar, course):
    response = as_(omar).get(f"{QUEUE}?first=1")
    assert response.status_code == 200 and "No answer waits for you" in response.content.decode()


def test_the_work_of_other_institutions_is_not_opened(as_, attempt, stranger, neighbour):
    assert as_(stranger).get(f"{QUEUE}?first=1").status_code == 404
    assert as_(neighbour).get(f"{QUEUE}?first=1").status_code == 200


@pytest.fixture
def told(now):
    """The subject and text for each person who is told."""

    def tell():
        kind, later = ToMark(), now + timedelta(hours=1)
        occasions = list(kind.occasions(now=later))
        return {one.person: said for one, said in zip(occasions, kind.words(occasions, now=later), strict=True)}

    return tell


def test_the_notice_names_the_activity_and_counts_its_attempts(told, attempt, submitted, omar, abdi):
    submitted(abdi)
    said = told()[omar.pk]
    assert (said.subject, said.text) == ("To mark: Quiz", "2 attempts wait to be marked.")


@pytest.mark.django_db
def test_one_that_was_kept_from_before_says_the_number(now):
    class Kept:
        person, facts = 1, {"number": 3}

    (said,) = ToMark().words([Kept()], now=now)
    assert said.subject == "To mark: 3 attempts wait to be marked."
