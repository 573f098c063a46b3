"""A coordinator's saved view of a report, and a schedule."""

from lms.desks.reporting.named_reports import NamedReport
from lms.desks.saved_reports import schedules, services


def kept(coordinator, *, now) -> dict[str, object]:
    report = NamedReport("completion", "by=sex")
    view = services.save_view(report=report, name="By sex", place=None, role="", by=coordinator, now=now)
    schedule = schedules.begin(
        report=report,
        title="By sex",
        every="month",
        by="inapp",
        kind="csv",
        rolls=False,
        person=coordinator,
        language="en",
        now=now,
    )
    return {"saved_view": view.pk, "report_schedule": schedule.pk}
