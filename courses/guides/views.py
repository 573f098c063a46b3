"""Views of the package of a course: what learners get of it, the instructor's guide, one part to print, and the
glossary.
"""

from collections.abc import Mapping
from itertools import groupby
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lms.people.directory.requests import SignedInRequest

from ..catalogue.texts import Text
from ..pages.guide_parts import guide_parts, learner_parts
from ..pages.guides import GuidePage
from ..pages.models import CoursePage
from ..pages.terms import Term
from ..pages.translations import language_of


@login_required
@require_safe
def package(request: SignedInRequest, course: UUID) -> HttpResponse:
    """Show the handout, the reading list and the words of a course to whoever has signed in."""
    guide = _guide(course)
    context = {
        "title": _course_title(guide),
        "lead": _("Handout, reading list and words"),
        "parts": learner_parts(guide),
        "words": guide.listed_terms().in_languages(_languages()),
        "guide_url": reverse("courses:guide", args=[course]) if _is_reader(request, guide) else "",
    }
    return _show(request, course, guide, context)


@login_required
@require_safe
def guide(request: SignedInRequest, course: UUID) -> HttpResponse:
    """Show the whole guide to people with a role of staff and to the editors of the course; 404 to others."""
    found = _guide(course)
    if not _is_reader(request, found):
        raise Http404
    context = {
        "title": _("Instructor’s guide: %(course)s") % {"course": found.course_title},
        "trail": [(_course_title(found), reverse("courses:package", args=[course]))],
        "parts": guide_parts(found, timezone.localdate()),
    }
    return _show(request, course, found, context)


@login_required
@require_safe
def part(request: SignedInRequest, course: UUID, part: str) -> HttpResponse:
    """Show one part alone, to be printed; 404 for a part of the guide where the reader may not read the guide."""
    found = _guide(course)
    parts = learner_parts(found)
    if _is_reader(request, found):
        parts += guide_parts(found, timezone.localdate())
    chosen = next((one for one in parts if one.slug == part), None)
    if chosen is None:
        raise Http404
    context = {
        "title": chosen.heading,
        "lead": _course_title(found),
        "trail": [(_course_title(found), reverse("courses:package", args=[course]))],
        "alone": chosen,
    }
    return _show(request, course, found, context)


@login_required
@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    """Show every word of the glossary by letter, in the reader's language where there is one."""
    words = Term.objects.in_languages(_languages())
    letters = [(letter, list(below)) for letter, below in groupby(words, key=lambda term: term.sorted_by[:1].upper())]
    return render(request, "courses/guides/glossary.html", {"title": _("Glossary"), "letters": letters})


def _languages() -> list[str]:
    """Return the languages in which a text is sought, the reader's own first."""
    language = get_language() or ""
    return list(dict.fromkeys([language, language.split("-")[0], settings.LANGUAGE_CODE]))


def _guide(course: UUID) -> GuidePage:
    """Return the published package in the reader's language, else in the default one, else the oldest. Raises
    `Http404`.
    """
    pages = GuidePage.objects.of_courses(CoursePage.objects.filter(translation_key=course))
    guides = {language_of(page): page for page in pages.with_course_title().select_related("locale").order_by("-pk")}
    if not guides:
        raise Http404
    return next((guides[name] for name in _languages() if name in guides), list(guides.values())[-1])


def _course_title(guide: GuidePage) -> Text:
    return Text(guide.course_title, language_of(guide))


def _is_reader(request: SignedInRequest, guide: GuidePage) -> bool:
    return GuidePage.objects.visible_to(request.user).filter(pk=guide.pk).exists()


def _show(request: HttpRequest, course: UUID, guide: GuidePage, context: Mapping[str, object]) -> HttpResponse:
    return render(request, "courses/guides/package.html", {"course": course, "language": language_of(guide), **context})
