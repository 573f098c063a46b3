"""The register as a file."""

import csv
import json

import pytest
from django.core.management import CommandError, call_command

from certificates import services


def test_the_register_is_written_as_csv_and_json(certificate, halima, now, tmp_path):
    services.revoke(certificate=certificate, why="Issued in error.", by=halima, now=now)
    for name in ("register.csv", "register.json"):
        call_command("certificates", "export", "--to", str(tmp_path / name))
    with (tmp_path / "register.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["number"], row["act"], row["why"]) for row in rows] == [
        ("1", "issued", ""),
        ("2", "revoked", "Issued in error."),
    ]
    lines = [json.loads(line) for line in (tmp_path / "register.json").read_text().splitlines()]
    assert lines[1]["previous"] == lines[0]["hash"] and lines[1]["by"] == halima.pk
    assert sorted(path.name for path in tmp_path.iterdir()) == ["register.csv", "register.json"]


def test_another_kind_of_file_is_refused(certificate, tmp_path):
    with pytest.raises(CommandError, match="csv"):
        call_command("certificates", "export", "--to", str(tmp_path / "register.pdf"))
