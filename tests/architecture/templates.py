"""Templates whose lines are too long to be read."""

import json
from pathlib import Path

from .house import ROOMS, ROOT

WIDEST = 120
ALLOWED = Path(__file__).with_name("long_template_lines.json")
"""How many lines may be longer, by template.

What a block of a lesson renders is part of published content, whose digest a space more would change; in certificate
paper xhtml2pdf puts text where the markup has it.
"""


def long_lines(root: Path = ROOT) -> dict[str, int]:
    """The number of lines that are longer than they may be, by template."""
    templates = (file for room in ROOMS for file in sorted((root / room).rglob("templates/**/*.html")))
    numbers = {
        str(file.relative_to(root)): sum(len(line) > WIDEST for line in file.read_text().splitlines())
        for file in templates
    }
    return {name: number for name, number in numbers.items() if number}


def too_many_long_lines(root: Path = ROOT) -> list[str]:
    """A sentence on each template that has more long lines than it may."""
    allowed = json.loads(ALLOWED.read_text())
    return [
        f"{name} has {number} lines of more than {WIDEST} characters, {allowed.get(name, 0)} are allowed"
        for name, number in long_lines(root).items()
        if number > allowed.get(name, 0)
    ]


def drawn_charts(root: Path = ROOT) -> list[str]:
    """The templates that draw the frame of a chart themselves."""
    templates = (file for room in ROOMS for file in sorted((root / room).rglob("templates/**/*.html")))
    return [str(file.relative_to(root)) for file in templates if '<svg class="chart"' in file.read_text()]


def write_allowance() -> None:
    """Allow what there is now, and no template more than before: `python -m tests.architecture.templates`."""
    before = json.loads(ALLOWED.read_text()) if ALLOWED.exists() else None
    numbers = {
        name: number if before is None else min(number, before[name])
        for name, number in long_lines().items()
        if before is None or name in before
    }
    ALLOWED.write_text(json.dumps(numbers, indent=1) + "\n")


if __name__ == "__main__":
    write_allowance()
