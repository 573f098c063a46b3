"""Output of commands that other programs read."""

import io
import json
from types import SimpleNamespace

from django.core.management import call_command

from lms.people.management.commands import roster

from .mutation import held_by, instead

HEADING = "service_number,name,sex,rank,role_family,language\n"


def pieces(found, **options) -> str:
    """The same JSON with a line for each token, as `json.dump` into the output of a command writes it."""
    return "\n".join(json.JSONEncoder(**options).iterencode(found))


def test_the_report_of_a_list_has_no_line_for_each_token(academy, tmp_path):
    file = tmp_path / "roster.csv"
    file.write_text(HEADING + 'KE-1,"Achieng ""[]"" \u2028 {,}",F,Cadet,,\n', encoding="utf-8")

    def has_lines_of_brackets_alone() -> bool:
        out = io.StringIO()
        call_command("roster", str(file), institution=academy.code, json=True, dry_run=True, stdout=out)
        assert [entry["service_number"] for entry in json.loads(out.getvalue())["create"]] == ["KE-1"]
        return any(line.strip() in (":", ",", '"row"') for line in out.getvalue().split("\n"))

    held_by(instead(roster, "json", SimpleNamespace(dumps=pieces)), attack=has_lines_of_brackets_alone)
