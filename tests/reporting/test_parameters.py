"""One rule for the parameters of every report: what a report does not read is refused, and never passed over."""

import pytest

from lms.desks.reporting.plugin_reports.reports import address_of
from lms.desks.reporting.tables.question import SelectionReport
from lms.foundation.plugins.report import reports

OF_ENROLMENTS = {"from", "to", "course", "programme", "institution", "cohort", "sex", "rank", "country", "role"}
OF_ENROLMENTS |= {"part", "language", "page"}
CROSSED = {"figure", "rows", "then", "columns", "small"}
OWN = {
    "completion": {"by", "only"},
    "completion-lines": {"state"},
    "figure-rows": {"figure"},
    "progress": set(),
    **dict.fromkeys(("cross-table", "officers", "attendance", "certificates", "attention"), CROSSED),
    "attendance-by-course": CROSSED,
}
ALL = sorted({*OF_ENROLMENTS, "by", "only", "state", *CROSSED, "before", "case", "zzz"} - {"page"})


@pytest.mark.parametrize("slug", [report.slug for report in reports])
def test_what_a_report_does_not_read_is_refused(world, as_, superuser, slug):
    client = as_(superuser)
    report = reports.get(slug)
    declared = {param.name for param in report.filters(superuser)}
    read = OWN[slug] | OF_ENROLMENTS if isinstance(report, SelectionReport) else declared
    for name in ALL:
        for address in (address_of(slug), address_of(slug, "csv")):
            seen = client.get(address, {name: "nothing-of-that-name"})
            refused = f"There is no filter called “{name}”." in seen.content.decode() if not seen.streaming else False
            assert refused == (name not in read), (slug, name, seen.status_code)
            assert not refused or seen.status_code == 400


def test_the_overview_has_the_parameters_of_the_report_that_it_begins(world, as_, halima):
    assert as_(halima).get("/reports/", {"by": "sex"}).status_code == 200
    assert as_(halima).get("/reports/", {"state": "overdue"}).status_code == 400


def test_what_is_empty_counts_as_not_asked(world, as_, halima):
    assert as_(halima).get("/reports/more/cross-table/", {"by": "", "zzz": " "}).status_code == 200
