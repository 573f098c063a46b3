"""A real nginx on ports of its own: in front of what a test serves, with a configuration that the test gives."""

import os
import re
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from .bench.cluster import free_port

PROGRAM = shutil.which("nginx") or shutil.which("/usr/sbin/nginx")
MAIN = """
{user}
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
events {{ worker_connections 64; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include /etc/nginx/mime.types;
    {http}
}}
"""


def needed() -> None:
    """Skip where there is no nginx; fail where CI should have installed it."""
    if PROGRAM is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)("Install nginx (Debian: nginx-light).")


class Nginx:
    """Started on entry, stopped on exit. `http` is what stands in the block of that name."""

    def __init__(self, folder: Path, http: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        user = "user root;" if os.geteuid() == 0 else ""
        (folder / "nginx.conf").write_text(MAIN.format(user=user, folder=folder, http=http))
        self.process: subprocess.Popen | None = None

    @property
    def command(self) -> list[str]:
        files = {"-p": self.folder, "-c": self.folder / "nginx.conf", "-e": self.folder / "error.log"}
        return [PROGRAM, *(str(part) for pair in files.items() for part in pair)]

    def test(self) -> None:
        """Have nginx read the configuration."""
        checked = subprocess.run([*self.command, "-t"], capture_output=True, text=True)
        assert checked.returncode == 0, checked.stderr

    def __enter__(self) -> "Nginx":
        self.test()
        self.process = subprocess.Popen([*self.command, "-g", "daemon off;"])
        limit = time.monotonic() + 20
        while not (self.folder / "nginx.pid").exists() or not (self.folder / "nginx.pid").read_text().strip():
            assert time.monotonic() < limit and self.process.poll() is None, (self.folder / "error.log").read_text()
            time.sleep(0.02)
        return self

    def __exit__(self, *_error: object) -> None:
        self.process.terminate()
        self.process.wait(20)


def site(name: str, upstream: str, **changed: object) -> str:
    """The file `name` of deploy/nginx/ with `upstream`, without IPv6; each key of `changed` becomes its value."""
    files = Path(__file__).parents[1] / "deploy" / "nginx"
    text = "".join((files / one).read_text() for one in (upstream, name))
    text = re.sub(r"\n *listen \[::\].*", "", text).replace(
        "include /etc/nginx/snippets/mafunzo.conf;", (files / "snippet.conf").read_text()
    )
    for written, own in changed.items():
        assert written in text, written
        text = text.replace(written, str(own))
    return text


def forwarding(folder: Path, *, to: str, listen: str = "127.0.0.1") -> tuple[Nginx, int]:
    """One that adds its client's address to X-Forwarded-For and hands everything to the address `to`; and its port."""
    port = free_port()
    server = f"""
    server {{
        listen {listen}:{port};
        location / {{
            proxy_pass http://{to};
            proxy_set_header Host $http_host;
            proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
        }}
    }}"""
    return Nginx(folder, server), port
