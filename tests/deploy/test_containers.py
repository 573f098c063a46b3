"""Lines of the Containerfile and of compose.yaml, for machines that build no image."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from lms.settings.background import SWEEPS

pytestmark = pytest.mark.once
ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
SERVICES = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]
OURS = {"redis", "setup", "web", "worker", "deadlines", "scheduler"}
FILE = (DEPLOY / "Containerfile").read_text().replace("\\\n", " ")


def test_every_source_of_the_image_is_there_and_nothing_secret_is():
    kept = re.findall(r"^!(.+)$", (DEPLOY / "Containerfile.containerignore").read_text(), re.M)
    assert (DEPLOY / "Containerfile.containerignore").read_text().startswith("*\n")
    assert all((ROOT / name).exists() for name in kept)
    assert {"lms", "courses", "assessments", "certificates", "home", "locale", "docs/use"} <= set(kept)
    copied = [line.split()[1:-1] for line in FILE.splitlines() if line.startswith("COPY ") and "--from" not in line]
    assert all((ROOT / name).exists() for names in copied for name in names)
    assert not re.search(r"SECRET_KEY|PASSWORD|DATABASE_URL", FILE)


def test_nobody_in_a_container_is_root_or_writes_its_program():
    assert FILE.rstrip().splitlines()[-2] == "USER 10001:10001"
    assert set(SERVICES) == OURS | {"postgres", "proxy"}
    for name, service in SERVICES.items():
        assert not re.match(r"(0|root)\b", service["user"]), name
        assert service["read_only"] and service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert ("privileged" not in service and "healthcheck" in service) or name == "setup", name


def test_only_the_proxy_is_reached_from_outside():
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]
    assert SERVICES["postgres"]["network_mode"] == "none"
    assert SERVICES["redis"]["command"][1:3] == ["--port", "0"]


def test_the_commands_are_those_of_the_units():
    for name in ("worker", "deadlines", "scheduler"):
        unit = (DEPLOY / "systemd" / f"mafunzo-{name}.service").read_text()
        written = re.search(r"^ExecStart=\S+/bin/(.*)$", unit, re.M)[1].replace("%%", "%")
        assert " ".join(SERVICES[name]["command"]) == written.replace("/srv/mafunzo/data", "/data")
    assert f"--queues {SWEEPS} " in " ".join(SERVICES["deadlines"]["command"])
    for command in re.findall(r"manage\.py (\w+)", SERVICES["setup"]["command"][-1]):
        said = subprocess.run([sys.executable, "manage.py", command, "--help"], cwd=ROOT, capture_output=True)
        assert said.returncode == 0, command


def test_gunicorn_takes_the_command_of_the_image():
    command = json.loads(FILE.rstrip().splitlines()[-1].removeprefix("CMD "))
    said = subprocess.run(
        [sys.executable, "-m", "gunicorn", "--check-config", *command[1:]], cwd=ROOT, capture_output=True, text=True
    )
    assert said.returncode == 0, said.stderr


def test_each_health_check_asks_for_a_part_that_health_names(client, db):
    parts = client.get("/health/", headers={"accept": "application/json"}).json()["checks"]
    asked = [service["healthcheck"]["test"] for service in SERVICES.values() if "healthcheck" in service]
    names = [test[2] for test in asked if test[1] == "deploy/container-health"]
    assert set(names) <= set(parts) and len(names) == 4
