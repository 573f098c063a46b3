"""Each law on what a plugin gives to others catches the breach that it is there for."""

import time
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from lms.foundation.plugins import filters
from lms.foundation.plugins.certificate import Award, CertificateElement
from lms.foundation.plugins.contract import contributions, sample_rows
from lms.foundation.plugins.contract.behaviour import NOW
from lms.foundation.plugins.contract.breach import Breach
from lms.foundation.plugins.job import Job
from lms.foundation.plugins.pages import slots
from lms.foundation.plugins.pages.slots import Link, Panel
from lms.foundation.plugins.runtime import faults

pytestmark = pytest.mark.once


@pytest.fixture
def world(db):
    return sample_rows.make()


@pytest.fixture
def request_(rf):
    request = rf.get("/")
    request.user = AnonymousUser()
    return request


class TestSlots:
    def test_a_sound_one_breaks_no_law(self, world, request_):
        asked = [world.under_way, world.completed]
        contributions.fills(
            "person", lambda found: {row.pk: Link("Journal", "/x/", "3") for row in found}, asked, request_
        )
        contributions.fills("person", lambda found: {}, asked, request_)

    @pytest.mark.parametrize(
        ("thing", "sentence"),
        [
            (None, "neither a Link nor a Panel"),
            (Link("", "/x/"), "neither a Link nor a Panel"),
            (Link("Journal", None), "neither a Link nor a Panel"),
            (Panel("Notes", None), "neither a Link nor a Panel"),
            (Panel("Notes", "toy/nowhere.html"), "which is not there"),
            (Panel("Notes", "interface/components/pagination.html"), "gives nothing"),
        ],
    )
    def test_what_cannot_be_shown_is_a_breach(self, world, request_, thing, sentence):
        with pytest.raises(Breach, match=sentence):
            contributions.fills("person", lambda found: {found[0].pk: thing}, [world.completed], request_)

    @pytest.mark.parametrize(
        ("said", "sentence"),
        [(None, "give a mapping"), ([], "give a mapping"), ({-1: Link("A", "/x/")}, "are no rows")],
    )
    def test_so_is_what_is_no_mapping_of_its_rows(self, world, request_, said, sentence):
        with pytest.raises(Breach, match=sentence):
            contributions.fills("person", lambda found: said, [world.completed], request_)


class TestFilters:
    def test_sound_ones_break_no_law(self):
        for said in ({}, {1: "Not before the lecture."}):
            contributions.refuses(filters.begin, lambda subjects, said=said: said, [1, 2])

    @pytest.mark.parametrize(
        ("said", "sentence"),
        [
            (None, "a filter gives a mapping"),
            ({0: None}, "a sentence for each position"),
            ({2: "No."}, "a sentence for each position"),
        ],
    )
    def test_anything_else_is_a_breach(self, said, sentence):
        with pytest.raises(Breach, match=sentence):
            contributions.refuses(filters.begin, lambda subjects: said, [1, 2])

    def test_so_is_another_answer_to_the_same_question(self):
        asked = []
        with pytest.raises(Breach, match="and then"):
            contributions.refuses(filters.begin, lambda subjects: asked.append(1) or {0: f"No, {len(asked)}."}, [1])


class Seal(CertificateElement):
    slug = "toy_seal"

    def __init__(self, text):
        self.text = text

    def line(self, award, *, language):
        return self.text


class TestCertificateElements:
    award = Award("X", "Somebody", "A course", "An academy", NOW, None, None)

    @pytest.mark.parametrize("text", ["", "With honours", "بامتياز"])
    def test_a_sound_one_breaks_no_law(self, text):
        contributions.prints(Seal(text), self.award)

    @pytest.mark.parametrize(
        ("text", "sentence"),
        [(None, "no text"), (3, "no text"), ("two\nlines", "not one line"), ("x" * 91, "is cut off")],
    )
    def test_anything_else_is_a_breach(self, text, sentence):
        with pytest.raises(Breach, match=sentence):
            contributions.prints(Seal(text), self.award)


class Sweep(Job):
    slug = "toy_sweep"
    every = timedelta(hours=1)

    def __init__(self, work):
        self.work = work

    def run(self, institutions, *, now):
        self.work()


def stubborn():
    while True:
        try:
            time.sleep(0.01)
        except Exception:  # goes on whatever happens
            continue


class TestJobs:
    def test_one_that_ends_breaks_no_law(self):
        contributions.ends(Sweep(lambda: None), [1], now=NOW, seconds=5)

    @pytest.mark.parametrize("work", [lambda: time.sleep(60), stubborn])
    def test_one_that_hangs_is_a_breach(self, work):
        with pytest.raises(Breach, match="did not end within"):
            contributions.ends(Sweep(work), [1], now=NOW, seconds=0.2)

    def test_so_is_one_that_breaks(self):
        with pytest.raises(Breach, match="breaks: ZeroDivisionError"):
            contributions.ends(Sweep(lambda: 1 / 0), [1], now=NOW, seconds=5)


def test_what_the_house_leaves_out_of_itself_is_not_noted(monkeypatch):
    told = []
    monkeypatch.setattr(faults, "_listeners", [lambda plugin, socket: told.append((plugin, socket))])
    faults.note("", faults.JOB)
    faults.note("toy", faults.JOB)
    assert told == [("toy", "job")]
    assert slots.providers_of("toy") == []
