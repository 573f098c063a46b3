"""Every command line that the documentation shows is one that this version takes."""

import re
from argparse import ArgumentParser
from functools import cache

import pytest
from django.core.management import get_commands, load_command_class

from .pages import ROOT

pytestmark = pytest.mark.once
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
FENCED = re.compile(r"^ *```\w*\n(.*?)^ *```", re.S | re.M)
INLINE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
CALL = re.compile(
    r"(?:manage\.py|^ *mafunzo|sudo mafunzo|bin/mafunzo)((?: +[^\s=|>;&#\"][^\s|>;&#\"]*| +\"[^\"]*\")+)", re.M
)
LEAST = 100


def lines_of(text: str) -> list[str]:
    """Return what follows `manage.py` or the script `mafunzo` in the blocks of code and between backticks."""
    blocks = [block.replace("\\\n", " ") for block in FENCED.findall(text)]
    code = [*blocks, *INLINE.findall(FENCED.sub("", text))]
    return [call for one in code for call in CALL.findall(one)]


@cache
def parser_of(command: str) -> ArgumentParser:
    app = get_commands()[command]
    loaded = load_command_class(app, command) if isinstance(app, str) else app
    return loaded.create_parser("manage.py", command)


def fault(line: str) -> str:
    """Return why this version does not take `line`, or nothing. Words in capitals stand for values."""
    command, *words = line.split()
    if command.startswith("-"):
        return "" if command in ("--version", "--help") else f"no option {command}"
    if command not in get_commands():
        return f"no command {command}"
    return fault_of_words(command, words)


def fault_of_words(command: str, words: list[str]) -> str:
    parser = parser_of(command)
    options, places = set(parser._option_string_actions), list(parser._get_positional_actions())
    for word in words:
        if word.startswith("--"):
            if word.partition("=")[0].rstrip(",.)") not in options:
                return f"{command} has no option {word}"
        elif places and (choices := places.pop(0).choices):
            if word not in choices:
                return f"{command} has no part {word}"
            if isinstance(choices, dict):  # parts with options of their own
                parser = choices[word]
                options |= set(parser._option_string_actions)
                places = list(parser._get_positional_actions())
    return ""


def test_each_command_line_is_one_that_this_version_takes():
    lines = [(page.relative_to(ROOT), line.strip()) for page in PAGES for line in lines_of(page.read_text())]
    assert len(lines) > LEAST
    assert not [f"{page}: {line}: {said}" for page, line in lines if (said := fault(line))]


@pytest.mark.parametrize(
    "line",
    ["mend", "upgrade --yess", "certificates key forget", "certificates key make --pfd X", "backup verfy", "--verson"],
)
def test_a_mistyped_line_is_found(line):
    assert lines_of(f"```sh\nsudo mafunzo {line}\n```\nand `manage.py {line}`.") == [f" {line}"] * 2
    assert fault(line)
