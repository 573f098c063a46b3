"""A course from files, as pages of this site: with the rights of the person who imports it."""

import hashlib
import re
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import DatabaseError, transaction
from django.db.models import Model
from django.utils.translation import gettext as _
from wagtail.coreutils import get_content_languages
from wagtail.models import Page

from courses.access.uploads import check
from courses.catalogue import media
from courses.models import CoursePage, LessonPage, ProgrammePage, Provision, Term
from home.curriculum import blocks, schema
from home.curriculum.files import named
from home.curriculum.schema import BadFile
from home.curriculum.shapes import ProvisionsText
from home.curriculum.writing import Ledger, NotAllowed, Rights, locale_of, put_in_order, put_page, set_fields
from lms.foundation.interface.pictures import NoPicture
from lms.people.directory.current_viewer import unlimited
from lms.people.directory.models import User

from .arrivals import Arrival, CleanedLedger
from .exporting import FORMAT, LAW, WORDS
from .lesson_blocks import stored_blocks
from .reading import HEAD
from .references import question_models, values_for
from .shapes import AboutFile, ActivityFile, BankFile, LessonFile, TermFile, VersionFile

if TYPE_CHECKING:
    from assessments.questions.models import Question

_DEEP = re.compile(r"""(?<![\w-])(?:(?:[\w-]+|"[^"\n]*"|'[^'\n]*')[ \t]*\.[ \t]*){32}""")
"""A dotted name for which `tomllib` takes minutes: its time grows with the square of the parts."""


def import_course(
    files: Mapping[str, bytes], *, programme: ProgrammePage, by: User | None, now: datetime, dry_run: bool = False
) -> Ledger:
    """Write the course below `programme`, or over the course with its key: published as far as `by` may publish, else
    as drafts; by nobody as drafts. Nothing is released. The same files again change nothing. A dry run writes nothing,
    and says what it would have written.

    Raises `BadFile`, and `NotAllowed` where the person may not do it, with nothing written.
    """
    about: AboutFile = _read(files, "course.toml", AboutFile)
    if about["format"] != FORMAT:
        raise BadFile(f"course.toml: format {about['format']} is not known here; this installation reads {FORMAT}.")
    if unknown := set(about["languages"]) - set(get_content_languages()):
        raise BadFile(f"course.toml: this installation has no content in the language “{min(unknown)[:20]}”.")
    versions = {language: _read(files, f"{language}.toml", VersionFile) for language in about["languages"]}
    ledger = CleanedLedger(overwrite=True, rights=Rights(by))
    arrival = Arrival(files, about, by, ledger)
    with unlimited(), _told(), arrival.files_go_with_rows(), transaction.atomic():
        _put_provisions(files, arrival)
        for language, version in versions.items():
            _put_terms(version.get("terms", []), language, arrival)
            _put_questions(version.get("bank", []), language, arrival, now=now)
        for language, version in versions.items():
            arrival.language = language
            _put_version(version, language, programme, arrival, now=now)
        if dry_run:
            transaction.set_rollback(True)
            arrival.delete_files()
    return ledger


@contextmanager
def _told() -> Iterator[None]:
    """Turn what a value of the wrong kind leads to, wherever it is used, into `BadFile`."""
    try:
        yield
    except ValidationError as error:
        raise BadFile(" ".join(error.messages)) from error
    except BadFile:
        raise
    except (DatabaseError, ArithmeticError, AttributeError, KeyError, RecursionError, TypeError, ValueError) as error:
        raise BadFile(f"The files hold a value that is not of its kind: {str(error)[:300]}") from error


def _read(files: Mapping[str, bytes], name: str, shape: object) -> Any:
    """Return the content of a file. Raises `BadFile`."""
    if name not in files:
        raise BadFile(f"{name} is missing.")
    try:
        text = files[name].decode()
        if _DEEP.search(text):
            raise ValueError("a name in it has more than 32 parts.")
        content = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadFile(f"{name}: {error}") from error
    schema.report(name, text, schema.shape_problems(content, shape))
    return content


