"""What the templates of the player get: the fields of one class, and no other names."""

import dataclasses
import re

import pytest

from lms.progress.player_context import PlayerContext
from tests.architecture.house import ROOT

QUIZ = "/learn/trafficking/trafficking-quiz/"
FIELDS = {field.name for field in dataclasses.fields(PlayerContext)}


@pytest.mark.once
def test_every_field_is_read_by_a_template():
    templates = [
        *(ROOT / "lms").rglob("progress/templates/**/*.html"),
        *(ROOT / "lms/interface/templates").rglob("*.html"),
        *(ROOT / "courses/templates/courses").glob("lesson*.html"),
        *(ROOT / "assessments/quiz/templates").rglob("*.html"),
    ]
    words = set(re.findall(r"\w+", "".join(template.read_text() for template in templates)))
    assert {*FIELDS} - words == set()


@pytest.mark.once
def test_what_plugins_are_told_of_is_there():
    page = (ROOT / "docs/plugins.md").read_text()
    sentence = page[page.index("The template finds") :].partition(" A form posts")[0]
    told = {name for name in re.findall(r"`(\w+)`", sentence) if name != "context"}
    assert len(told) > 5 and told - FIELDS == set()


def test_the_page_gets_each_field_by_its_name(as_, wanjiru, enrolment):
    context = as_(wanjiru).get(QUIZ).context
    assert {name for name in FIELDS if name not in context} == set()
    assert (context["may_start"], context["starts_first"], context["attempts_allowed"]) == (True, True, 2)
    assert (context["attempt"], context["closed"], context["tries"], context["time_left"]) == (None, False, [], None)
