"""Are the message catalogues up to date?

Collects the sentences anew in a copy and compares; says what to run where they are not.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def _output(*command: str | Path) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def sentences(catalogue: Path) -> dict[str, str]:
    """Every sentence of a catalogue with its translation, by msgcat's own reading."""
    plain = _output("msgcat", "--no-wrap", "--no-location", "--sort-output", catalogue)
    found = {}
    for entry in plain.split("\n\n")[1:]:
        lines = [line for line in entry.splitlines() if not line.startswith("#~")]
        source = "\n".join(line for line in lines if line.startswith(("msgctxt", "msgid")))
        target = "\n".join(line for line in lines if line.startswith("msgstr"))
        if source:
            found[source] = "" if any(line.startswith("#,") and "fuzzy" in line for line in lines) else target
    return found


def problems(committed: Path, collected: Path) -> list[str]:
    """What is missing, left over, untranslated, or not compiled in one language."""
    before, after = sentences(committed), sentences(collected)
    language = committed.parent.parent.name
    found = [f"{language}: new sentence {name}" for name in after.keys() - before.keys()]
    found += [f"{language}: nobody says {name} any more" for name in before.keys() - after.keys()]
    found += [
        f"{language}: not translated: {name}"
        for name, text in before.items()
        if 'msgstr ""' in f"{text}\n".splitlines() or not text
    ]
    compiled = subprocess.run(["msgfmt", "--no-hash", "-o", "-", committed], capture_output=True, check=True).stdout
    machine = committed.with_suffix(".mo")
    if not machine.exists() or _unformatted(machine) != _unformatted_bytes(compiled):
        found.append(f"{language}: the compiled catalogue is stale")
    return found


def _unformatted(machine: Path) -> str:
    return _output("msgunfmt", "--no-wrap", "--sort-output", machine)


def _unformatted_bytes(data: bytes) -> str:
    with tempfile.NamedTemporaryFile(suffix=".mo") as file:
        file.write(data)
        file.flush()
        return _unformatted(Path(file.name))


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy"
        names = _output("git", "-C", ROOT, "ls-files", "-co", "--exclude-standard")
        for name in names.splitlines():
            if not name.startswith(("tests/", "docs/")) and (ROOT / name).is_file():
                target = copy / name
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(ROOT / name, target)
        command = [
            sys.executable,
            "manage.py",
            "makemessages",
            "--all",
            "--no-obsolete",
            "--no-wrap",
            "--add-location",
            "file",
        ]
        subprocess.run(command, cwd=copy, check=True, capture_output=True)
        found = [
            problem
            for catalogue in sorted((ROOT / "locale").glob("*/LC_MESSAGES/django.po"))
            for problem in problems(catalogue, copy / catalogue.relative_to(ROOT))
        ]
    print("\n".join(found) or "The message catalogues are up to date.")
    if found:
        print("Run `make messages`, translate what is new, and run it again.")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
