"""`manage.py quiz_statistics`: the statistics of a quiz, or the gain between two tests, from a plain table."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from assessments.quiz.statistics.measures.figures import quiz_figures
from assessments.quiz.statistics.measures.gain import gain
from assessments.quiz.statistics.measures.table import TableError, read_marks, read_pairs


class Command(BaseCommand):
    help = (
        "Compute the statistics of a quiz from a table of marks, or the gain from a table of pairs. "
        "docs/use/statistics.md defines each figure."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument(
            "--marks",
            metavar="FILE.csv",
            help="One row per attempt, one column per question; first row the maximum marks.",
        )
        what.add_argument("--gain", metavar="FILE.csv", help="One row per learner, the columns pre and post.")
        parser.add_argument(
            "--empty",
            choices=("zero", "absent"),
            default="zero",
            help="An empty cell of --marks earned nothing, or was not shown.",
        )
        parser.add_argument(
            "--threshold", type=float, help="With --gain: the mark of which the share who reach it is given."
        )
        parser.add_argument("--json", action="store_true", help="Print JSON.")

    def handle(self, *args: Any, marks: str | None, gain: str | None, **options: Any) -> None:
        figures = self._of_marks(marks, options["empty"]) if marks else self._of_pairs(gain or "", options["threshold"])
        self.stdout.write(
            json.dumps(figures, ensure_ascii=False, indent=2) if options["json"] else "\n".join(_as_lines(figures))
        )

    def _of_marks(self, name: str, empty: str) -> dict[str, object]:
        sheet = _read(name, lambda file: read_marks(file, empty=empty))
        return quiz_figures(sheet).as_json()

    def _of_pairs(self, name: str, threshold: float | None) -> dict[str, object]:
        return gain(_read(name, read_pairs), threshold=threshold).as_json()


def _read(name: str, read: Any) -> Any:
    """Return the result of `read` for the open file called `name`. Raises `CommandError` with a sentence."""
    try:
        with Path(name).open(encoding="utf-8-sig", newline="") as file:
            return read(file)
    except OSError as error:
        raise CommandError(f"{name} cannot be read: {error.strerror}.") from None
    except TableError as error:
        raise CommandError(f"{name}: {error}") from None


def _as_lines(figures: dict[str, Any]) -> list[str]:
    """Return the figures as lines for a person, questions one by one."""
    lines = [
        f"{name.replace('_', ' ')}: {_figure(value)}"
        for name, value in figures.items()
        if not isinstance(value, (dict, list))
    ]
    for question in figures.get("questions", ()):
        lines += [
            "",
            *(f"{name.replace('_', ' ')}: {_figure(value)}" for name, value in question.items() if name != "options"),
        ]
    return lines


def _figure(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.4f}"
    if isinstance(value, tuple):
        return " to ".join(map(_figure, value))
    return "–" if value is None else str(value)
