"""Table of a cohort as a file, CSV or spreadsheet: what its page shows, all pages and columns of it."""

from abc import abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import IO

from django.http import Http404, QueryDict
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import get_language

from courses.models import Course
from lms.files.kinds import FileKind, Told
from lms.foundation.interface.tables.files import SHEET_TYPE
from lms.foundation.plugins.report import Column
from lms.people.audit.services import note
from lms.people.directory.models import User

from ..standing.audit import EXPORT
from ..standing.filters import Filters
from ..standing.statements import cohort_for
from .activities import Activities, of_cohort
from .cells import ActivityCells, Cells
from .cohort_page import CohortPage, everybody, number_of, of_everybody
from .exports import added_to, columns_of, rows_of, titles_of, write_csv
from .gradebook import MarkCells, all_marks


class CohortTable(FileKind[CohortPage]):
    """The file for whoever may look at the cohort. Asked: {"cohort": key, "query": filters as in an address}."""

    def find(self, by: User, asked: Mapping[str, object]) -> CohortPage:
        cohort = cohort_for(by, int(str(asked["cohort"])))
        if cohort is None:
            raise Http404
        return of_everybody(cohort, filters=Filters.read(QueryDict(str(asked["query"]))), now=timezone.now())

    def title(self, found: CohortPage) -> str:
        return str(found.cohort.name)

    def name(self, found: CohortPage) -> str:
        """Return the name of the cohort, and the kind of table where a cohort has several."""
        of_all = "marks" if found.filters.marks else ""
        return "-".join(filter(None, (slugify(found.cohort.name) or "cohort", _slug(found.course) or of_all)))

    def cells(self, found: CohortPage) -> int:
        nothing = [Activities(course, found.cohort.institution) for course in _opened(found)]
        return number_of(found) * len(columns_of(_cells(found, nothing)))

    def write(self, found: CohortPage, file: IO[bytes], *, by: User, told: Told) -> None:
        chosen, opened, marks = everybody(found), _opened(found), found.filters.marks
        cells = _cells(found, of_cohort(opened, found.cohort, marks=marks) if opened else [])
        added = added_to(found, chosen, by)
        rows = rows_of(chosen, cells, found.rule, added=added, now=found.now)
        self.put(file, str(found.cohort.name), columns_of(cells, added), rows)

    @abstractmethod
    def put(self, file: IO[bytes], title: str, columns: Sequence[Column], rows: Iterable[Sequence[object]]) -> None:
        """Write the rows."""

    def note(self, found: CohortPage, *, by: User, now: datetime) -> None:
        place, cohort = found.cohort.institution_id, found.cohort.pk
        note(EXPORT, by=by, institution=place, now=now, cohort=cohort, file=self.ending)


class CohortCsv(CohortTable):
    """The table as CSV."""

    slug = "cohort_csv"
    ending = "csv"
    content_type = "text/csv; charset=utf-8"

    def put(self, file: IO[bytes], title: str, columns: Sequence[Column], rows: Iterable[Sequence[object]]) -> None:
        write_csv(file, columns, rows)


class CohortSheet(CohortTable):
    """The table as a spreadsheet."""

    slug = "cohort_xlsx"
    ending = "xlsx"
    content_type = SHEET_TYPE

    def put(self, file: IO[bytes], title: str, columns: Sequence[Column], rows: Iterable[Sequence[object]]) -> None:
        from lms.foundation.interface.tables.workbooks import (
            write,  # its library is large, and most processes never write one
        )

        write(file, title, columns, rows)


OF_ENDING: Mapping[str, type[CohortTable]] = {kind.ending: kind for kind in (CohortCsv, CohortSheet)}


def _slug(course: Course | None) -> str:
    return course.slug if course else ""


def _opened(found: CohortPage) -> list[Course]:
    """Return the courses whose activities are columns; none where courses are."""
    if found.course is not None:
        return [found.course]
    return found.courses if found.filters.marks else []


def _cells(found: CohortPage, opened: Sequence[Activities]) -> Cells:
    """Return the cells of everybody: of all courses, or of the activities of those `opened`, with their marks where the
    address asks for those.
    """
    language = get_language() or "en"
    if not found.filters.marks and not opened:
        return Cells(titles_of(found))
    if found.course is None:
        return all_marks(opened, language, links=False)
    columns = opened[0].columns(0, language)
    return MarkCells(opened[0], columns, links=False) if found.filters.marks else ActivityCells(opened[0], columns)