def _put_provisions(files: Mapping[str, bytes], arrival: Arrival) -> None:
    """Make the provisions that are not here yet, unchecked; those that are here stay as they are."""
    content = _read(files, "provisions.toml", ProvisionsText) if "provisions.toml" in files else {}
    known = set(Provision.objects.values_list("key", flat=True))
    for entry in content.get("provisions", []):
        if entry["key"] in known:
            continue
        row = Provision(**{name: entry[name] for name in LAW if name in entry})
        _add(row, f"provisions.toml, “{entry['key']}”", arrival)


def _put_terms(entries: list[TermFile], language: str, arrival: Arrival) -> None:
    """Put the words of the glossary that are not here in this language; those that are here stay as they are."""
    locale = locale_of(language)
    for entry in entries:
        key = named("term", entry["key"])
        if Term.objects.filter(translation_key=key, locale=locale).exists():
            continue
        row = Term(translation_key=key, locale=locale, **{name: entry[name] for name in WORDS})  # type: ignore[literal-required]
        _add(row, f"{language}.toml, “{entry['term']}”", arrival)


def _add(row: "Provision | Term", place: str, arrival: Arrival) -> None:
    """Add a row, published where the person may publish such rows."""
    name = row._meta.model_name
    arrival.may(f"courses.add_{name}")
    _clean(row, place)
    row.live = arrival.by is not None and arrival.by.has_perm(f"courses.publish_{name}")
    row.save()
    row.save_revision(user=arrival.by)
    arrival.ledger.written.append(str(row))


def _clean(row: Model, place: str, *, unique: bool = True) -> None:
    try:
        row.full_clean(validate_unique=unique, validate_constraints=unique)
    except ValidationError as error:
        raise BadFile(f"{place}: {' '.join(error.messages)}") from error


def _put_questions(entries: list[BankFile], language: str, arrival: Arrival, *, now: datetime) -> None:
    """Put the questions of a language: new ones shared with all; of those that are here the ones that differ."""
    if not entries:
        return
    if not question_models():
        raise BadFile(f"{language}.toml: the course has questions, and the bank of questions is switched off.")
    from assessments.questions.bank.bulk_writing import insert_questions

    model, by, locale = question_models()["Question"], arrival.by, locale_of(language)
    publishes = by is not None and by.has_perm("questions.publish_question")
    new: list[Any] = []
    tags = []
    for entry in entries:
        key = named("question", entry["key"])
        values = values_for(model, entry["fields"], arrival)
        rows = list(model._base_manager.filter(translation_key=key))
        row = next((one for one in rows if one.locale_id == locale.pk), None)
        if foreign := next((one for one in rows if not _may_change(one, by)), None):
            raise NotAllowed(_("You may not change the question %(number)s.") % {"number": foreign.pk})
        if row is None:
            arrival.may("questions.add_question")
            row = model(translation_key=key, locale=locale)
            set_fields(row, values)
            _clean(row, f"{language}.toml, {entry['key']}", unique=False)
            new.append(row)
            tags.append(entry.get("tags", []))
        else:
            _change_question(row, values, arrival, publishes=publishes)
    insert_questions(new, tags=tags, live=publishes, by=by, now=now, data={"course": arrival.about["key"]})
    arrival.ledger.written.extend(map(str, new))


def _may_change(question: "Question", by: User | None) -> bool:
    if by is None:
        return True
    lock = question.get_lock()
    seen = type(question).objects.visible_to(by).filter(pk=question.pk).exists()
    return seen and by.has_perm("questions.change_question") and not (lock and lock.for_user(by))


def _change_question(row: "Question", values: Mapping[str, object], arrival: Arrival, *, publishes: bool) -> None:
    draft = row.get_latest_revision_as_object()
    if arrival.ledger.changes(draft, values):
        set_fields(draft, values)
        _clean(draft, str(row))
        revision = draft.save_revision(user=arrival.by)
        if publishes:
            revision.publish(user=arrival.by)
        arrival.ledger.written.append(str(row))


