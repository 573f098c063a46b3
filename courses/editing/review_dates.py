"""Courses that are to be looked at again by a day: which they are, and what those are told who may change them."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime, time, timedelta

from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import GroupPagePermission

from lms.foundation.interface.words import day
from lms.foundation.plugins.notice import NoticeKind, Occasion, PendingNotice, Words, kinds

from ..pages.guides import GuidePage, GuideQuerySet

BEFORE = timedelta(days=14)
KEPT = timedelta(days=60)


def guides_due_for_review(guides: GuideQuerySet, *, now: datetime) -> GuideQuerySet:
    """Return those `guides` whose review day is near or past, the earliest first, each with its `course_title`."""
    due = guides.filter(live=True, alias_of=None, next_review__lte=timezone.localdate(now) + BEFORE)
    return due.with_course_title().order_by("next_review", "pk")


class LookAgain(NoticeKind):
    """Two weeks before the day, and on it. Another day is told anew."""

    slug = "course_review"
    name = _("A course is to be looked at again")
    duty = "editor"
    every = timedelta(hours=1)

    def occasions(self, *, now: datetime) -> Iterator[Occasion]:
        """Yield occasions: one statement where no course is due, else three."""
        guides = GuidePage.objects.filter(next_review__gt=timezone.localdate(now) - KEPT)
        due = list(guides_due_for_review(guides, now=now))
        editors = _editors(due) if due else {}
        for page in due:
            last = _begin_of(page.next_review)
            begins, ends = (last - BEFORE, last) if now < last else (last, last + KEPT)
            facts = {"page": page.pk, "day": f"{page.next_review}"}
            for person in sorted(editors[page.pk]):
                yield Occasion(person, f"{page.pk}:{page.next_review}:{now < last:d}", begins, ends, facts)

    def words(self, told: Sequence[PendingNotice], *, now: datetime) -> Sequence[Words | None]:
        """Return the words of each notice; None for a course that has another day since."""
        pages = GuidePage.objects.filter(live=True, pk__in={one.facts["page"] for one in told}).with_course_title()
        known = {(page.pk, f"{page.next_review}"): page for page in pages}
        return [_words(known.get((one.facts["page"], one.facts["day"])), now) for one in told]


def _begin_of(last: date | None) -> datetime:
    assert last is not None  # noqa: S101  only pages with a day are due
    return datetime.combine(last, time(), tzinfo=timezone.get_current_timezone())


def _words(page: GuidePage | None, now: datetime) -> Words | None:
    if page is None or page.next_review is None:
        return None
    title = page.course_title
    text = gettext(
        "The course “%(course)s” is to be looked at again by %(day)s: see whether all of it still holds, mend what "
        "does not, and set the next day."
    )
    subject = gettext("To be looked at again: %(course)s") % {"course": title}
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return Words(
        subject, text % {"course": title, "day": day(page.next_review, today=timezone.localdate(now))}, address
    )


def _editors(pages: Collection[GuidePage]) -> dict[int, set[int]]:
    """Return the people who may change each of `pages`, both by primary key: members of a group that may do so on the
    page, or on a page above it. Two statements.
    """
    rights = GroupPagePermission.objects.filter(permission__codename="change_page")
    given = list(rights.values_list("group_id", "page__path"))
    groups = {page.pk: {group for group, path in given if page.path.startswith(path)} for page in pages}
    people = get_user_model().objects.filter(is_active=True, groups__in=set().union(*groups.values()))
    members: defaultdict[int, set[int]] = defaultdict(set)
    for person, group in people.values_list("pk", "groups"):
        members[group].add(person)
    return {page: {person for group in of for person in members[group]} for page, of in groups.items()}


def register() -> None:
    """Add it, when the app is ready."""
    kinds.register(LookAgain)
