"""Procedures that ship with the curriculum: a page in each language, below the first page."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from wagtail.models import Page

from courses.models import ProcedurePage
from lms.people.directory.choices import Country

from .files import SOURCE, named, read
from .schema import BadFile
from .shapes import ProcedureText, StepText
from .writing import Ledger, put_page

FOLDER = "procedures"


def reference(cited: str) -> str:
    """Return the reference to a step that a file cites as `generic#4`, as pages store it."""
    key, _hash, number = cited.partition("#")
    return f"{named('procedure', key)}#{number}"


def put_procedures(
    folder: Path, homes: Mapping[str, Page], provisions: Mapping[str, int], ledger: Ledger
) -> list[Page]:
    """Return the pages of all procedures in `folder`. Raises `BadFile`."""
    pages = []
    for source in sorted((folder / FOLDER).glob(f"*.{SOURCE}.toml")):
        key = source.name.partition(".")[0]
        numbers = [step["number"] for step in read(source, ProcedureText)["steps"]]
        files = {language: source.with_name(f"{key}.{language}.toml") for language in homes}
        for language, file in ((language, file) for language, file in files.items() if file.exists()):
            texts: ProcedureText = read(file, ProcedureText)
            if [step["number"] for step in texts["steps"]] != numbers:
                raise BadFile(f"{file}: its steps must have the numbers of {source.name}, in the same order.")
            fields = {"country": "", **texts, "steps": [_step(key, step, provisions) for step in texts["steps"]]}
            name, home = named("procedure", key), homes[language]
            pages.append(
                put_page(ProcedurePage, key=name, language=language, parent=home, fields=fields, ledger=ledger)
            )
    return pages


def _step(key: str, step: StepText, provisions: Mapping[str, int]) -> dict[str, object]:
    name = ("procedure", key, step["number"])
    if unknown := set(step.get("provisions", [])) - set(provisions):
        raise BadFile(f"The procedure “{key}”, step {step['number']}: nobody knows {', '.join(sorted(unknown))}.")
    national = [{"countries": [str(code) for code in Country.values], "text": step["ask"]}]
    value = {
        **{field: value for field, value in step.items() if field != "ask"},
        "source": step.get("source", ""),
        "provisions": _items([provisions[one] for one in step.get("provisions", [])], *name, "provision"),
        "national": _items(national, *name, "national"),
    }
    return {"type": "step", "id": str(named(*name)), "value": value}


def _items(values: list[Any], *name: str | int) -> list[dict[str, object]]:
    return [{"type": "item", "id": str(named(*name, place)), "value": one} for place, one in enumerate(values)]
