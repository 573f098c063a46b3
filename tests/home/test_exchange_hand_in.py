"""A hand-in leaves with its course as files, and comes back with every setting and its rubric."""

import pytest

from assessments.assignment.models import HandInPage
from home.exchange.exporting import export_course
from tests.assignment.building import add_hand_in

from .test_exchange import bring

SETTINGS = {
    "introduction": "Write the report.\n\nSay who did what.",
    "text": False,
    "files": 3,
    "megabytes": 7,
    "pictures": False,
    "documents": True,
    "sound": True,
    "video": True,
    "in_groups": True,
    "late_days": 2,
    "late_penalty": 15,
    "pass_mark": 65,
    "markers": 2,
    "blind": True,
}


@pytest.fixture
def hand_in(course_page, now):
    add_hand_in(course_page, due_at=now, **SETTINGS)
    return HandInPage.objects.get()


def test_comes_back_as_it_was(hand_in, course_page, programme_page, superuser, now):
    files = export_course(course_page, by=superuser)
    rubric = hand_in.rubric.raw_data
    before = [(block["id"], block["value"]) for block in rubric]
    course_page.delete()
    assert not HandInPage.objects.exists()
    bring(files, programme_page, superuser, now)
    found = HandInPage.objects.get()
    assert {name: getattr(found, name) for name in SETTINGS} == SETTINGS
    assert found.due_at == now
    assert [(block["id"], block["value"]) for block in found.rubric.raw_data] == before


def test_read_back_into_its_own_site_it_writes_nothing(hand_in, course_page, programme_page, superuser, now):
    assert bring(export_course(course_page, by=superuser), programme_page, superuser, now).written == []
