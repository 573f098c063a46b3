"""Refusals of deploy/install before anything is changed. It runs as nobody, who could change nothing."""

import os
import socket
import subprocess
from pathlib import Path

import pytest

pytestmark = pytest.mark.once
DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
EXAMPLE = (DEPLOY / "answers.example").read_text()


def install(*arguments: object) -> subprocess.CompletedProcess:
    user = {"user": 65534, "group": 65534, "extra_groups": []} if os.geteuid() == 0 else {}
    command = ["bash", DEPLOY / "install", *arguments]
    return subprocess.run(
        command, cwd="/", capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=60, **user
    )


@pytest.fixture
def answers(tmp_path):
    """A function that writes the example with other lines, readable for all, and returns what the script says."""
    for folder in (tmp_path, *tmp_path.parents):
        if os.stat(folder).st_uid == os.geteuid() and folder != Path("/"):
            folder.chmod(folder.stat().st_mode | 0o055)

    def run(**changed: str | None) -> str:
        lines = dict(line.split("=", 1) for line in EXAMPLE.splitlines() if line and not line.startswith("#"))
        lines |= changed
        file = tmp_path / "answers"
        file.write_text("".join(f"{name}={value}\n" for name, value in lines.items() if value is not None))
        file.chmod(0o644)
        result = install("--answers", file)
        assert result.returncode == 1 and result.stderr.count("deploy/install stopped: ") == 1
        return result.stderr.strip()

    return run


@pytest.mark.skipif(os.path.exists("/etc/mafunzo.answers"), reason="Mafunzo is installed on this machine")
class TestRefusals:
    @pytest.mark.parametrize(
        "name", ["HOST", "TLS", "EMAIL_URL", "ADMIN_NUMBER", "CURRICULUM", "BACKUP_TO", "CERTIFICATE"]
    )
    def test_an_answer_that_is_missing(self, answers, name):
        assert f"has no line {name}=…" in answers(**{name: None})

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("HOST", "https://mafunzo.example.org"),
            ("HOST", "x;return 200"),
            ("TLS", "none"),
            ("ADMIN_NUMBER", "HQ 1; rm"),
            ("BACKUP_TO", "backup folder"),
            ("EMAIL_URL", "mail.example.org"),
            ("TIME_ZONE", "Africa/Nowhere"),
        ],
    )
    def test_an_answer_that_does_not_fit(self, answers, name, value):
        assert f"{name}={value}" in answers(**{name: value})

    def test_nobody_to_ask(self):
        assert "run it in a terminal, or with --answers FILE" in install().stderr

    def test_a_file_of_answers_that_is_not_there(self):
        assert "/nowhere cannot be read" in install("--answers", "/nowhere").stderr

    def test_a_certificate_that_is_not_there(self, answers):
        assert "/root/none.pem cannot be read" in answers(CERTIFICATE="/root/none.pem")

    def test_a_key_of_another_certificate(self, answers, tmp_path):
        for name in ("one", "two"):
            command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=x"]
            files = ["-keyout", tmp_path / f"{name}.key", "-out", tmp_path / f"{name}.pem"]
            subprocess.run([*command, *files], check=True, capture_output=True)
            for file in files[1::2]:
                file.chmod(0o644)
        one, other = str(tmp_path / "one.pem"), str(tmp_path / "two.key")
        assert f"{other} is not the key of {one}" in answers(CERTIFICATE=one, CERTIFICATE_KEY=other)

    def test_a_port_in_use(self, answers):
        with socket.socket() as taken:
            try:
                taken.bind(("127.0.0.1", 80))
            except OSError:
                pytest.skip("Port 80 cannot be taken here")
            taken.listen()
            assert "port 80 is in use by another program" in answers(TLS="proxy", PROXY_FROM="192.0.2.7")
