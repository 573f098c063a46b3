"""Files of deploy/: units that systemd reads, configurations that nginx reads, scripts that ShellCheck reads."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from lms.settings.background import SWEEPS
from tests.bench.cluster import free_port
from tests.nginx import Nginx, needed, site

pytestmark = pytest.mark.once
ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("mafunzo*"))
SCRIPTS = ["install", "release", "start", "mafunzo", "mafunzo-switch"]


def program(unit: str) -> str:
    return re.search(r"^ExecStart=(.*)$", (DEPLOY / "systemd" / unit).read_text(), re.M)[1]


def test_systemd_reads_every_unit_with_what_is_taken_from_it(tmp_path):
    if shutil.which("systemd-analyze") is None:
        pytest.skip("Without systemd")
    (tmp_path / "mafunzo-.service.d").mkdir()
    shutil.copy(DEPLOY / "systemd" / "hardening.conf", tmp_path / "mafunzo-.service.d")
    for unit in UNITS:
        text = re.sub(r"/srv/mafunzo/current/.venv/bin/\w+|/usr/bin/redis-server", "/bin/true", unit.read_text())
        name = unit.name.replace("@.", "@1.")
        (tmp_path / name).write_text(text.replace("@BACKUP_TO@", "/mnt"))
    names = [tmp_path / unit.name.replace("@.", "@1.") for unit in UNITS]
    said = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", "--recursive-errors=no", *names], capture_output=True, text=True
    )
    assert said.returncode == 0 and "mafunzo" not in said.stderr, said.stderr


def test_the_workers_take_the_two_queues_and_the_commands_are_there():
    assert "--queues celery " in program("mafunzo-worker.service")
    assert f"--queues {SWEEPS} " in program("mafunzo-deadlines.service")
    for unit in UNITS:
        for name in re.findall(r"/current/.venv/bin/(\w+)", unit.read_text()):
            assert (Path(sys.prefix) / "bin" / name).exists()
        for name in re.findall(r"manage\.py (\w+)", unit.read_text()):
            assert (ROOT / "home" / "management" / "commands" / f"{name}.py").exists()


def test_gunicorn_takes_what_the_unit_gives_it():
    arguments = program("mafunzo-web@.service").replace("%i", "1").split()[1:]
    command = [sys.executable, "-m", "gunicorn", "--check-config", *arguments]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert said.returncode == 0, said.stderr


@pytest.mark.parametrize("upstream", ["upstream.conf", "upstream-one.conf"])
@pytest.mark.parametrize("name", ["mafunzo.conf", "mafunzo-behind-proxy.conf"])
def test_nginx_reads_every_configuration(tmp_path, name, upstream):
    needed()
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=x"]
    subprocess.run([*command, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    own = {"@HOST@": "mafunzo.example.org", "listen 80": f"listen 127.0.0.1:{free_port()}"}
    if name == "mafunzo.conf":
        own |= {"/etc/ssl/mafunzo/certificate.pem": certificate, "/etc/ssl/mafunzo/key.pem": key}
        own |= {"listen 443": f"listen 127.0.0.1:{free_port()}"}
    else:
        own |= {"@PROXY_FROM@": "192.0.2.0/24"}
    Nginx(tmp_path / "nginx", site(name, upstream, **own)).test()


def test_shellcheck_has_nothing_to_say():
    if shutil.which("shellcheck") is None:
        pytest.skip("Without ShellCheck")
    said = subprocess.run(["shellcheck", *SCRIPTS], cwd=DEPLOY, capture_output=True, text=True)
    assert said.returncode == 0, said.stdout


def test_the_shell_that_installs_stays_short():
    scripts = [DEPLOY / name for name in (*SCRIPTS, "container-health")] + [ROOT / ".ci" / "deploy"]
    lines = [line.strip() for script in scripts for line in script.read_text().splitlines()]
    assert len([line for line in lines if line and not line.startswith("#")]) <= 600
