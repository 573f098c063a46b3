"""Form: fields of a form of the site are filled in, and marked field by field, by the key or by a person."""

from collections.abc import Iterator, Mapping
from math import fsum
from typing import Any, TypedDict

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from assessments.questions.bank.blocks import plain
from courses.papers.fields import PaperField, paper_named
from lms.foundation.plugins.activity import InvalidAnswer
from lms.foundation.plugins.question import Parts, QuestionType

from .block import FormBlock
from .marking import KNOWN, Answer, FieldKey, FieldOrder, NoForm, by_hand, cell, filled, share, total


class Asked(TypedDict):
    """A field that is asked: `field` is the slug of the form and the name of the field."""

    id: str
    field: str
    expected: str
    points: float
    specimen: str


Body = Mapping[str, Any]
"""`asked`: fields with `id`, `field` (form and name), `expected`, `points`, `specimen`; `paper`: the form itself."""
LEVELS = (0.0, 0.5, 1.0)


class FilledForm(QuestionType):
    """The response holds what was written, by the name of the field: a text, numbers of options, or rows of a table.

    The key has what is right for each field. Where a person marks one, it has a rubric of all fields, in which the
    levels of the others are suggested by the key.
    """

    slug = "form"
    name = gettext_lazy("Form")
    template = "questions/types/form.html"
    by_people = True

    def block(self) -> FormBlock:
        return FormBlock(icon="form", label=self.name)

    def body(self, value: object) -> dict[str, object]:
        """Return the body, with the form as it stands in the active language."""
        asked = plain(value)["asked"]
        slug = next((str(one["field"]).partition("#")[0] for one in asked if one["field"]), "")
        return {"asked": asked, "paper": paper_named(slug, get_language() or "")}

    def stored(self, body: Body) -> dict[str, object]:
        stored = super().stored({"asked": body["asked"]})
        return dict(stored)

    def problems(self, body: Body) -> list[str]:
        paper = body["paper"]
        if paper is None:
            return [_("The form is not published. Choose fields of another, or publish it first.")]
        sentences = []
        names = [one["field"] for one in body["asked"]]
        if len(set(names)) < len(names) or any(name.partition("#")[0] != paper["slug"] for name in names):
            sentences.append(_("Choose fields of one form, each once."))
        if not fsum(one["points"] or 0 for one in body["asked"]) > 0:
            sentences.append(_("Give points to the fields, or nobody can earn any."))
        for one, field in _fields(body):
            if field is None:
                sentences.append(_("The form has no field “%(name)s” any more.") % {"name": _name(one)})
            elif not _is_sound(_expected(one, field), field):
                sentences.append(_("What is right for “%(label)s” is not offered there.") % {"label": field["label"]})
        return sentences

    def split(self, body: Body) -> Parts:
        known = [(one, field) for one, field in _fields(body) if field is not None]
        fields = {field["name"]: _key(one, field) for one, field in known}
        rubric = [_criterion(one, field) for one, field in known] if any(map(by_hand, fields.values())) else []
        paper = body["paper"] or {"slug": "", "title": ""}
        names = ("name", "label", "type", "options", "rows", "help")
        return Parts(
            shown={
                "slug": paper["slug"],
                "title": paper["title"],
                "fields": [{name: field[name] for name in names} for _one, field in known],  # type: ignore[literal-required]  # names of the shape
            },
            key={"fields": fields} | ({"rubric": rubric} if rubric else {}),
            reveal={"specimens": {field["name"]: one["specimen"] for one, field in known if one["specimen"]}},
        )

    def order(self, shown: Body, *, chance: object) -> list[FieldOrder]:
        return [
            {
                "name": field["name"],
                "type": field["type"],
                "options": len(field["options"]),
                "rows": field["rows"] if field["type"] == "table" else 1,
            }
            for field in shown["fields"]
        ]

    def read(self, data: Mapping[str, object], *, order: list[FieldOrder]) -> dict[str, Answer]:
        try:
            return filled(data, order)
        except NoForm:
            raise InvalidAnswer(_("Fill in the fields of the form; a long field holds 4000 characters.")) from None

    def unfinished(self, key: object, response: Mapping[str, Answer] | None, *, order: list[FieldOrder]) -> str:
        left = len(order) - len(response or {})
        counted = ngettext("%(count)s field is empty.", "%(count)s fields are empty.", left) % {"count": left}
        return counted if left else ""

    def mark(self, key: Body, response: Mapping[str, Answer] | None) -> float | None:
        """Return the share of the points by the key; None where a person marks a field."""
        return None if "rubric" in key else total(key["fields"], response or {})

    def suggested(self, key: Body, response: Mapping[str, Answer] | None) -> dict[str, str]:
        fields: Mapping[str, FieldKey] = key["fields"]
        return {
            name: _level(name, share(field, (response or {}).get(name)))
            for name, field in fields.items()
            if not by_hand(field)
        }

    def context(
        self,
        shown: Body,
        *,
        order: object,
        response: Mapping[str, Answer] | None,
        key: Body | None = None,
        reveal: Body | None = None,
    ) -> dict[str, object]:
        keys = (key or {}).get("fields", {})
        specimens = (reveal or {}).get("specimens", {})
        answers = response or {}
        fields = [
            _shown(field, answers.get(field["name"]), keys.get(field["name"]))
            | {"specimen": specimens.get(field["name"], "")}
            for field in shown["fields"]
        ]
        return {"title": shown["title"], "slug": shown["slug"], "fields": fields}


