"""Rows of a release, and of what it contains; for `services` alone, which is asked before."""

from datetime import datetime
from typing import Any
from uuid import UUID

from ..catalogue.models import Activity, Content, Course, Release
from .compiler import Compilation


def store_contents(compilation: Compilation) -> None:
    """Store the contents and activities of a compilation that are not there yet."""
    Content.objects.bulk_create(compilation.contents.values(), ignore_conflicts=True)
    entries = {UUID(entry.id): entry for entry in compilation.outline.activities}
    known = Activity.objects.in_bulk(list(entries))
    changed = [row for key, row in known.items() if row.titles != dict(entries[key].titles)]
    for row in changed:
        row.titles = dict(entries[row.pk].titles)
    Activity.objects.bulk_update(changed, ["titles"])
    new = [(key, entry) for key, entry in entries.items() if key not in known]
    Activity.objects.bulk_create(
        [Activity(pk=key, slug=entry.slug, kind=entry.kind, titles=dict(entry.titles)) for key, entry in new]
    )


def next_release(
    course: Course, compilation: Compilation, *, now: datetime, new_edition: bool, why: str, by: Any
) -> Release:
    """Store the release of `course` that comes after its last one."""
    last = course.releases.order_by("-edition", "-correction").first()
    edition, correction = next_number(last, new_edition=new_edition)
    return Release.objects.create(
        course=course,
        edition=edition,
        correction=correction,
        digest=compilation.digest,
        data=compilation.outline.write(),
        why=why[:300],
        made_at=now,
        made_by=by,
    )


def next_number(last: Release | None, *, new_edition: bool) -> tuple[int, int]:
    """Return edition and correction of the release after `last`."""
    if last is None:
        return 1, 0
    return (last.edition + 1, 0) if new_edition else (last.edition, last.correction + 1)


def close(course: Course) -> None:
    """Let nobody be enrolled in `course` any more; those who are in it go on."""
    Course.objects.filter(pk=course.pk, open=True).update(open=False)