def _put_version(
    version: VersionFile, language: str, programme: ProgrammePage, arrival: Arrival, *, now: datetime
) -> None:
    """Put the pages of a course in one language."""
    key = named("course", version["key"])
    locale = locale_of(language)
    here = CoursePage.objects.filter(translation_key=key, locale=locale, alias_of=None).first()
    parent = here.get_parent() if here is not None else _in_language(programme, language)
    fields = {name: version[name] for name in HEAD} | version.get("more", {})  # type: ignore[literal-required]
    fields["accepted"] = version.get("accepted", [])
    fields.setdefault("objectives", blocks.objectives(version["key"], version["objectives"]))
    page = _put(CoursePage, version["key"], fields, language, parent, arrival)
    below = {one["key"]: _put_lesson(one, language, page, arrival) for one in version.get("lessons", [])}
    for one in version.get("activities", []):
        below[one["key"]] = _put_activity(one, language, page, arrival, now=now)
    put_in_order(page, [below[one] for one in version.get("order", below) if one in below])


def _in_language(programme: ProgrammePage, language: str) -> Page:
    """Return the programme in a language; where it has no page in it yet, one that stands for it."""
    locale = locale_of(language)
    if programme.locale_id == locale.pk:
        return programme
    there = programme.get_translation_or_none(locale)
    return there or programme.copy_for_translation(locale, copy_parents=True, alias=True)


def _put(
    model: type[Page], key: str, fields: Mapping[str, object], language: str, parent: Page, arrival: Arrival
) -> Page:
    values = values_for(model, fields, arrival, key, locale_of(language))
    name = named("course" if model is CoursePage else "activity", key)
    try:
        for part in (row for its in values.values() if isinstance(its, list) for row in its):
            if isinstance(part, Model):
                part.full_clean(exclude=["page"], validate_unique=False)
        return put_page(model, key=name, language=language, parent=parent, fields=values, ledger=arrival.ledger)
    except ValidationError as error:
        raise BadFile(f"{language}.toml, “{key}”: {' '.join(error.messages)}") from error


def _put_lesson(lesson: LessonFile, language: str, parent: Page, arrival: Arrival) -> Page:
    fields = {name: lesson[name] for name in ("slug", "title", "minutes")} | lesson.get("more", {})
    fields["body"] = stored_blocks(lesson["blocks"])
    return _put(LessonPage, lesson["key"], fields, language, parent, arrival)


def _put_activity(entry: ActivityFile, language: str, parent: Page, arrival: Arrival, *, now: datetime) -> Page:
    """Put the page of an activity. Raises `BadFile` for a type that is not installed here."""
    try:
        model = apps.get_model(entry["type"])
    except (LookupError, ValueError):
        model = None
    if model is None or model not in CoursePage.allowed_subpage_models():
        raise BadFile(f"{language}.toml: activities of the type “{entry['type']}” are not installed here.")
    for name in entry.get("pictures", []):
        _keep_picture(name, arrival, now=now)
    for name in entry.get("recordings", []):
        _keep_recording(name, arrival)
    fields = {**entry["fields"], "title": entry["title"], "slug": entry["slug"]}
    return _put(model, entry["key"], fields, language, parent, arrival)


def _keep_recording(name: str, arrival: Arrival) -> None:
    """Keep the sound or film of a card of a case, if it is what its name says."""
    from assessments.casework.definition.recordings import largest

    data = arrival.files.get(f"media/{name}", b"")
    if not 0 < len(data) <= largest(name) or hashlib.sha256(data).hexdigest() != name.partition(".")[0]:
        raise BadFile(f"media/{name[:80]}: the sound or film is missing, too large, or another one than its name says.")
    file = ContentFile(data, name=name)
    try:
        check(file)
    except ValidationError as error:
        raise BadFile(f"media/{name[:80]}: {' '.join(error.messages)}") from error
    media.keep(file, name=name)


def _keep_picture(name: str, arrival: Arrival, *, now: datetime) -> None:
    """Keep the picture of a card of a case under its name."""
    from assessments.simulation.pictures.conversion import convert_picture
    from assessments.simulation.pictures.services import keep, known

    data = arrival.files.get(f"media/{name}.jpg", b"")
    if hashlib.sha256(data).hexdigest() != name:
        raise BadFile(f"media/{name[:80]}.jpg: the picture is missing, or is another one than its name says.")
    if not known([name]):
        try:
            convert_picture(data)
        except NoPicture as error:
            raise BadFile(f"media/{name[:80]}.jpg: {error}") from error
        keep(data, now=now)
