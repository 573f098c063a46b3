"""A course of this site as files that another installation can import: texts in each language, questions, citations,
and the files that they show.
"""

import hashlib
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from django.db.models import Model
from django.utils.translation import gettext as _
from wagtail.models import Page

from courses.access.rows import visible, writes
from courses.catalogue.media import bytes_of, is_kept
from courses.models import CoursePage, Provision, Term
from lms.people.directory.current_viewer import unlimited
from lms.people.directory.models import User

from .reading import Version, drawn, read_course
from .references import Fields, fields_of, kind_of, question_models
from .toml import written

if TYPE_CHECKING:
    from assessments.questions.models import Question

FORMAT = 1
LAW = (
    "key",
    "jurisdiction",
    "country",
    "instrument",
    "provision",
    "numbering_edition",
    "valid_from",
    "valid_to",
    "source",
)
WORDS = ("term", "forms", "definition", "linked")


class NotYours(Exception):
    """Refusal: the course holds something of another institution. The message names it."""


@dataclass
class Luggage:
    """Rows to which the texts of a course refer and which are taken along: by a person, or by nobody what is shared."""

    by: User | None
    questions: dict[str, Model] = field(default_factory=dict)
    terms: dict[int, Term] = field(default_factory=dict)
    provisions: dict[str, Model] = field(default_factory=dict)
    media: dict[str, bytes] = field(default_factory=dict)
    about: dict[str, dict[str, Any]] = field(default_factory=dict)
    _names: dict[tuple[type[Model], str], Any] = field(default_factory=dict)

    def __call__(self, model: type[Model], value: object) -> object:
        """Return the name of a row; None for one that is gone, or of a kind that means nothing elsewhere."""
        known = (model, str(value))
        if known not in self._names:
            row = model._base_manager.filter(pk=value).first()
            self._names[known] = None if row is None else self._name(row)
        return self._names[known]

    def _name(self, row: Any) -> object:
        bank = question_models()
        if kind := kind_of(type(row)):
            return self._file(kind, row)
        if isinstance(row, Page):
            return str(row.translation_key)
        if isinstance(row, Provision):
            self.provisions[row.key] = row
            return row.key
        if isinstance(row, Term):
            same = Term.objects.filter(translation_key=row.translation_key).select_related("locale")
            self.terms |= {one.pk: one for one in same}
            return str(row.translation_key)
        if bank and isinstance(row, bank["Question"]):
            self.take(row)
            return str(row.translation_key)
        if bank and isinstance(row, bank["Category"]):
            above = self._name(row.parent) if row.parent else []
            return [*above, row.name] if isinstance(above, list) else None
        return row.name if row._meta.label in ("questions.Objective", "taggit.Tag") else None

    def take(self, question: "Question") -> None:
        """Take a question along. Raises `NotYours`."""
        if self.by is not None and not writes(self.by, type(question)):
            needed = {"name": "questions.change_question"}
            raise NotYours(_("The course needs a permission that you do not have: %(name)s.") % needed)
        shared = question.owner_id is None
        if not shared and (self.by is None or not type(question).objects.visible_to(self.by).filter(pk=question.pk)):
            raise NotYours(_("The course asks questions that another institution keeps to itself."))
        self.questions[f"{question.locale.language_code}/{question.translation_key}"] = question

    def _file(self, kind: str, row: Any) -> str:
        """Return the name of a file, which is taken along. Raises `NotYours`."""
        if self.by is not None and not visible(type(row), self.by).filter(pk=row.pk).exists():
            raise NotYours(_("The course shows a file of another institution: “%(file)s”.") % {"file": row.title})
        with row.file.open("rb") as opened:
            data = opened.read()
        ending = PurePosixPath(row.file.name).suffix.lower() or ".bin"
        name = f"{hashlib.sha256(data).hexdigest()}{ending}"
        self.media[f"media/{name}"] = data
        more = {"type": row.type, "duration": row.duration} if kind == "media" else {}
        self.about[f"{kind}:{name}"] = {"name": f"{kind}:{name}", "title": row.title, **more}
        return f"{kind}:{name}"


