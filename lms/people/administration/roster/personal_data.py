"""Personal data that lists of people, and the sources that they are read from, keep."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from lms.foundation.plugins.manifest import PersonalData

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet

    from ...directory.models import User


def _roster_rows(person: "User") -> object:
    """Return the rows of lists that became a person, and those that only name their number."""
    from django.db.models import Q

    from .models import RosterRow

    return RosterRow.objects.filter(Q(person=person) | Q(key=person.service_number.casefold()))


def _roster_files_go(rows: "QuerySet[Model]", person: "User") -> None:
    """Delete the file of a list, which says the same as its rows; it is not needed once these are read."""
    from .models import Roster

    for roster in Roster.objects.filter(pk__in=rows.values("roster")).exclude(file=""):
        roster.file.delete(save=False)
        Roster.objects.filter(pk=roster.pk).update(file="")


LISTS = (
    PersonalData(
        "people.RosterRow",
        person="person",
        what=_("Row of a list about somebody, for thirty days after it came in."),
        erased="kept without the person",
        fields=("row", "cells", "number", "name", "state", "outcome"),
        corrected=_("By bringing a corrected list, or on the page of the person."),
        rows=_roster_rows,
        erase=_roster_files_go,
        emptied={"cells": [], "number": "", "key": "", "name": "", "reasons": [], "changes": {}, "left": {}},
    ),
    PersonalData(
        "people.Roster",
        person="by",
        what=_("Person who brought or applied a list of people."),
        erased="kept without the person",
    ),
    PersonalData(
        "people.SourceSetup",
        person="changed_by",
        what=_("Person who set up a source of people."),
        erased="kept without the person",
    ),
)
