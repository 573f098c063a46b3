"""Every reason that the code gives has a sentence, and every sentence is given."""

import re
from pathlib import Path

import assessments.formats as room
from assessments.questions.imports.reasons import SENTENCES

CODE = re.compile(
    r"(?:Unreadable|Refused|Broken|Lossy|_Lossy)\(\s*\"([a-z-]+)\"|return \"((?:write|aiken)-[a-z-]+)\""
    r"|reason=\"([a-z-]+)\"|reason: str = \"([a-z-]+)\""
)


def test_reasons_and_sentences_belong_together():
    sources = [path.read_text("utf-8") for path in Path(room.__path__[0]).rglob("*.py")]
    given = {next(filter(None, found)) for source in sources for found in CODE.findall(source)}

    assert given - set(SENTENCES) == set()
    assert {
        code for code in SENTENCES if code.startswith(("gift", "aiken", "cloze", "xml", "write", "gap"))
    } - given == set()
