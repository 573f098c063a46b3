"""List of people of administrators as a file, CSV or spreadsheet: all who match the filters of its page."""

from abc import abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import IO

from django.http import Http404, HttpResponseBase, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lms.files.kinds import FileKind, Told
from lms.files.views import send
from lms.foundation.interface.tables.files import SHEET_TYPE
from lms.foundation.plugins.report import Column
from lms.people.administration.workspace.people_views import found_by
from lms.people.audit.services import note
from lms.people.directory.choices import Role
from lms.people.directory.decorators import for_administrators
from lms.people.directory.models import User, UserQuerySet
from lms.people.directory.requests import SignedInRequest
from lms.people.identity.factors.stepup import confirmed_lately

from ..cohorts.exports import write_csv

EXPORT = "people_exported"


class PeopleTable(FileKind[UserQuerySet]):
    """The file for whoever administers. Asked: {"query": filters as in an address}."""

    def find(self, by: User, asked: Mapping[str, object]) -> UserQuerySet:
        if not (by.is_superuser or Role.ADMINISTRATOR in by.duties):
            raise Http404
        found = found_by(by, QueryDict(str(asked["query"])))
        if found is None:
            raise Http404
        return found

    def title(self, found: UserQuerySet) -> str:
        return _("People")

    def name(self, found: UserQuerySet) -> str:
        return slugify(_("people")) or "people"

    def cells(self, found: UserQuerySet) -> int:
        return found.count() * len(_columns())

    def write(self, found: UserQuerySet, file: IO[bytes], *, by: User, told: Told) -> None:
        self.put(file, _columns(), map(_cells, found.iterator(chunk_size=500)))

    @abstractmethod
    def put(self, file: IO[bytes], columns: Sequence[Column], rows: Iterable[Sequence[object]]) -> None:
        """Write the rows."""

    def note(self, found: UserQuerySet, *, by: User, now: datetime) -> None:
        note(EXPORT, by=by, institution=by.institution_id, now=now, rows=found.count(), file=self.ending)


class PeopleCsv(PeopleTable):
    """The list as CSV."""

    slug = "people_csv"
    ending = "csv"
    content_type = "text/csv; charset=utf-8"

    def put(self, file: IO[bytes], columns: Sequence[Column], rows: Iterable[Sequence[object]]) -> None:
        write_csv(file, columns, rows)


class PeopleSheet(PeopleTable):
    """The list as a spreadsheet."""

    slug = "people_xlsx"
    ending = "xlsx"
    content_type = SHEET_TYPE

    def put(self, file: IO[bytes], columns: Sequence[Column], rows: Iterable[Sequence[object]]) -> None:
        from lms.foundation.interface.tables.workbooks import (
            write,  # its library is large, and most processes never write one
        )

        write(file, _("People"), columns, rows)


OF_ENDING: Mapping[str, type[PeopleTable]] = {kind.ending: kind for kind in (PeopleCsv, PeopleSheet)}


def _columns() -> list[Column]:
    return [
        Column("number", _("Service number")),
        Column("name", _("Name"), "name"),
        Column("rank", _("Rank")),
        Column("sex", _("Sex")),
        Column("institution", _("Institution")),
        Column("role", _("Role")),
        Column("active", _("May sign in"), "yes"),
        Column("last", _("Last signed in"), "date"),
    ]


def _cells(person: User) -> list[object]:
    return [
        person.service_number,
        person.name,
        person.rank,
        str(person.get_sex_display()),
        person.institution.local_name() if person.institution else "",
        ", ".join(person.role_names),
        person.is_active,
        timezone.localtime(person.last_login).date() if person.last_login else None,
    ]


@for_administrators
@require_http_methods(["GET", "HEAD", "POST"])
@confirmed_lately(file=True)
def people_file(request: SignedInRequest, ending: str) -> HttpResponseBase:
    """Send the list that the filters in the address show, or offer to make it where it is long."""
    if ending not in OF_ENDING:
        raise Http404
    asked = {"query": request.GET.urlencode()}
    return send(request, OF_ENDING[ending].slug, asked, back=reverse("academy:people"))
