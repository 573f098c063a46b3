"""Every reason that the code gives has a sentence that finds its values, and every sentence is given."""

import ast
import re
from pathlib import Path

import pytest

from assessments import formats
from assessments.formats import qti
from assessments.questions.imports import reasons_qti
from assessments.questions.imports.reasons import SENTENCES
from lms.foundation.interface import packages

pytestmark = pytest.mark.once

CODE = re.compile(
    r"(?:Unreadable|Refused|Broken|Lossy|_Lossy)\(\s*\"([a-z-]+)\"|return \"((?:write|aiken)-[a-z-]+)\""
    r"|reason=\"([a-z-]+)\"|reason: str = \"([a-z-]+)\""
)
PREFIXES = ("gift", "aiken", "cloze", "xml", "write", "gap")


def sources(room):
    return [path.read_text("utf-8") for path in Path(room.__path__[0]).rglob("*.py")]


def test_reasons_and_sentences_belong_together():
    given = {next(filter(None, found)) for source in sources(formats) for found in CODE.findall(source)}
    assert given - set(SENTENCES) == set()
    assert {code for code in SENTENCES if code.startswith(PREFIXES)} - given == set()


def test_reasons_and_sentences_of_qti_belong_together():
    given = {code for source in sources(qti) for code in re.findall(r'"(qti-[a-z-]+)"', source)} - {"qti-map-entry"}
    bad = re.findall(r'BadPackage\("([a-z-]+)"', Path(packages.__file__).read_text("utf-8"))
    assert given | {f"qti-zip-{why}" for why in bad} == set(reasons_qti.SENTENCES)


def test_sentences_of_qti_find_their_values():
    calls = [call for source in sources(qti) for call in ast.walk(ast.parse(source)) if isinstance(call, ast.Call)]
    for call in calls:
        if getattr(call.func, "id", "") == "Unread" and isinstance(call.args[0], ast.Constant):
            values = {keyword.arg: "x" for keyword in call.keywords}
            assert "%(" not in str(SENTENCES[call.args[0].value]) % values
