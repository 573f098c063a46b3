"""Personal data of a person as a PDF, made in the background."""

from collections.abc import Mapping
from datetime import datetime
from typing import IO

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.files.kinds import FileKind, Told
from lms.foundation.plugins.personal_data import Reader
from lms.people.audit.services import note
from lms.people.directory.models import User

from .export import export
from .pdf_export import pdf


class PersonalDataPaper(FileKind[tuple[User, Reader]]):
    """The PDF for the person, or for staff who manage their account. Asked: {"person": key}."""

    slug = "personal_data"
    ending = "pdf"
    content_type = "application/pdf"

    def find(self, by: User, asked: Mapping[str, object]) -> tuple[User, Reader]:
        if asked["person"] == by.pk:
            return by, Reader.THE_PERSON
        return get_object_or_404(User.objects.managed_by(by), pk=asked["person"]), Reader.STAFF

    def title(self, found: tuple[User, Reader]) -> str:
        person, reader = found
        return (
            _("Data held about you")
            if reader is Reader.THE_PERSON
            else _("Data held about %(name)s") % {"name": person.name}
        )

    def name(self, found: tuple[User, Reader]) -> str:
        return f"personal-data-{timezone.localdate():%Y-%m-%d}"

    def write(self, found: tuple[User, Reader], file: IO[bytes], *, by: User, told: Told) -> None:
        person, reader = found
        held = export(person, reader=reader, now=timezone.now())
        file.write(pdf(held, person=person, on=timezone.localdate()))

    def note(self, found: tuple[User, Reader], *, by: User, now: datetime) -> None:
        note("personal_data_exported", by=by, person=found[0], now=now)

    def about(self, found: tuple[User, Reader]) -> User:
        return found[0]
