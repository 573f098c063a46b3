"""Lines of the pages on what is wrong, run on the bare Debian as they stand there."""

import re
from pathlib import Path

from tests.deploy.machine import HOST, Machine

RUN = Path(__file__).resolve().parents[2] / "docs/run"
PAGES = ("it-is-slow.md", "disk-full.md", "mail-does-not-arrive.md")
FENCED = re.compile(r"^ *```(\w*)\n(.*?)^ *```", re.S | re.M)
INLINE = re.compile(r"`([^`\n]+)`")
PROGRAMS = ("curl", "df", "du", "manage.py", "nproc", "vacuumdb")
"""Others stand in a row with keys or variables, or belong to systemd, which does not run there."""


def lines_of(text: str) -> tuple[list[str], list[str]]:
    """Return the lines of shell of a page, and its statements of SQL."""
    shell, sql = list[str](), list[str]()
    for kind, block in FENCED.findall(text):
        if kind == "sql":
            sql.append(block)
        else:
            shell += block.replace("\\\n", " ").splitlines()
    for code in INLINE.findall(FENCED.sub("", text)):
        (sql if code.startswith("SELECT ") else shell).append(code)
    taken = [line for line in shell if line.split()[0] in PROGRAMS and len(line.split()) > 1]
    return taken, [one for one in sql if "PID" not in one]


def try_pages(machine: Machine) -> None:
    machine.step("Lines of the pages on what is wrong")
    with machine.file("/etc/hosts").open("a") as hosts:
        hosts.write(f"\n127.0.0.1 {HOST}\n")
    curl = machine.file("/root/.curlrc")
    curl.write_text('cacert = "/root/certificate.pem"\nfail\n')
    for page in PAGES:
        shell, sql = lines_of((RUN / page).read_text())
        for line in shell:
            line = line.replace("academy.example.org", HOST).replace("manage.py", "mafunzo")
            as_postgres = "runuser -u postgres -- " if line.startswith("vacuumdb") else ""
            print(f"# {line}", flush=True)
            machine.run("sh", "-ec", as_postgres + line, statuses=(0, 1) if line == "mafunzo health" else (0,))
        for statement in sql:
            machine.sql(statement, database="mafunzo")
    curl.unlink()
