"""Procedures and forms that ship with the curriculum: a page in each language, below the first page."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from wagtail.models import Page

from courses.models import PaperPage, ProcedurePage
from lms.people.directory.countries import countries

from .blocks import Block, items, stored_block
from .files import SOURCE, named, translated
from .schema import BadFile
from .shapes import PaperFieldText, PaperText, ProcedureText, StepText
from .writing import Ledger, put_page

Homes = Mapping[str, Page]


def put_procedures(folder: Path, homes: Homes, provisions: Mapping[str, int], ledger: Ledger) -> None:
    """Make or change the pages of all procedures in `folder`. Raises `BadFile`."""
    read = [
        (key, language, {"country": "", **texts, "steps": [_step(key, step, provisions) for step in texts["steps"]]})
        for key, language, texts in _texts(folder / "procedures", homes, ProcedureText)
    ]
    with ledger.together():
        for key, language, fields in read:
            name, home = named("procedure", key), homes[language]
            put_page(ProcedurePage, key=name, language=language, parent=home, fields=fields, ledger=ledger)


def put_papers(folder: Path, homes: Homes, ledger: Ledger) -> None:
    """Make or change the pages of all forms in `folder`; a form is called as its file. Raises `BadFile`."""
    with ledger.together():
        for slug, language, texts in _texts(folder / "papers", homes, PaperText):
            parts = [_part(slug, place, field) for place, field in enumerate(texts["fields"])]
            fields = {"slug": slug, "title": texts["title"], "introduction": texts["introduction"], "fields": parts}
            name, home = named("paper", slug), homes[language]
            put_page(PaperPage, key=name, language=language, parent=home, fields=fields, ledger=ledger)


def _texts(folder: Path, homes: Homes, shape: object) -> Iterator[tuple[str, str, Any]]:
    """Yield key, language and content of files that are called like `generic.en.toml`."""
    for key in sorted(file.name.partition(".")[0] for file in folder.glob(f"*.{SOURCE}.toml")):
        files = {file.suffixes[0][1:]: file for file in folder.glob(f"{key}.??.toml")}
        for language, texts in translated(folder, files, shape).items():
            if language in homes:
                yield key, language, texts


def _step(key: str, step: StepText, provisions: Mapping[str, int]) -> Block:
    name = ("procedure", key, step["number"])
    if unknown := set(step.get("provisions", [])) - set(provisions):
        raise BadFile(f"The procedure “{key}”, step {step['number']}: nobody knows {', '.join(sorted(unknown))}.")
    national = [{"countries": list(countries()), "text": step["ask"]}]
    value = {
        **{field: value for field, value in step.items() if field != "ask"},
        "source": step.get("source", ""),
        "papers": items(step.get("papers", []), *name, "papers"),
        "provisions": items([provisions[one] for one in step.get("provisions", [])], *name, "provision"),
        "national": items(national, *name, "national"),
    }
    return stored_block("step", value, *name)


def _part(slug: str, place: int, field: PaperFieldText) -> Block:
    if "heading" in field:
        return stored_block("heading", field["heading"], "paper", slug, place)
    name = ("paper", slug, field["name"])
    value = {"rows": 3, "help": "", "guidance": "", **field, "options": items(field.get("options", []), *name)}
    return stored_block("field", value, *name)
