"""A plugin as far as reports are concerned: one that counts, one that lists people,
one that stumbles wherever it is told to.
"""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal

from django.db.models import Count
from django.utils import translation
from django.utils.functional import lazy

from lms.foundation.plugins.report import Column, InvalidFilter, NotVisible, Param, Report, Row, reports
from lms.foundation.plugins.runtime import activation
from lms.learning.progress.models import Enrolment
from lms.people.directory.choices import REPORTING_ROLES

PLUGIN = "tally"


def seen(viewer):
    return Enrolment.objects.visible_to(viewer, *REPORTING_ROLES)


class Places(Report):
    slug = "tally_places"
    name = "Enrolments by place"

    def filters(self, viewer):
        return [
            Param("sex", "Sex", "choice", [("F", "women"), ("M", "men")]),
            Param("since", "Enrolled since", "date"),
            Param("named", "Name begins with"),
            Param("least", "At least", "choice", [("3", "three")], "however many"),
        ]

    def columns(self, params):
        return [Column("place", "Place"), Column("number", "Enrolments", "number"), Column("share", "Share", "percent")]

    def rows(self, viewer, params, *, now):
        found = seen(viewer)
        if "sex" in params:
            found = found.filter(sex=params["sex"])
        if "since" in params:
            found = found.filter(enrolled_at__date__gte=params["since"])
        if "named" in params:
            found = found.filter(learner__name__startswith=params["named"])
        for name, number in found.values_list("institution__name").annotate(Count("pk")).order_by("institution__name"):
            if number >= int(params.get("least", 0)):
                yield Row({"place": name, "number": number, "share": Decimal("0.5")})


class People(Report):
    slug = "tally_people"
    name = "Everybody who is enrolled"

    def columns(self, params):
        kinds = {"late": "yes", "enrolled": "date", "number": "number"}
        return [
            Column("name", "Name", "name"),
            *(Column(slug, slug, kind) for slug, kind in kinds.items()),
            Column("word", "Word"),
        ]

    def rows(self, viewer, params, *, now):
        spoken = lazy(lambda: translation.get_language(), str)
        for name, at in seen(viewer).order_by("learner__name").values_list("learner__name", "enrolled_at"):
            yield Row({"name": name, "late": True, "enrolled": at, "number": 1, "word": spoken()})


class Stumble(Report):
    slug = "tally_stumble"
    name = "One that stumbles"

    def filters(self, viewer):
        return [Param("over", "Over")]

    def columns(self, params):
        if params.get("over") == "columns":
            raise RuntimeError("columns")
        return (
            []
            if params.get("over") == "none"
            else [Column("a", "A"), Column("b", "B", "date" if "date" in params.values() else "number")]
        )

    def rows(self, viewer, params, *, now):
        over = params.get("over")
        if over == "rows":
            raise RuntimeError("rows")
        if over == "question":
            raise InvalidFilter(["Ask something else."])
        if over == "theirs":
            raise NotVisible("theirs")
        return self._rows(over)

    def _rows(self, over):
        wrong = {"cell": {"a": "1"}, "date": {"a": "1", "b": "today"}}
        if over == "first":
            raise RuntimeError("first")
        yield Row({"a": "one", "b": datetime.date(2026, 1, 1) if over == "date" else -1})
        if over in wrong:
            yield Row(wrong[over])
        if over == "later":
            raise RuntimeError("later")


def _unsayable() -> str:
    raise RuntimeError("words")


class Mute(Stumble):
    slug = "tally_mute"
    name = "One whose filter cannot be named"

    def filters(self, viewer):
        return [Param("word", "Word", "choice", [("a", lazy(_unsayable, str)())])]


REPORTS = (Places, People, Stumble, Mute)


@contextmanager
def plugged() -> Iterator[None]:
    """The plugin is there, and off until it is switched on."""
    activation.know(PLUGIN, package=__name__, on_by_default=False)
    for report in REPORTS:
        reports.register(report)
    yield
    for withdraw in activation.withdrawals:
        withdraw(PLUGIN)
