"""A coordinator's saved view of a report, a schedule, and a file."""

from lms.desks.reporting.named_reports import NamedReport
from lms.desks.saved_reports import files, schedules, services


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
    file = files.begin(report=report, title="By sex", kind="csv", by=coordinator, language="en", now=now)
    files.make(file.pk)
    return {"saved_view": view.pk, "report_schedule": schedule.pk, "report_file": file.pk}
