"""A course as a ZIP, made in the background. Asked: {"page": key}."""

from collections.abc import Mapping
from typing import IO

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from courses.models import CoursePage
from courses.publishing.course_drafts import may_look
from courses.publishing.services import source_page
from lms.files.kinds import FileKind, Refused, Told
from lms.people.directory.models import User

from . import packing
from .exporting import NotYours, export_course


class CourseFile(FileKind[CoursePage]):
    """The files of the course of a page, for whoever may read its drafts."""

    slug = "course"
    ending = "zip"
    content_type = "application/zip"
    holds_people = False

    def find(self, by: User, asked: Mapping[str, object]) -> CoursePage:
        page = get_object_or_404(CoursePage, pk=asked["page"])
        source = source_page(page.translation_key)
        if source is None or not may_look(by, source):
            raise Http404
        return source

    def title(self, found: CoursePage) -> str:
        return _("Course as a ZIP: %(title)s") % {"title": found.draft_title or found.title}

    def name(self, found: CoursePage) -> str:
        return str(found.slug)

    def write(self, found: CoursePage, file: IO[bytes], *, by: User, told: Told) -> None:
        try:
            file.write(packing.zipped(export_course(found, by=by)))
        except NotYours as error:
            raise Refused(str(error)) from error
