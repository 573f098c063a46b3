"""Every reason that QTI gives has a sentence that finds its values, and every sentence is given."""

import ast
import re
from pathlib import Path

import assessments.formats.qti as room
from assessments.questions.imports import reasons_qti
from assessments.questions.imports.reasons import SENTENCES
from lms.foundation.interface import packages

CODE = re.compile(r'"(qti-[a-z-]+)"')
BAD = re.compile(r'BadPackage\("([a-z-]+)"')


def sources():
    return [path.read_text("utf-8") for path in Path(room.__path__[0]).rglob("*.py")]


def test_reasons_and_sentences_belong_together():
    given = {code for source in sources() for code in CODE.findall(source)} - {"qti-map-entry"}
    given |= {f"qti-zip-{why}" for why in BAD.findall(Path(packages.__file__).read_text("utf-8"))}
    assert given == set(reasons_qti.SENTENCES)


def test_sentences_find_their_values():
    for source in sources():
        for call in ast.walk(ast.parse(source)):
            if (
                isinstance(call, ast.Call)
                and getattr(call.func, "id", "") == "Unread"
                and isinstance(call.args[0], ast.Constant)
            ):
                values = {keyword.arg: "x" for keyword in call.keywords}
                assert "%(" not in str(SENTENCES[call.args[0].value]) % values
