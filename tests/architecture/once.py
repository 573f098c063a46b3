"""Rules about what is written once: each gives sentences on the places that write it anew."""

import ast
import re
from collections.abc import Collection, Iterator
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
        f"{module}:{node.lineno} says what is overdue, see `overdue` and `is_overdue`"
        for module, node in _nodes(root, but="lms.learning.progress.models.dates")
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
        f"{module}:{node.lineno} makes a parser of XML, see lms.foundation.interface.xml"
        for module, node in _nodes(root, but="lms.foundation.interface.xml")
        if (
            isinstance(node, ast.Call)
            and re.search(r"XMLParser|ParserCreate|[eE]tree\.|\bET\.|fromstring|iterparse", ast.unparse(node.func))
        )
        or (_imports(node, _XML) and module not in XML_READERS)
    ]


_XML = re.compile(
    r"lxml|bs4|html5lib|xmltodict|signxml|openpyxl\.load_workbook|xml\.(dom|sax)(?!\.saxutils)|"
    r"xml\.etree\.ElementTree\.(?!Element$|SubElement$|tostring$|ParseError$|TreeBuilder$)|xml\.etree\.\w*$|"
    r"defusedxml\.(?!DefusedXmlException$|DTDForbidden$)"
)
XML_READERS = {
    "lms.people.identity.sso.assertions": "signatures are checked in the trees of signxml, which refuses entities",
    "lms.people.identity.sso.signatures": "signatures are checked in the trees of signxml, which refuses entities",
    "lms.people.administration.roster.parsing.workbooks": "openpyxl reads workbooks by defusedxml, in the sandbox",
}


def rewritten_folding(root: Path = ROOT) -> list[str]:
    """Where a room compares texts in a form of its own."""
    return [
        f"{module}:{node.lineno} folds text, see lms.foundation.text.folding"
        for module, node in _nodes(root, but="lms.foundation.text.folding")
        if isinstance(node, ast.Attribute)
        and ast.unparse(node) in {"unicodedata.normalize", "unicodedata.combining"}
        and module not in OTHER_FORMS
    ]


OTHER_FORMS = {
    "lms.people.identity.protection.strength": "words of a password, as typed and without marks",
    "lms.people.identity.accounts.generated_passwords": "a code that is typed from paper: letters, never folded",
    "lms.people.administration.roster.parsing.text_cleaning": "cells are composed (NFC) and stay as they are written",
    "assessments.quiz.exams.codes": "a code that is typed from paper: letters, never folded",
    "certificates.statement.packing": "a name is composed (NFC), which takes the fewest bits",
    "certificates.serials": "a serial that is typed from paper: letters, never folded",
}


def rewritten_pictures(root: Path = ROOT) -> list[str]:
    """Where a room opens a picture by itself, without the limits of what it may hold."""
    return [
        f"{module}:{node.lineno} opens a picture, see lms.foundation.interface.pictures"
        for module, node in _nodes(root, but="lms.foundation.interface.pictures")
        if isinstance(node, ast.Call)
        and re.fullmatch(r"(PIL\.)?Image\.(open|frombytes|frombuffer)", ast.unparse(node.func))
    ]


def written_html(root: Path = ROOT, *, allowed: Collection[str] | None = None) -> list[str]:
    """Where Python writes HTML, which belongs into templates."""
    return [
        f"{module}:{node.lineno} writes HTML, which belongs into a template"
        for module, node in _nodes(root, but="")
        if not any(
            module == room or module.startswith(f"{room}.") for room in (HTML_WRITERS if allowed is None else allowed)
        )
        if (isinstance(node, ast.Call) and ast.unparse(node.func) in {"format_html", "format_html_join", "mark_safe"})
        or (isinstance(node, ast.JoinedStr) and any(_has_tag(part) for part in node.values))
    ]


def _has_tag(part: ast.expr) -> bool:
    return isinstance(part, ast.Constant) and bool(_TAG.search(str(part.value)))


_TAG = re.compile(r"(?<!\?P)</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>|<[a-z][a-z0-9]*(?:\s+[a-z-]+=|$)")
_RICH_TEXT = "rich text, which is data: it is read from files, written into files, or rewritten when it is compiled"
_MEASURED = "hundreds of cells on a page: a loop in a template takes three times as long"
_DRAWING = "a drawing in SVG, from coordinates"
HTML_WRITERS = {
    "assessments.formats": _RICH_TEXT,
    "assessments.questions.bank.pictures": _RICH_TEXT,
    "assessments.questions.bank.texts": _RICH_TEXT,
    "assessments.questions.imports": _RICH_TEXT,
    "courses.lessons": _RICH_TEXT,
    "courses.templatetags.lessons": "parts of a lesson that were made safe when it was compiled",
    "home.curriculum.blocks": _RICH_TEXT,
    "home.demo.reviews": _RICH_TEXT,
    "home.help.book": "pages of the book, which Markdown renders from files of ours",
    "assessments.questions.templatetags.questions_answered": _MEASURED,
    "lms.desks.privacy.views": _MEASURED,
    "lms.desks.reporting.filters.options_html": _MEASURED,
    "lms.desks.reporting.tables.html": _MEASURED,
    "lms.desks.teaching.cohorts.table_rows": _MEASURED,
    "lms.desks.teaching.cohorts.views": _MEASURED,
    "lms.foundation.interface.templatetags.interface": "filters that stand a hundred times on a page",
    "lms.foundation.interface.words": "the attributes lang and dir, which stand a hundred times on a page",
    "lms.foundation.interface.question_emphasis": "marks a sentence within HTML that is safe already",
    "lms.people.administration.cards.sheet_layout": _DRAWING,
    "courses.wagtail_hooks": "Wagtail asks hooks for one tag",
}


def _imports(node: ast.AST, pattern: re.Pattern[str]) -> bool:
    if isinstance(node, ast.Import):
        return any(pattern.match(name.name) for name in node.names)
    return isinstance(node, ast.ImportFrom) and any(
        pattern.match(f"{node.module}.{name.name}") for name in node.names if not node.level
    )


def _nodes(root: Path, *, but: str) -> Iterator[tuple[str, ast.AST]]:
    """Each node of each module with the module's name, without the module `but`, where the thing is written."""
    for file in python_files(root):
        module = module_of(file, root)
        if module != but:
            yield from ((module, node) for node in nodes_of(file))
