"""Saved views: kept, renamed, shared with a role, ended. Sharing gives no rights: whoever opens one asks anew."""

from datetime import datetime

from django.db import transaction

from lms.desks.reporting.named_reports import NamedReport
from lms.people.audit.services import note
from lms.people.directory.institutions import Institution
from lms.people.directory.models import User

from .models import SavedView


@transaction.atomic
def save_view(
    *, report: NamedReport, name: str, place: Institution | None, role: str, by: User, now: datetime
) -> SavedView:
    """Keep `report` under a name, for oneself or also for those who hold `role` at `place` or below."""
    if place is not None:
        note("report_view_shared", by=by, institution=place, now=now, report=report.name)
    return SavedView.objects.create(
        report=report.name, query=report.query, name=name, person=by, place=place, role=role, made_at=now
    )


@transaction.atomic
def change_view(*, view: SavedView, name: str, place: Institution | None, role: str, by: User, now: datetime) -> None:
    """Change the name of a view, and who has it."""
    if place is not None and (view.place_id, view.role) != (place.pk, role):
        note("report_view_shared", by=by, institution=place, now=now, report=view.report)
    SavedView.objects.filter(pk=view.pk).update(name=name, place=place, role=role)


@transaction.atomic
def end_view(*, view: SavedView, by: User, now: datetime) -> None:
    """End a view, for everybody who had it."""
    if view.place_id is not None:
        note("report_view_ended", by=by, institution=view.place_id, now=now, report=view.report)
    view.delete()
