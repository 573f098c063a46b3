"""Installation of the curriculum on a site: pages through Wagtail, and from them the catalogue."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.apps import apps
from django.db import transaction
from django.utils.translation import override
from wagtail import hooks

from courses.models import Course
from courses.pages.reading import reading_once
from courses.publishing import services as publishing
from courses.publishing.programmes import refresh_programme
from courses.publishing.signals import noted_together
from courses.publishing.translation_versions import versions_together
from lms.people.directory.models import User

from . import files, pages
from .bank import put_provisions
from .files import FOLDER, SOURCE
from .indexing import indexed_once
from .package import put_terms
from .procedures import put_papers, put_procedures
from .schema import BadFile
from .writing import FIRST, LATER, Ledger

NEEDED = ("questions", "quiz")


def load(
    *,
    now: datetime,
    by: User | None = None,
    only: Sequence[str] = (),
    overwrite: bool = False,
    folder: Path = FOLDER,
    tell: Callable[[int, int], object] = lambda _loaded, _all: None,
) -> Ledger:
    """Load the courses called `only`, or all. Loading unchanged files again changes nothing; a changed file makes a
    correction.

    `by` answers for the releases; where nobody does, the pages are published and the courses wait in the admin for
    their release. What people of this site have edited is left as it is unless `overwrite`. Each course is loaded
    wholly or not at all. Raises `BadFile`, and `NotReady` for a course that cannot be released as it stands.
    """
    if missing := [label for label in NEEDED if not apps.is_installed(f"assessments.{label}")]:
        raise BadFile(f"The curriculum needs the plugins that are switched off: {', '.join(missing)}.")
    about = files.site(folder)
    if unknown := set(only) - set(about["courses"]):
        raise BadFile(
            f"There is no course called {', '.join(sorted(unknown))}; there are {', '.join(about['courses'])}."
        )
    hooks.search_for_hooks()  # the blocks that choose a provision need it registered as a snippet
    ledger = Ledger(overwrite=overwrite)
    with override(SOURCE), transaction.atomic():
        homes = pages.put_homes(about, ledger)
        core, further = pages.put_programmes(about, homes, ledger)
        wanted = [key for key in about["courses"] if key in (only or about["courses"])]
        with indexed_once(), noted_together(), versions_together():
            provisions = put_provisions(files.provisions(folder), ledger)
            put_papers(folder, homes, ledger)
            put_procedures(folder, homes, provisions, ledger)
            put_terms(folder, about["courses"], ledger, wanted=wanted)
    for number, key in enumerate(wanted, 1):
        _load_course(files.course(key, folder), further.get(key, core), provisions, ledger, now=now, by=by)
        tell(number, len(wanted))
    for programme in {programmes[SOURCE].translation_key for programmes in (core, *further.values())}:
        refresh_programme(programme)
    return ledger


@transaction.atomic
def _load_course(
    course: files.CourseFiles,
    programmes: pages.Pages,
    provisions: dict[str, int],
    ledger: Ledger,
    *,
    now: datetime,
    by: User | None,
) -> None:
    with override(SOURCE), reading_once():
        with indexed_once(), noted_together(), versions_together():
            page = pages.put_course(course, programmes=programmes, provisions=provisions, ledger=ledger, now=now)
        if by is not None:
            release(page.translation_key, by=by, now=now)


def release(key: UUID, *, by: User, now: datetime) -> None:
    """Release the course with this translation key as its pages stand. Raises `NotReady`."""
    known = Course.objects.filter(pk=key, release__isnull=False).exists()
    publishing.release_as_written(key=key, by=by, why=LATER if known else FIRST, now=now)
