"""The part of the contract on what stands in pages of the house: slots, tabs, columns of lists, figures of reports;
and on meetings, which begin within the time that was asked for.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Model
from django.test.utils import CaptureQueriesContext

from ..meetings import Appointment, MeetingKind
from ..pages import slots
from ..report import figures
from . import contributions, lists, sample_rows
from . import figures as figures_law
from .behaviour import NOW
from .breach import Breach, expect
from .subject import Subject

MEETING_SPAN = timedelta(days=15)


class PlacesContract:
    """The laws, and the rows that they are tried with, which an author may override."""

    plugin = ""

    @cached_property
    def subject(self) -> Subject:
        return Subject.of(self.plugin)

    def test_fills_places_with_what_can_be_shown(self, db: None, rf: object) -> None:
        request = self._request(rf)
        for place, provider in slots.providers_of(self.plugin):
            contributions.fills(place, provider, self._rows_of(place), request)

    def _rows_of(self, place: str) -> Sequence[object]:
        if place == slots.COHORT:
            return list(self.cohorts())
        if place == slots.ACTIVITY:
            return [slots.OnActivity(enrolment, str(UUID(int=1))) for enrolment in self.enrolments()]
        return list(self.enrolments())

    def test_draws_its_tabs(self, db: None, rf: object) -> None:
        request = self._request(rf)
        for tab in self.subject.within("tab"):
            people = [enrolment.learner for enrolment in self.enrolments()]
            for row in self.cohorts() if tab.place == slots.COHORT else people:
                lists.is_drawn(tab, row, request, now=NOW)

    def test_draws_its_home_blocks(self, db: None, rf: Any) -> None:
        self.enrolments()
        request = rf.get("/")
        for request.user in (self.viewer(), self.stranger()):
            for block in self.subject.within("home block"):
                lists.is_block(block, request, now=NOW)

    def test_meets_in_time(self, db: None) -> None:
        for kind in self.subject.within("meeting kind"):
            people = [enrolment.learner for enrolment in self.enrolments()]
            meets_in_time(kind, [*self.cohorts(), sample_rows.another_cohort()], people)

    def test_fills_columns_in_one_call(self, db: None) -> None:
        for column in self.subject.within("list column"):
            enrolments, of_cohort = self.enrolments(), column.place == slots.COHORT
            asked = [enrolment.learner_id if of_cohort else enrolment.pk for enrolment in enrolments]
            cohort = self.cohorts()[0] if of_cohort else None
            lists.is_filled(column, asked, self.viewer(), self.stranger(), cohort=cohort, now=NOW)

    def test_counts_whom_one_may_see(self, db: None) -> None:
        for figure in figures.of(self.plugin):
            figures_law.has_its_name(figure, self.plugin)
            if figure.source is not None:
                with transaction.atomic():
                    figures_law.counts_whom_one_may_see(figure, self.plugin, self.make_row, now=NOW)
                    transaction.set_rollback(True)  # the next figure begins with the same rows

    def make_row(self, figure: str, enrolment: object, at: datetime) -> None:
        """Make one row that `figure` counts, of this enrolment (of a table without enrolments, at its institution), at
        that time. Override it if the plugin has figures over tables of its own.
        """
        raise Breach(f"Say how a row of “{figure}” is made, so that it can be counted: override make_row.")

    def stranger(self) -> Any:
        """Return a person who is responsible for nobody."""
        from django.contrib.auth import get_user_model

        people: Any = get_user_model().objects
        number = "contract-stranger"
        return people.filter(service_number=number).first() or people.create_user(number, name="A stranger")

    def viewer(self) -> Any:
        """Return a person for whom reports, tabs and columns have rows.

        Override it to make rows first; here it is somebody who would see them all.
        """
        return sample_rows.superuser()

    def enrolments(self) -> Sequence[Any]:
        """Return enrolments for slots, tabs, columns, filters and certificate lines: one under way, one completed.

        Override it to make what yours needs.
        """
        world = sample_rows.make()
        return [world.under_way, world.completed]

    def cohorts(self) -> Sequence[Any]:
        """Return cohorts for slots, tabs and columns on the page of a cohort. Override it like `enrolments`."""
        return [sample_rows.make().cohort]

    def _request(self, rf: Any) -> object:
        request = rf.get("/")
        request.user = self.viewer()
        return request


def meets_in_time(kind: MeetingKind, cohorts: Sequence[Model], people: Sequence[object]) -> None:
    """Check that a kind has a label, and gives appointments of its own that begin within the time, with as many
    statements for two cohorts as for one.
    """
    expect(str(kind.label).strip(), f"The meeting kind “{kind.slug}” has no label.")
    times = {"since": NOW, "until": NOW + MEETING_SPAN}
    keys = [cohort.pk for cohort in cohorts]
    few = _asked(kind, "of_cohorts", lambda: kind.of_cohorts(keys[:1], **times))
    many = _asked(kind, "of_cohorts", lambda: kind.of_cohorts(keys, **times))
    told = f"of_cohorts of “{kind.slug}” takes {few} statements for one cohort and {many} for {len(keys)}."
    expect(many <= few, told)
    _asked(kind, "of_person", lambda: kind.of_person(people[0], **times))
    _asked(kind, "led_by", lambda: kind.led_by(people[0], **times))
    _asked(kind, "within", lambda: kind.within(**times))
    _asked(kind, "with_keys", lambda: kind.with_keys({0}, **times))


def _asked(kind: MeetingKind, name: str, ask: Callable[[], Sequence[Appointment]]) -> int:
    """Return the number of statements of one function, whose meetings are sound."""
    with CaptureQueriesContext(connection) as statements:
        found = list(ask())
    for one in found:
        what = f"{name} of “{kind.slug}” gives {one!r:.200}"
        expect(isinstance(one, Appointment), f"{what}, which is no Appointment.")
        expect(one.kind == kind.slug, f"{what}, whose kind is not its own.")
        expect(
            NOW <= one.starts_at < NOW + MEETING_SPAN,
            f"{what}, which does not begin within the time that was asked for.",
        )
        expect(one.institution is not None, f"{what}, which is at no institution.")
    return len(statements)