def _name(one: Asked) -> str:
    return str(one["field"]).partition("#")[2]


def _fields(body: Body) -> Iterator[tuple[Asked, PaperField | None]]:
    """Yield each field that is asked, with the field of the form; None for one that the form does not have."""
    known = body["paper"]["fields"] if body["paper"] else {}
    for one in body["asked"]:
        yield one, known.get(_name(one))


def _expected(one: Asked, field: PaperField) -> list[str]:
    """Return what is right: numbers, words or texts."""
    apart = "," if field["type"] in ("one", "several", "known") else "\n"
    return [text for part in (one["expected"] or "").split(apart) if (text := part.strip())]


def _is_sound(expected: list[str], field: PaperField) -> bool:
    if field["type"] in ("one", "several"):
        return set(expected) <= {str(place) for place in range(1, len(field["options"]) + 1)}
    if field["type"] == "known":
        return set(expected) <= set(KNOWN)
    return not (expected and field["type"] == "table")


def _key(one: Asked, field: PaperField) -> FieldKey:
    return {"type": field["type"], "expected": _expected(one, field), "points": float(one["points"] or 0)}


def _level(name: str, earned: float) -> str:
    return f"{name}-{LEVELS.index(earned)}"


def _criterion(one: Asked, field: PaperField) -> dict[str, object]:
    """Return a criterion of the rubric: the field, with three levels."""
    texts = (_("Missing or wrong"), _("In part"), one["specimen"] or field["guidance"] or _("As it should be"))
    levels = [
        {"id": _level(field["name"], earned), "text": text, "points": earned * float(one["points"] or 0)}
        for earned, text in zip(LEVELS, texts, strict=True)
    ]
    return {"id": field["name"], "text": field["label"], "levels": levels}


def _shown(field: PaperField, answer: Answer | None, key: FieldKey | None) -> dict[str, object]:
    """Return a field for the template, with what was answered and, where the key is due, what is right."""
    kind = field["type"]
    options = _options(field)
    given = [answer] if isinstance(answer, str) else answer or []
    shown = {**field, "answer": answer or "", "choices": [(one, text, one in given) for one, text in options.items()]}
    if kind == "table":
        rows = answer or [[""] * len(field["options"])] * field["rows"]
        shown["table"] = [
            [
                (cell(field["name"], row, place), text, f"{row + 1}: {column}")
                for place, (text, column) in enumerate(zip(cells, field["options"], strict=False))
            ]
            for row, cells in enumerate(rows)
        ]
    elif options:
        shown["answer"] = ", ".join(options[one] for one in given if one in options)
    if key and not by_hand(key):
        shown |= _judged(key, answer, options)
    return shown


def _judged(key: FieldKey, answer: Answer | None, options: Mapping[str, str]) -> dict[str, str]:
    """Return the class of a field in the result, and what is right where something else was given."""
    if share(key, answer) == 1:
        return {"look": "correct yours"}
    right = [options.get(one, one) for one in key["expected"]]
    return {"look": "incorrect yours" if answer else "", "right": ", ".join(right if options else right[:1])}


def _options(field: PaperField) -> dict[str, str]:
    """Return the texts of what is offered, by what a form sends."""
    if field["type"] == "known":
        return dict(zip(KNOWN, (_("Yes"), _("No"), _("Unknown")), strict=True))
    if field["type"] in ("one", "several"):
        return {str(place): text for place, text in enumerate(field["options"], 1)}
    return {}
