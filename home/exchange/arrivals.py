"""Rows and files that the texts of a course name, found on this site or made of what the course brings."""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, cast
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from wagtail.documents.forms import get_document_form
from wagtail.fields import RichTextField, StreamField
from wagtail.images.forms import get_image_form
from wagtail.models import Collection, Page
from wagtailmedia.forms import get_media_form

from courses.access.owned_files import usual_collection
from courses.access.rows import visible
from courses.models import Provision, Term
from home.curriculum.schema import BadFile
from home.curriculum.writing import Ledger, NotAllowed
from lms.people.directory.models import User

from .references import FILES, kind_of, mapped, question_models
from .shapes import AboutFile


class CleanedLedger(Ledger):
    """Ledger for which two texts are the same where the editor would store the same of both."""

    def differs(self, row: Any, name: str, value: object) -> bool:
        field, now = row._meta.get_field(name), getattr(row, name)
        if super().differs(row, name, value) and isinstance(field, StreamField | RichTextField):
            stored = field.stream_block.get_prep_value(now) if isinstance(field, StreamField) else now
            return mapped(field, stored, _as_it_is) != value
        return super().differs(row, name, value)


def _as_it_is(model: type[Model], value: object) -> object:
    return value


@dataclass
class Arrival:
    """Course that is imported, by whom, and the rows that were found or made for names in it; of a question or quiz,
    the row in the `language` that is being read, where there is one.
    """

    files: Mapping[str, bytes]
    about: AboutFile
    by: User | None
    ledger: Ledger
    language: str = ""
    _found: dict[tuple[type[Model], str, str], Any] = field(default_factory=dict)
    _stored: list[Any] = field(default_factory=list)

    @contextmanager
    def files_go_with_rows(self) -> Iterator[None]:
        """Delete the files that were stored where the rows are not kept."""
        try:
            yield
        except BaseException:
            self.delete_files()
            raise

    def delete_files(self) -> None:
        for file in self._stored:
            file.storage.delete(file.name)

    def __call__(self, model: type[Model], value: object) -> object:
        """Return the primary key of the row that is named so; None where there is none and none is made."""
        known = (model, str(value), self.language)
        if known not in self._found:
            self._found[known] = self._row(model, value)
        return self._found[known]

    def _row(self, model: type[Model], value: object) -> object:
        if kind := kind_of(model):
            return self._file(kind, str(value))
        if issubclass(model, Page):
            # a link leads to any page; a page that takes over what is in another does so where the person sees that
            theirs = model._default_manager.all() if self.by is None or model is Page else visible(model, self.by)
            pages = theirs.filter(translation_key=_uuid(value), alias_of=None).order_by("pk")
            return pages.values_list("pk", flat=True).first() if model is Page else self._in_language(pages)
        if model is Term:
            terms = Term.objects.filter(translation_key=_uuid(value) or NOBODY).order_by("pk")
            return terms.values_list("pk", flat=True).first()
        if model is Provision:
            return Provision.objects.filter(key=value).values_list("pk", flat=True).first()
        return self._of_bank(model, value)

    def _of_bank(self, model: type[Model], value: object) -> object:
        bank = question_models()
        if bank and model is bank["Question"]:
            return self._in_language(model._base_manager.filter(translation_key=_uuid(value)).order_by("pk"))
        if bank and model is bank["Category"] and isinstance(value, list) and value:
            from home.curriculum.bank import put_category

            self.may("questions.add_category")
            return put_category(*map(str, value)).pk
        if model._meta.label in ("questions.Objective", "taggit.Tag") and isinstance(value, str):
            return cast(Any, model)._default_manager.get_or_create(name=value)[0].pk
        return None

    def _in_language(self, rows: QuerySet) -> object:
        """Return the primary key of the row in the language that is being read, or else of the first."""
        own = rows.filter(locale__language_code=self.language)
        return (own.values_list("pk", flat=True) or rows.values_list("pk", flat=True)).first()

    def may(self, permission: str) -> None:
        """Raise `NotAllowed` where the person lacks a permission."""
        if self.by is not None and not self.by.has_perm(permission):
            raise NotAllowed(_("The course needs a permission that you do not have: %(name)s.") % {"name": permission})

    def _file(self, kind: str, name: str) -> int | None:
        """Return the file of this name, which is here for the person already, or is made of what was brought."""
        digest = name.removeprefix(f"{kind}:")
        data, model = self.files.get(f"media/{digest}"), FILES[kind]
        if (
            not name.startswith(f"{kind}:")
            or data is None
            or hashlib.sha256(data).hexdigest() != digest.partition(".")[0]
        ):
            raise BadFile(f"media/{digest[:80]}: the file is missing, or is another one than its name says.")
        theirs = (visible(model, self.by) if self.by is not None else model._default_manager).order_by("pk")
        if kind == "media":  # whose rows hold no hash
            known = [row.pk for row in theirs.filter(title=self._title(name)) if _content(row) == data]
        else:
            sha1 = hashlib.sha1(data).hexdigest()  # noqa: S324  as Wagtail names files
            known = list(theirs.filter(file_hash=sha1).values_list("pk", flat=True))
        return known[0] if known else self._made(kind, name, digest, data)

    def _title(self, name: str) -> str:
        return next((one["title"] for one in self.about.get("media", []) if one["name"] == name), name)[:255]

    def _made(self, kind: str, name: str, digest: str, data: bytes) -> int:
        """Make a file by the form with which the editor uploads one: the same checks and rights."""
        model = FILES[kind]
        self.may(f"{model._meta.app_label}.add_{model._meta.model_name}")
        about: Any = next((one for one in self.about.get("media", []) if one["name"] == name), {})
        instance = model(**({"type": about.get("type", "audio")} if kind == "media" else {}))
        make = {"image": get_image_form, "document": get_document_form, "media": get_media_form}[kind]
        collection = usual_collection(self.by) or Collection.get_first_root_node()
        given = {"title": self._title(name), "collection": collection.pk, "duration": about.get("duration", 0)}
        files = {"file": SimpleUploadedFile(digest, data)}
        form = make(model)(given, files, instance=instance, **({"user": self.by} if self.by is not None else {}))
        if not form.is_valid():
            raise BadFile(f"media/{digest}: {' '.join(str(one) for its in form.errors.values() for one in its)}")
        row = form.save(commit=False)
        row.uploaded_by_user = self.by
        row.save()
        self._stored.append(row.file)
        self.ledger.written.append(row.title)
        return int(row.pk)


def _content(row: Any) -> bytes:
    """Return the bytes of a recording; none where its file is gone."""
    try:
        with row.file.open("rb") as opened:
            return bytes(opened.read())
    except OSError:
        return b""


NOBODY = UUID(int=0)


def _uuid(value: object) -> UUID | None:
    try:
        return UUID(str(value))
    except ValueError:
        return None
