"""`manage.py check_curriculum`: the author's checks over files of courses, or over the courses of this site."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from home.checks.editions import Finding
from home.checks.sentences import sentence
from home.checks.services import Report, check
from home.checks.sources import from_files, from_site
from home.curriculum.files import FOLDER
from home.curriculum.schema import BadFile


class Command(BaseCommand):
    help = "Looks for faults in courses: their time, questions, care for the reader, citations and translations."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("keys", nargs="*", metavar="KEY", help="only these courses: keys of files, slugs of pages")
        where = parser.add_mutually_exclusive_group()
        where.add_argument("--files", type=Path, default=FOLDER, metavar="DIR", help="a folder with courses")
        where.add_argument("--site", action="store_true", help="the courses on the pages of this site")
        parser.add_argument("--json", action="store_true", help="for programs")
        parser.add_argument("--all", action="store_true", help="also what a course accepts, with the reason")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            today, keys = timezone.localdate(), options["keys"]
            material = (
                from_site(keys, today=today) if options["site"] else from_files(options["files"], keys, today=today)
            )
        except BadFile as error:
            raise CommandError(str(error)) from error
        reports = check(material.courses, material.around, material.people)
        if options["json"]:
            self.stdout.write(json.dumps({key: _as_json(one) for key, one in reports.items()}, ensure_ascii=False))
        else:
            self._write(reports, with_accepted=options["all"])
        if any(report.findings for report in reports.values()):
            sys.exit(1)

    def _write(self, reports: dict[str, Report], *, with_accepted: bool) -> None:
        for key, report in reports.items():
            lines = [line for finding in report.findings for line in _lines(finding)]
            lines += [f"  to do: {sentence(finding)}" for finding in report.to_do]
            accepted = report.accepted if with_accepted else []
            lines += [f"  accepted: {finding.place}: {sentence(finding)} {reason}" for finding, reason in accepted]
            if lines:
                self.stdout.write("\n".join([key, *lines]))
        sums = [sum(len(getattr(one, name)) for one in reports.values()) for name in ("findings", "to_do", "accepted")]
        self.stdout.write("Courses: {}. Findings: {}. To do: {}. Accepted: {}.".format(len(reports), *sums))


def _lines(finding: Finding) -> list[str]:
    also = [f"    also {place}" for place in finding.also]
    return [f"  {finding.place}: {sentence(finding)} [{finding.rule}]", *also]


def _as_json(report: Report) -> dict[str, object]:
    accepted = [{**_finding(finding), "reason": reason} for finding, reason in report.accepted]
    return {
        "findings": [*map(_finding, report.findings)],
        "to_do": [*map(_finding, report.to_do)],
        "accepted": accepted,
    }


def _finding(finding: Finding) -> dict[str, object]:
    at, also = str(finding.place), [str(place) for place in finding.also]
    return {"rule": finding.rule, "at": at, "also": also, "message": sentence(finding)}
