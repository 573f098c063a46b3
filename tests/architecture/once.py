"""Rules about what is written once: each gives sentences on the places that write it anew."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from .house import ROOMS, ROOT, module_of, python_files
from .parsing import nodes_of


def rewritten_visibility(root: Path = ROOT) -> list[str]:
    """Where a room says anew which rows of an institution somebody sees, instead of building on `AtInstitution`."""
    return [
        f"{module}:{node.lineno} says who sees rows of an institution, see AtInstitution"
        for module, node in _nodes(root, but="lms.people.directory.institutions")
        if isinstance(node, ast.FunctionDef)
        and node.name == "visible_to"
        and "Institution.objects.visible_to" in ast.unparse(node)
    ]


def rewritten_numbers(root: Path = ROOT) -> list[str]:
    """Where a room looks for digits in a text by itself, instead of asking `whole_number`."""
    return [
        f"{module}:{node.lineno} looks for digits, see whole_number"
        for module, node in _nodes(root, but="lms.foundation.interface.parsing")
        if isinstance(node, ast.Attribute) and node.attr in {"isdecimal", "isdigit", "isnumeric"}
        if module not in NO_WHOLE_NUMBERS
    ]


NO_WHOLE_NUMBERS = frozenset(
    {
        "assessments.questions.types.marking.number",  # what learners write, in the digits of any script
        "assessments.formats.qti.read.v2.pairs",  # words of a text
        "courses.access.parameters",  # tells numbers that are too long from other words
        "lms.desks.reporting.filters.fields",  # tells numbers that are too long from other words
        "lms.learning.progress.player.write_limits",  # Content-Length, which may have any number of digits
        "home.operation.wsgi",
        "home.operation.middleware",
    }
)


def rewritten_due_dates(root: Path = ROOT) -> list[str]:
    """Where a room compares a due date with the time, instead of asking `overdue`, `is_overdue` or `was_due`."""
    return [
        f"{module}:{node.lineno} says what is overdue, see Enrolment.is_overdue"
        for module, node in _nodes(root, but="lms.learning.progress.models.records")
        if (isinstance(node, ast.Compare) and isinstance(node.ops[-1], ast.Lt | ast.LtE) and _is_due(node.left))
        or (isinstance(node, ast.keyword) and (node.arg or "").endswith(("due_at__lt", "due_at__lte")))
    ]


def _is_due(node: ast.expr) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "due_at"


def rewritten_days(root: Path = ROOT) -> list[str]:
    """Where a room writes a weekday or a month in full, for which Django has no names in three of our languages."""
    return [
        f"{module}:{node.lineno} writes a day, see lms.foundation.interface.words"
        for module, node in _nodes(root, but="lms.foundation.interface.words")
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("date_format") and len(node.args) == 2
        if isinstance(node.args[1], ast.Constant) and set("DlFNE") & set(str(node.args[1].value))
        if not str(node.args[1].value).isupper()
    ]


def days_of_templates(root: Path = ROOT) -> list[str]:
    """Where a page outside Wagtail's admin writes a day by Django's formats. What a field or a script reads (`'Y-m-d'`,
    `'c'`, in single quotes within an attribute) is for machines.
    """
    return [
        f"{file.relative_to(root)} writes a day, see |day and |moment"
        for room in ROOMS
        for file in sorted((root / room).rglob("templates/**/*.html"))
        if not {"admin", "panels"} & set(file.parts) and re.search(r"""\|date(:"|\s)""", file.read_text())
    ]


def rewritten_caching(root: Path = ROOT) -> list[str]:
    """Where a room writes the header Cache-Control by hand."""
    return [
        f"{module}:{node.lineno} writes Cache-Control, see lms.foundation.interface.cache_headers"
        for module, node in _nodes(root, but="lms.foundation.interface.cache_headers")
        if isinstance(node, ast.Assign | ast.Dict)
        for place in (node.targets if isinstance(node, ast.Assign) else node.keys)
        if place is not None and "cache-control" in ast.unparse(place).lower()
    ]


def rewritten_decoding(root: Path = ROOT) -> list[str]:
    """Where a room guesses the encoding of a file: a name of one that is neither UTF-8 nor ASCII."""
    return [
        f"{module}:{node.lineno} decodes {node.value}, see lms.foundation.interface.decoding"
        for module, node in _nodes(root, but="lms.foundation.interface.decoding")
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if re.fullmatch(r"utf-?16(-[bl]e)?|cp125\d|windows-125\d|latin-?1|iso-8859-\d+", node.value, re.IGNORECASE)
    ]


def rewritten_parsers(root: Path = ROOT) -> list[str]:
    """Where a room reads XML with a parser of its own, which might fetch what a file names."""
    return [
        f"{module}:{node.lineno} makes a parser of XML, see lms.foundation.interface.xml.hardened"
        for module, node in _nodes(root, but="lms.foundation.interface.xml")
        if isinstance(node, ast.Call)
        if re.search(r"XMLParser|ParserCreate|minidom|[eE]tree\.|\bET\.|fromstring|iterparse", ast.unparse(node.func))
    ]


def _nodes(root: Path, *, but: str) -> Iterator[tuple[str, ast.AST]]:
    """Each node of each module with the module's name, without the module `but`, where the thing is written."""
    for file in python_files(root):
        module = module_of(file, root)
        if module != but:
            yield from ((module, node) for node in nodes_of(file))
