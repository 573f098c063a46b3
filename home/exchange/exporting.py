"""A course of this site as files that another installation can import: texts in each language, questions, citations,
and the files that they show.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from django.db.models import Model
from django.utils.translation import gettext as _
from wagtail.models import Page

from courses.access.rows import visible, writes
from courses.models import CoursePage, Provision, Term
from courses.publishing.course_drafts import pages_of
from home.curriculum import blocks
from lms.people.directory.current_viewer import unlimited
from lms.people.directory.models import User

from .lesson_blocks import text_of
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
HEAD = ("slug", "title", "summary", "minutes", "validity_months")
LESSON = "lesson"
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
        pages = [_as_written(page) for page in pages_of(source).specific().order_by("path")]
        courses = sorted((one for one in pages if isinstance(one, CoursePage)), key=lambda one: one.pk != source.pk)
        versions: dict[str, dict[str, Any]] = {}
        for page in courses:
            below = [one for one in pages if one.path.startswith(page.path) and one.depth == page.depth + 1]
            versions[page.locale.language_code] = _course(page, below, luggage)
        for language, questions in _bank(luggage).items():
            if language in versions:
                versions[language]["bank"] = questions
        for _pk, term in sorted(luggage.terms.items()):
            if (language := term.locale.language_code) in versions:
                versions[language].setdefault("terms", []).append(_term(term))
    about = {
        "format": FORMAT,
        "key": str(source.translation_key),
        "languages": list(versions),
        "media": [luggage.about[name] for name in sorted(luggage.about)],
    }
    texts = {f"{language}.toml": version for language, version in versions.items()} | {"course.toml": about}
    if luggage.provisions:
        rows = [luggage.provisions[key] for key in sorted(luggage.provisions)]
        texts["provisions.toml"] = {"provisions": [_provision(row) for row in rows]}
    return {name: written(text).encode() for name, text in texts.items()} | dict(sorted(luggage.media.items()))


def _as_written(page: Page) -> Any:
    return page.get_latest_revision_as_object() if page.has_unpublished_changes else page


def _course(page: CoursePage, below: list[Page], luggage: Luggage) -> dict[str, object]:
    fields = fields_of(page, luggage)
    objectives = [str(block.value) for block in page.objectives]
    if fields.get("objectives") == blocks.objectives(str(page.translation_key), objectives):
        fields.pop("objectives")
    head = {name: fields.pop(name, getattr(page, name)) for name in HEAD}
    parts: dict[str, list[dict[str, object]]] = {"lessons": [], "activities": []}
    for one in below:
        name = "lessons" if getattr(one, "activity_kind", "") == LESSON else "activities"
        parts[name].append((_lesson if name == "lessons" else _activity)(one, luggage))
    order = [str(one.translation_key) for one in below]
    usual = [part["key"] for name in parts for part in parts[name]]
    text = {
        "key": str(page.translation_key),
        **head,
        "objectives": objectives,
        **({} if order == usual else {"order": order}),
    }
    return text | ({"more": fields} if fields else {}) | {name: part for name, part in parts.items() if part}


def _lesson(page: Any, luggage: Luggage) -> dict[str, object]:
    fields = fields_of(page, luggage)
    key, slug = str(page.translation_key), fields.pop("slug", page.slug)
    stored = fields.pop("body", [])
    head = {"key": key, "slug": slug, "title": fields.pop("title", ""), "minutes": fields.pop("minutes", page.minutes)}
    text = [text_of(one) for one in stored]
    return head | ({"more": fields} if fields else {}) | {"blocks": text}


def _activity(page: Any, luggage: Luggage) -> dict[str, object]:
    fields = fields_of(page, luggage)
    for question in _drawn(page):
        luggage.take(question)
    head = {"key": str(page.translation_key), "type": page._meta.label, "title": fields.pop("title", page.title)}
    return head | {"slug": fields.pop("slug", page.slug), "fields": fields, **_pictures(page, luggage)}


def _drawn(page: Any) -> Iterator["Question"]:
    """Yield the questions of all languages that a quiz can ask."""
    if getattr(page, "activity_kind", "") != "quiz":
        return
    from assessments.quiz.page.selection import strata

    keys = {key for stratum in strata(page) for key in stratum.questions}
    yield from (
        question_models()["Question"].objects.filter(translation_key__in=keys).select_related("locale").order_by("pk")
    )


def _pictures(page: Any, luggage: Luggage) -> dict[str, object]:
    """Return the names of the pictures on the cards of a case, which are taken along; nothing for other pages."""
    if getattr(page, "activity_kind", "") != "simulation":
        return {}
    from assessments.simulation.pictures.models import Picture
    from assessments.simulation.pictures.services import names_in

    rows = {row.pk: bytes(row.data) for row in Picture.objects.filter(pk__in=names_in(page.structure))}
    luggage.media |= {f"media/{name}.jpg": data for name, data in rows.items()}
    return {"pictures": sorted(rows)} if rows else {}


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
