"""Filters of the reports on simulations, and the rows that they select."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from courses.models import Activity
from lms.foundation.plugins.report import Param
from lms.people.directory.choices import REPORTING_ROLES, RoleFamily
from lms.people.directory.institutions import Institution
from lms.people.directory.models import Cohort, User
from lms.people.directory.tree import indented, named_cohorts

ROLE, PROFESSION, INSTITUTION = "role", "profession", "institution"
Params = Mapping[str, str]


def groups() -> dict[str, str]:
    """Return the groups by what seats can be counted apart."""
    return {ROLE: _("Role in the case"), PROFESSION: _("Own profession"), INSTITUTION: _("Institution")}


def asked(viewer: User, by: Sequence[str]) -> list[Param]:
    """Return the filters of a report whose rows can be grouped `by` these."""
    institutions = list(Institution.objects.visible_to(viewer, *REPORTING_ROLES))
    cohorts = Cohort.objects.visible_to(viewer, *REPORTING_ROLES)
    words = groups()
    return [
        Param("case", _("Case"), "choice", [(str(pk), title) for pk, title in titles().items()]),
        Param("by", _("Group by"), "choice", [(one, words[one]) for one in by], _("nothing")),
        Param("institution", _("Institution"), "choice", indented(institutions)),
        Param("cohort", _("Cohort"), "choice", named_cohorts(cohorts, institutions)),
        Param("since", _("Closed from"), "date"),
        Param("until", _("Closed until"), "date"),
    ]


def titles() -> dict[UUID, str]:
    """Return every case by the id of its activity."""
    language = get_language() or "en"
    found = {one.pk: str(one.title_in(language)) for one in Activity.objects.filter(kind="simulation")}
    return dict(sorted(found.items(), key=lambda pair: pair[1].casefold()))


def of_runs(params: Params, prefix: str = "") -> Q:
    """Return runs that were closed, of the case and in the days that were asked for; `prefix` is the path to the
    run.
    """
    found = Q(**{f"{prefix}status": "closed"})
    if "case" in params:
        found &= Q(**{f"{prefix}activity": params["case"]})
    if "since" in params:
        found &= Q(**{f"{prefix}closed_at__gte": _midnight(params["since"])})
    if "until" in params:
        found &= Q(**{f"{prefix}closed_at__lt": _midnight(params["until"], later=1)})
    return found


def within(viewer: User, params: Params, path: str) -> Q:
    """Match rows at the institution that was asked for and below it; `path` leads to the path of the row's
    institution.
    """
    if "institution" not in params:
        return Q()
    top = Institution.objects.visible_to(viewer, *REPORTING_ROLES).filter(pk=params["institution"])
    return Q(**{f"{path}__startswith": top.values_list("path", flat=True).first() or "-"})


def per_cent(part: float, whole: int) -> int:
    return round(100 * part / whole)


def profession(value: str) -> str:
    return str(dict(RoleFamily.choices).get(value) or _("not known"))


def _midnight(day: str, later: int = 0) -> datetime:
    return timezone.make_aware(datetime.combine(date.fromisoformat(day) + timedelta(days=later), time.min))
