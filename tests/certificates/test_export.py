"""The register as a file."""

import csv

from django.core.management import call_command

from certificates import services


def test_the_register_is_written_as_csv_in_the_order_of_its_chain(certificate, halima, now, tmp_path):
    services.revoke(certificate=certificate, why="Issued in error.", by=halima, now=now)
    call_command("certificates", "export", "--to", str(tmp_path / "register.csv"))
    with (tmp_path / "register.csv").open(newline="") as file:
        first, second = csv.DictReader(file)
    assert [(row["number"], row["act"], row["why"]) for row in (first, second)] == [
        ("1", "issued", ""),
        ("2", "revoked", "Issued in error."),
    ]
    assert second["previous"] == first["hash"] and second["by_id"] == str(halima.pk)
    assert [path.name for path in tmp_path.iterdir()] == ["register.csv"]