def export_course(source: CoursePage, *, by: User | None) -> dict[str, bytes]:
    """Return the files of the course whose source page this is, by name; drafts before what is published.

    `by` is the person who takes it along; nobody is the command line, which takes what is shared. Raises `NotYours`.
    """
    luggage = Luggage(by)
    with unlimited():
        versions = {version.language: version for version in read_course(source, luggage)}
        texts = {f"{language}.toml": version.text for language, version in versions.items()}
        for version in versions.values():
            _take_along(version, luggage)
        for language, questions in _bank(luggage).items():
            if language in versions:
                versions[language].text["bank"] = questions
        for term in sorted(luggage.terms.values(), key=lambda one: str(one.translation_key)):
            if (language := term.locale.language_code) in versions:
                versions[language].text.setdefault("terms", []).append(_term(term))
    about = {
        "format": FORMAT,
        "key": str(source.translation_key),
        "languages": list(versions),
        "media": [luggage.about[name] for name in sorted(luggage.about)],
    }
    texts["course.toml"] = about
    if luggage.provisions:
        rows = [luggage.provisions[key] for key in sorted(luggage.provisions)]
        texts["provisions.toml"] = {"provisions": [_provision(row) for row in rows]}
    return {name: written(text).encode() for name, text in texts.items()} | dict(sorted(luggage.media.items()))


def _take_along(version: Version, luggage: Luggage) -> None:
    """Take along the questions that quizzes can ask, in all languages, and the pictures on the cards of cases."""
    texts = {part["key"]: part for part in version.text.get("activities", [])}
    for page in version.below:
        if keys := {key for stratum in drawn(page) for key in stratum.questions}:
            rows = question_models()["Question"].objects.filter(translation_key__in=keys)
            for question in rows.select_related("locale").order_by("pk"):
                luggage.take(question)
        if getattr(page, "activity_kind", "") == "simulation" and (names := _pictures(page, luggage)):
            texts[str(page.translation_key)]["pictures"] = names
        if getattr(page, "activity_kind", "") == "simulation" and (names := _recordings(page, luggage)):
            texts[str(page.translation_key)]["recordings"] = names


def _pictures(page: Any, luggage: Luggage) -> list[str]:
    """Return the names of the pictures on the cards of a case, which are taken along."""
    from assessments.simulation.pictures.models import Picture
    from assessments.simulation.pictures.services import names_in

    rows = {row.pk: bytes(row.data) for row in Picture.objects.filter(pk__in=names_in(page.structure))}
    luggage.media |= {f"media/{name}.jpg": data for name, data in rows.items()}
    return sorted(rows)


def _recordings(page: Any, luggage: Luggage) -> list[str]:
    """Return the names of the sounds and films on the cards of a case, which are taken along."""
    named = {card.get("recording", "") for card in page.structure.get("cards", {}).values()} - {""}
    found = sorted(filter(is_kept, named))
    luggage.media |= {f"media/{name}": bytes_of(name) for name in found}
    return found


def _bank(luggage: Luggage) -> dict[str, list[Fields]]:
    """Return by language the questions that are taken along, in the order in which they were written."""
    found: dict[str, list[Fields]] = {}
    rows: list[Any] = sorted(luggage.questions.values(), key=lambda row: (row.first_published_at is None, row.pk))
    for row in rows:
        fields = fields_of(_latest(row), luggage)
        tags = sorted(row.tags.names())
        text = {"key": str(row.translation_key), **({"tags": tags} if tags else {}), "fields": fields}
        found.setdefault(row.locale.language_code, []).append(text)
    return found


def _latest(row: Any) -> Any:
    return row.get_latest_revision_as_object() if row.has_unpublished_changes else row


def _term(row: Term) -> dict[str, object]:
    return {"key": str(row.translation_key), **{name: getattr(row, name) for name in WORDS}}


def _provision(row: Model) -> dict[str, object]:
    return {name: value for name in LAW if (value := getattr(row, name)) not in (None, "")}
