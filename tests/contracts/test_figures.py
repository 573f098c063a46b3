"""Each law on figures of reports catches the breach that it is there for."""

from dataclasses import replace

import pytest
from django.db.models import Q

from courses.models import Activity
from lms.desks.reporting.filters import figures as filters
from lms.desks.reporting.filters import selection
from lms.desks.reporting.tables import sources
from lms.foundation.plugins.contract import figures as laws
from lms.foundation.plugins.contract.behaviour import NOW
from lms.foundation.plugins.contract.breach import Breach
from lms.foundation.plugins.report import Figure, Source, figures
from lms.foundation.plugins.runtime import activation
from lms.learning.progress.models import Attempt
from lms.people.directory.institutions import Institution

pytestmark = pytest.mark.once
PLUGIN = "toycount"
OVER = Source(Attempt.objects.all, enrolment="enrolment")
FIGURE = Figure("toycount_tries", "Tries", Q(kind="toy"), "begun_at", OVER)


def make_row(figure, enrolment, at):
    entry = enrolment.release.outline.activities[0]
    about = {"activity": Activity.objects.get(pk=entry.id), "release": enrolment.release, "kind": "toy", "number": 1}
    Attempt.objects.create(enrolment=enrolment, form={}, state={}, begun_at=at, **about)


@pytest.fixture(autouse=True)
def _known(db):
    activation.know(PLUGIN, package=f"{PLUGIN}_package", on_by_default=False)
    yield
    figures.withdraw(PLUGIN)


def hold(figure=FIGURE, make=make_row):
    with activation.plugging(PLUGIN):
        figures.register(figure)
    laws.has_its_name(figure, PLUGIN)
    laws.counts_whom_one_may_see(figure, PLUGIN, make, now=NOW)


def test_a_sound_one_breaks_no_law():
    hold()


@pytest.mark.parametrize(
    ("figure", "sentence"),
    [
        (replace(FIGURE, label=""), "has no label"),
        (replace(FIGURE, dated="number"), "cannot be counted"),
        (replace(FIGURE, condition=Q(nothing=1)), "cannot be counted"),
        (replace(FIGURE, source=replace(OVER, enrolment="enrolment__learner")), "cannot be counted"),
        (replace(FIGURE, source=replace(OVER, enrolment="activity__attempts__enrolment")), "cannot be counted"),
        (replace(FIGURE, source=Source(Attempt.objects.all, institution="enrolment")), "cannot be counted"),
        (replace(FIGURE, source=Source(lambda: None, enrolment="enrolment")), "cannot be counted"),
        (replace(FIGURE, condition=Q(kind="other")), "of 6 rows that make_row made"),
    ],
)
def test_anything_else_is_a_breach(figure, sentence):
    with pytest.raises(Breach, match=sentence):
        hold(figure)


def test_so_is_a_name_that_is_not_the_plugin_s():
    with pytest.raises(Breach, match="has to be called toycount_"):
        laws.has_its_name(replace(FIGURE, slug="tries"), PLUGIN)


def test_so_is_a_statement_for_each_institution():
    def rows():
        for place in Institution.objects.all():
            Attempt.objects.filter(enrolment__institution=place).exists()
        return Attempt.objects.all()

    with pytest.raises(Breach, match="statements as rows and institutions become more"):
        hold(replace(FIGURE, source=Source(rows, enrolment="enrolment")))


class TestAReportThatWouldShowMore:
    """What the core does for a figure is what the law looks at."""

    def test_shows_a_neighbour(self, monkeypatch):
        monkeypatch.setattr(selection.Selection, "over", lambda self, one: one.source.rows())
        with pytest.raises((Breach, KeyError)):
            hold()

    def test_counts_where_the_plugin_is_off(self, monkeypatch):
        monkeypatch.setattr(filters, "on_at", lambda slug, places: [place.id for place in places])
        with pytest.raises(Breach, match="where the plugin is off"):
            hold()

    def test_shows_a_small_group(self, monkeypatch):
        monkeypatch.setattr(sources, "hidden_groups", lambda persons: set())
        with pytest.raises(Breach, match="shows a group of 4 persons"):
            hold()
