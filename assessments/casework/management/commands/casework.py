"""`manage.py casework check FILE`, `play FILE --log LOG`, `join FOLDER` and `msel SHEET`: what is wrong with a case,
how a play comes out, one file of the definition and the words in one language, and a case out of a spreadsheet.

FILE is such a file, or a folder with the definition once and the words in each language.
"""

import json
from argparse import ArgumentParser
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from assessments.casework.checking import FAULT, Finding, check_languages
from assessments.casework.definition.case import Case, Texts
from assessments.casework.definition.case_folder import CaseInLanguages, open_folder
from assessments.casework.definition.combined_file import combine
from assessments.casework.definition.json_parts import BadCase
from assessments.casework.definition.parsing import read_case
from assessments.casework.definition.pictures import names_of, pictures_in
from assessments.casework.definition.texts import texts_of
from assessments.casework.imports import Unreadable
from assessments.casework.imports.msel import merge_sheet, read_sheet
from assessments.casework.logs import Outcome, mode_of, play_log, read_log
from assessments.casework.scoring import measures, score, team_marks
from assessments.casework.script import RULES, Script, script
from assessments.casework.visibility import seat_view

LARGEST = 8 * 1024 * 1024
"""Bytes of a file."""


class Command(BaseCommand):
    help = "Checks the file of a case, or plays it from a log."

    def add_arguments(self, parser: ArgumentParser) -> None:
        commands = parser.add_subparsers(dest="what", required=True)
        checking = commands.add_parser("check", help="what is wrong with a case, and what its author should be asked")
        playing = commands.add_parser("play", help="how a play comes out: figures, marks, and what each seat sees")
        playing.add_argument("--log", required=True, metavar="LOG", help="a list of seat, verb, data and at (minutes)")
        playing.add_argument("--seed", type=int, default=0, help="the order of options follows from it")
        playing.add_argument("--rules", type=int, default=RULES, choices=range(1, RULES + 1), help="of an older play")
        playing.add_argument("--to-end", action="store_true", help="go on to the end of the case when the log is over")
        joining = commands.add_parser("join", help="one file of a folder: the definition and the words in one language")
        sheet = commands.add_parser(
            "msel", help="a case with the rows of a spreadsheet (CSV, XLSX) as injects and cards"
        )
        sheet.add_argument("sheet", metavar="SHEET", help="time, from, to, text and expected action, in any order")
        sheet.add_argument("--into", default="", metavar="FILE", help="the case whose injects they follow")
        for each in (playing, joining, sheet):
            each.add_argument("--language", default="", help="which, where the folder has several")
        for each in (checking, playing, joining):
            each.add_argument("file", metavar="FILE", help="the case with its words, as JSON, or a folder of both")
        for each in (checking, playing):
            each.add_argument("--json", action="store_true", help="for programs")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["what"] == "msel":
                self._msel(options)
                return
            opened = _open(Path(options["file"]))
            if options["what"] == "check":
                self._check(opened, options["json"])
            elif options["what"] == "play":
                self._play(opened.case, _texts(opened, options["language"]), options)
            else:
                file = _joined(opened, options["language"])
                self.stdout.write(json.dumps(file, ensure_ascii=False, indent=2))
        except BadCase as bad:
            raise CommandError(f"{bad.place or 'The file'} is not as it has to be: {bad.why}.") from bad

    def _msel(self, options: Mapping[str, Any]) -> None:
        opened = _open(Path(options["into"])) if options["into"] else None
        file = None if opened is None else _joined(opened, options["language"])
        try:
            case, found = merge_sheet(read_sheet(_bytes(Path(options["sheet"]))), file)
        except Unreadable as bad:
            raise CommandError(f"{options['sheet']} is no MSEL: {bad.why}.") from bad
        for finding in found:
            self.stderr.write(f"Row {_row(finding)}")
        self.stdout.write(json.dumps(case, ensure_ascii=False, indent=2))

    def _check(self, opened: CaseInLanguages, as_json: bool) -> None:
        found = check_languages(opened.case, opened.texts, pictures=opened.pictures)
        if as_json:
            self.stdout.write(json.dumps([asdict(finding) for finding in found], ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n".join(_line(finding) for finding in found) or "Nothing was found.")
        if any(finding.level == FAULT for finding in found):
            raise CommandError("The case has faults.")

    def _play(self, case: Case, texts: Texts, options: Mapping[str, Any]) -> None:
        log = read_log(_read(Path(options["log"])))
        played = script(case, options["seed"], mode_of(log), options["rules"])
        outcome = play_log(played, texts, log, options["to_end"])
        for number, why in outcome.refused:
            self.stderr.write(f"Entry {number} was refused: {why}")
        result = _result(played, outcome)
        if options["json"]:
            self.stdout.write(json.dumps(result, ensure_ascii=False, indent=2))
            return
        views = {seat: asdict(seat_view(played, outcome.state, seat)) for seat in played.seats}
        self.stdout.write(json.dumps(result | {"views": views}, ensure_ascii=False, indent=2))


def _result(played: Script, outcome: Outcome) -> dict[str, object]:
    scores = {seat: score(played, outcome.state, seat) for seat in played.seats}
    return {
        "status": outcome.state.status,
        "measures": measures(played, outcome.state),
        "seats": {
            seat: {"score": each.share, "passed": each.passed, "nevers": list(each.nevers)}
            for seat, each in scores.items()
        },
        "team": sum(marks.got for marks in team_marks(played, outcome.state)),
    }


def _line(finding: Finding) -> str:
    values = ", ".join(f"{name} {value}" for name, value in finding.values.items())
    return f"{finding.level}: {finding.place or 'case'}: {finding.what}{f' ({values})' if values else ''}"


def _row(finding: Finding) -> str:
    values = ", ".join(str(value) for value in finding.values.values())
    return f"{finding.place}: {finding.what}{f' ({values})' if values else ''}"


def _open(path: Path) -> CaseInLanguages:
    if path.is_dir():
        return open_folder(path, _read)
    file = _read(path)
    case = read_case(file)
    return CaseInLanguages(case, {"": texts_of(file)}, pictures_in(file, names_of(case)))


def _joined(opened: CaseInLanguages, language: str) -> dict[str, object]:
    return combine(opened.case, _texts(opened, language), opened.pictures)


def _texts(opened: CaseInLanguages, language: str) -> Texts:
    """Return the words in this language, or in the first where none is named. Raises `CommandError`."""
    wanted = language or next(iter(opened.texts), "")
    if wanted not in opened.texts:
        raise CommandError(f"The case has no words in this language; it has: {', '.join(opened.texts) or 'none'}.")
    return opened.texts[wanted]


def _read(path: Path) -> Any:
    """Return JSON of a file; it may be missing, too large, or something else."""
    try:
        return json.loads(_bytes(path))
    except (ValueError, RecursionError) as error:
        raise CommandError(f"{path} is no JSON.") from error


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
    if len(content) > LARGEST:
        raise CommandError(f"{path} is larger than 8 MB.")
    return content
