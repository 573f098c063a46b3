"""Pictures that no case uses any more go."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from wagtail.models import Revision

from courses.models import Content

from ..page.activity import Simulation
from ..pictures.models import Picture
from .pages import CasePage

if TYPE_CHECKING:
    from django.db.models import Model

AT_LEAST = timedelta(days=2)
"""A file that was read may be put into a draft for a day."""
DRAFTS = timedelta(days=90)
"""How long an older draft counts, which somebody may go back to."""
MOST = 100
"""At once; the rest is next."""


def sweep(*, now: datetime) -> None:
    """Delete pictures that were neither uploaded nor found in a case for two days, unless a case uses them."""
    old = Picture.objects.filter(used_at__lt=now - AT_LEAST)
    for name in list(old.order_by("used_at").values_list("pk", flat=True)[:MOST]):
        if is_used(name, now=now):
            Picture.objects.filter(pk=name).update(used_at=now)
        else:
            old.filter(pk=name).delete()  # unless it was brought again meanwhile


def is_used(name: str, *, now: datetime) -> bool:
    """Return whether a case names the picture: one that was released, whose runs may be looked at for ever, or one on a
    page, as it is published or in a draft.
    """
    released = Content.objects.filter(kind=Simulation.slug)
    places: tuple[tuple[QuerySet[Any], str], ...] = (
        (CasePage.objects.all(), "structure"),
        (released, "definition"),
        (_drafts(now), "content"),
    )
    return any(_naming(rows, column, name).exists() for rows, column in places)


def _drafts(now: datetime) -> "QuerySet[Model]":
    of_cases = Revision.objects.filter(content_type=ContentType.objects.get_for_model(CasePage))
    pages = CasePage.objects.all()
    return of_cases.filter(
        Q(created_at__gte=now - DRAFTS)
        | Q(approved_go_live_at__isnull=False)
        | Q(pk__in=pages.filter(latest_revision__isnull=False).values("latest_revision"))
        | Q(pk__in=pages.filter(live_revision__isnull=False).values("live_revision"))
    )


def _naming(rows: "QuerySet[Model]", column: str, name: str) -> "QuerySet[Model]":
    """Filter pages by name. A name stands nowhere by chance, so that the JSON is looked through as a text."""
    return rows.annotate(words=Cast(column, TextField())).filter(words__contains=name)
