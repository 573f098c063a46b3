"""A console asks whether something is new: a few bytes and statements, the parts that changed, whoever else runs it."""

import gzip
import re

import pytest
from django.urls import reverse

from assessments.simulation.runs import services
from assessments.simulation.runs.models import LogEntry, Seat
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.journal import services as progress
from lms.people.directory.choices import Role
from tests.conftest import make_person
from tests.progress.counting import statements

from .conftest import SEATS
from .test_console import at
from .test_looking import changed, tables
from .test_playing import moment

ALL = ["clock", "entries", "msel", "by-turn", "facts"]
UNCHANGED, NEWS = 4, 6
"""Statements with those of the session: where nothing is new, and where something is."""


@pytest.fixture
def asks(as_, omar, run):
    """The answer that a person’s console gets."""
    clients = {}

    def ask(tag: str = "", person=omar, of=run):
        if person.pk not in clients:
            clients[person.pk] = as_(person)
        return clients[person.pk].get(at("console-pulse", of), headers={"If-None-Match": tag})

    return ask


@pytest.fixture
def colleague(run, academy, omar, now):
    """Somebody who runs it, too."""
    person = make_person("KE-650", "Colleague", academy, Role.INSTRUCTOR)
    services.seat(run=run, role="excon", person=person, by=omar, now=now)
    return person


def parts(response) -> list[str]:
    return re.findall(r'<section class="[^"]*" id="([^"]+)"[^>]* data-part', response.content.decode())


def says(seat, now, minute: int = 30, text: str = "Good morning"):
    data = {"to": ["labour" if seat.role != "labour" else "fiu"], "text": text}
    return services.record(seat=seat, verb="say", data=data, entry_id=uuid7(), now=moment(now, minute))


def head_of(response) -> str:
    head = "HTTP/1.1 304 Not Modified\r\n" + "".join(f"{name}: {value}\r\n" for name, value in response.items())
    return head + "Server: gunicorn\r\nDate: Tue, 24 Nov 2026 09:00:00 GMT\r\nConnection: close\r\n"


def test_the_page_has_the_tag_with_which_nothing_is_new(asks, as_, omar, run):
    page = as_(omar).get(at("console", run)).content.decode()
    tag = re.search(r'data-tag="([^"]+)"', page)[1].replace("&quot;", '"')
    assert at("console-pulse", run) in page and asks(tag).status_code == 304
    assert parts(asks()) == parts(asks('"no.tag"')) == parts(asks("W/\x00")) == ALL


def test_nothing_new_costs_little_whatever_the_clock_says(asks, now, clock):
    tag = asks().headers["ETag"]
    clock.move_to(moment(now, 100))
    with statements() as asked:
        response = asks(tag)
    assert response.status_code == 304 and response.content == b"" and "no-store" in response["Cache-Control"]
    assert len(asked) <= UNCHANGED, asked
    assert len(head_of(response)) <= 390


def test_a_message_brings_the_entries_and_who_wrote_and_no_more(asks, sits, now, clock):
    tag = asks().headers["ETag"]
    says(sits("fiu"), now)
    clock.move_to(moment(now, 31))
    with statements() as asked:
        response = asks(tag)
    assert parts(response) == ["entries", "by-turn"] and "Good morning" in response.content.decode()
    assert len(asked) <= NEWS, asked
    assert len(gzip.compress(response.content)) <= 2 * 1024
    assert asks(response.headers["ETag"]).status_code == 304


def test_all_parts_at_once_are_six_kilobytes(asks):
    assert len(gzip.compress(asks().content)) <= 6 * 1024


def test_what_is_due_by_itself_is_new_though_nobody_stored_it_and_a_look_writes_nothing(asks, run, now, clock):
    tag = asks().headers["ETag"]
    before = tables()
    clock.move_to(moment(now, 130))
    response = asks(tag)
    assert "msel" in parts(response) and asks(response.headers["ETag"]).status_code == 304
    assert not LogEntry.objects.exists() and changed(before) == set()


def test_two_consoles_show_the_same_and_each_what_the_other_enters(asks, colleague, omar, run, as_):
    tags = {one.pk: asks(person=one).headers["ETag"] for one in (omar, colleague)}
    assert len(set(tags.values())) == 1
    as_(omar).post(at("enter", run), {"verb": "hold", "inject": "j13", "entry": str(uuid7())})
    for one in (omar, colleague):
        response = asks(tags[one.pk], person=one)
        assert parts(response) == ["entries", "msel"] and "Held back" in response.content.decode()
    fired = {"verb": "fire", "inject": "j14"}
    twice = [as_(one).post(at("enter", run), fired | {"entry": str(uuid7())}) for one in (omar, colleague)]
    assert [one.status_code for one in twice] == [302, 422] and "was sent before" in twice[1].content.decode()
    assert LogEntry.objects.filter(verb="fire").count() == 1


def test_whoever_sits_down_or_leaves_is_news(asks, run, sits, omar, now):
    tag = asks().headers["ETag"]
    services.unseat(seat=sits("fiu"), by=omar, now=now)
    response = asks(tag)
    shown = response.content.decode()
    assert parts(response) == ["clock", "by-turn"] and "Nobody has these seats:" in shown and "nobody yet" in shown


def test_thirty_seats_and_their_console_cost_no_more_each_than_seven(
    run, asks, as_, enrolled, academy, omar, now, clock
):
    people = [make_person(f"KE-9{number:02}", f"Second {number}", academy) for number in range(23)]
    progress.enrol(people=people, course=enrolled, now=now)
    for number, person in enumerate(people):
        services.seat(run=run, role=SEATS[number % 7], person=person, by=omar, now=now)
    seats = list(Seat.objects.playing().filter(run=run).select_related("person"))
    assert len(seats) == 30
    clients = {one.pk: as_(one.person) for one in seats}
    tags = {}
    for one in seats:
        tags[one.pk] = clients[one.pk].get(reverse("simulation:pulse", args=[one.pk])).headers["ETag"]
    tag = asks().headers["ETag"]
    with statements() as asked:
        for one in seats:
            where = reverse("simulation:pulse", args=[one.pk])
            assert clients[one.pk].get(where, headers={"If-None-Match": tags[one.pk]}).status_code == 304
        assert asks(tag).status_code == 304
    assert len(asked) <= 30 * 2 + UNCHANGED
    says(next(one for one in seats if one.role == "fiu"), now)
    clock.move_to(moment(now, 31))
    with statements() as asked:
        news = asks(tag)
    assert len(asked) <= NEWS and len(gzip.compress(news.content)) <= 3 * 1024
    new = [
        one.role
        for one in seats
        if clients[one.pk]
        .get(reverse("simulation:pulse", args=[one.pk]), headers={"If-None-Match": tags[one.pk]})
        .status_code
        == 200
    ]
    assert set(new) == {"fiu", "labour"}


def test_of_a_run_that_is_planned_there_is_nothing(make_run, asks, colleague):
    assert asks(of=make_run(opened=False, seated=())).status_code == 404
