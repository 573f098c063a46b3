"""Indicators for a logframe, as a spreadsheet and as JSON. These files leave the institution: small figures are hidden
in them, whoever takes them.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import IO, Any

from django.utils.translation import gettext as _

from lms.foundation.interface.tables import workbooks
from lms.foundation.plugins.report import FEWEST, Column

from .cells import Cell, Labels
from .counting import rules as of
from .overview import Standing
from .services import target_at
from .texts import UNITS

FORMAT = "mafunzo-logframe-1"
HIDDEN = "…"
"""Mark in place of a figure that is hidden."""


def columns() -> list[Column]:
    return [
        Column("indicator", _("Indicator")),
        Column("division", _("Divided by")),
        Column("unit", _("Unit of the value")),
        Column("baseline", _("Baseline"), "number"),
        Column("target", _("Target"), "number"),
        Column("target_day", _("Target for"), "date"),
        Column("value", _("Value")),
        Column("numerator", _("Above the line")),
        Column("denominator", _("Below the line")),
        Column("answered", _("Answered")),
        Column("as_of", _("As of"), "date"),
        Column("source", _("Source of verification")),
        Column("contract", _("Funding contract")),
        Column("seal", _("Seal")),
    ]


def write_sheet(file: IO[bytes], standings: Sequence[Standing], *, now: datetime) -> None:
    """Write the workbook: a line for each figure of the last value of each indicator."""

    def about(number: int) -> workbooks.Facts:
        return [
            (_("Made"), now.isoformat(timespec="seconds")),
            (_("Rows"), number),
            (HIDDEN, _hidden_sentence()),
            (_("Seal"), _("Number and SHA-256 of the sealed value: compare it with the evidence.")),
        ]

    slugs = [column.slug for column in columns()]
    rows = ([line[slug] for slug in slugs] for line in lines(standings))
    workbooks.write(file, _("Indicators"), columns(), rows, (_("About this file"), about))


def lines(standings: Sequence[Standing]) -> Iterator[dict[str, Any]]:
    """Yield a line for each figure; one without a value where there is none yet."""
    labels = Labels()
    for one in standings:
        rules, last = one.rules, one.last
        common = {"indicator": rules.title, "unit": _unit(one), "source": rules.source, "contract": rules.contract}
        if last is None:
            yield {**dict.fromkeys(column.slug for column in columns()), **common, "baseline": rules.baseline}
            continue
        target = target_at(one.targets, last.as_of) or {"day": None, "value": None}
        for place, cell in enumerate(one.tables[last.pk].cells(one.hidden_in_files, label=labels)):
            whole = {"baseline": rules.baseline, "target": target["value"], "target_day": target["day"]}
            yield {
                **common,
                **(dict.fromkeys(whole) if place else whole),
                "division": " · ".join(filter(None, cell.labels)) or _("All"),
                **_numbers(cell),
                "as_of": last.as_of,
                "seal": last.seal,
            }


def as_json(standings: Sequence[Standing], *, now: datetime) -> dict[str, Any]:
    """Return the same for programs; a hidden figure is null, and `hidden` says so."""
    labels = Labels()
    return {
        "format": FORMAT,
        "made_at": now.isoformat(timespec="seconds"),
        "fewest": FEWEST,
        "indicators": [_indicator(one, labels) for one in standings],
    }


def _indicator(one: Standing, labels: Labels) -> dict[str, Any]:
    rules, last = one.rules, one.last
    known = {
        "id": one.indicator.pk,
        "version": one.definition.version,
        "definition": rules.as_json(),
        "definition_sha256": one.definition.sha256,
        "targets": [{"day": target.day.isoformat(), "value": target.value} for target in one.targets],
    }
    if last is None:
        return {**known, "as_of": None, "seal": "", "figures": []}
    by = last.definition.rules.by
    figures = [
        {
            "division": {name: label for name, label in zip(by, cell.labels, strict=True) if label},
            "value": cell.value,
            "numerator": cell.numerator,
            "denominator": cell.denominator,
            **({"answered": cell.answered} if rules.kind == of.APPLIED else {}),
            "hidden": cell.numerator is None,
        }
        for cell in one.tables[last.pk].cells(one.hidden_in_files, label=labels)
    ]
    return {**known, "as_of": last.as_of.isoformat(), "seal": last.seal, "figures": figures}


def _numbers(cell: Cell) -> dict[str, object]:
    names = ("value", "numerator", "denominator", "answered")
    numbers: dict[str, object] = {name: getattr(cell, name) for name in names}
    return numbers if cell.numerator is not None else dict.fromkeys(numbers, HIDDEN)


def _unit(one: Standing) -> str:
    return str(UNITS[one.rules.unit])


def _hidden_sentence() -> str:
    return _("Hidden: fewer than %(fewest)s people, or a figure that would tell of them.") % {"fewest": FEWEST}
