"""Cohorts as parameters of addresses name them."""

from typing import TypeVar

from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from lms.foundation.interface.parsing import whole_number

from .models import Cohort

Named = TypeVar("Named", bound=Cohort)


def named_cohort(request: HttpRequest, cohorts: QuerySet[Named]) -> Named | None:
    """Return the one of `cohorts` with the id in the parameter `cohort` of the address; None if there is no such
    parameter.

    Raises `Http404` for any other cohort and for what is no id.
    """
    asked = request.GET.get("cohort", "")
    if not asked:
        return None
    pk = whole_number(asked)
    cohort = None if pk is None else cohorts.filter(pk=pk).first()
    if cohort is None:
        raise Http404
    return cohort
