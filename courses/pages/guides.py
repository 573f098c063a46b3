"""The instructor's package of a course: guide, handout, reading list, words, and the card of its review."""

from typing import Any, Self
from uuid import UUID

from django.db import models
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Left, Length
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList, TabbedInterface
from wagtail.fields import RichTextField
from wagtail.models import Page, PageManager, PageQuerySet
from wagtail.permissions import page_permission_policy
from wagtail_localize.fields import SynchronizedField

from lms.people.directory.choices import STAFF_ROLES
from lms.people.directory.models import User

from ..access.rows import PAGE_ACTIONS
from ..catalogue.texts import Text
from . import guide_blocks as blocks
from .fields import BlockField
from .forms import NotTranslated
from .guide_parts import guide_parts, learner_parts
from .terms import Term, TermQuerySet
from .translations import language_of, source_of

FEATURES = ["bold", "italic", "ol", "ul", "link"]
OF_THE_REVIEW = (
    *("answerable", "lawyers", "protection_reviewer", "survivor_adviser", "language_reviewer"),
    *("checked_on", "next_review", "changes"),
)

ABOVE = Left(F("path"), Length("path") - Page.steplen)
"""The path of the page above."""


def readable(pages: Any, viewer: User) -> Any:
    """Return those of `pages`, a queryset, of which `viewer` may read what learners do not: all for people with a role
    of staff at any institution, since each course may be assigned there; for others those that they may edit.
    """
    if viewer.is_superuser or viewer.duties & {str(role) for role in STAFF_ROLES}:
        return pages
    editable = page_permission_policy.instances_user_has_any_permission_for(viewer, PAGE_ACTIONS)
    return pages.filter(pk__in=editable.values("pk"))


class GuideForm(WagtailAdminPageForm):
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        day = cleaned.get("next_review") if "next_review" in self.changed_data else None
        if day is not None and day < timezone.localdate():
            self.add_error("next_review", gettext("This day is past. Choose a day that is still to come, or none."))
        return cleaned


class GuideQuerySet(PageQuerySet):
    def of_courses(self, pages: models.QuerySet[Any]) -> Self:
        """Return the published packages below the courses `pages`; aliases are left out."""
        return self.live().filter(alias_of=None).alias(above=ABOVE).filter(above__in=pages.values("path"))

    def with_course_title(self) -> Self:
        """Annotate each with `course_title`, that of the page above it."""
        courses = Page.objects.filter(path=OuterRef("above"))
        return self.alias(above=ABOVE).annotate(course_title=Subquery(courses.values("title")))

    def visible_to(self, viewer: User) -> Self:
        """Return the packages whose guide `viewer` may read."""
        return readable(self, viewer)


class GuidePage(Page):
    """The package of the course above it. No activity: learners get the handout, the reading list and the words of it,
    and nothing of it is in a release but the words that lessons link to.
    """

    aims = RichTextField(_("aims"), blank=True, features=FEATURES)
    sessions: Any = BlockField(blocks.SessionStream, verbose_name=_("session plans"), blank=True)
    answers: Any = BlockField(blocks.AnswerStream, verbose_name=_("answers"), blank=True)
    beliefs: Any = BlockField(blocks.BeliefStream, verbose_name=_("likely beliefs"), blank=True)
    distress = RichTextField(_("if somebody is distressed"), blank=True, features=FEATURES)

    handout_title = models.CharField(_("title of the handout"), max_length=200, blank=True)
    handout = RichTextField(
        _("handout"), blank=True, features=FEATURES, help_text=_("One page for learners, at most 350 words.")
    )
    reading: Any = BlockField(blocks.ReadingStream, verbose_name=_("reading list"), blank=True)
    terms: Any = BlockField(
        blocks.TermStream,
        verbose_name=_("words of this course"),
        blank=True,
        help_text=_("Lessons of this course link these words to the glossary once the course is released."),
    )

    answerable = models.CharField(
        _("owner"), max_length=200, blank=True, help_text=_("Person who answers for the course.")
    )
    lawyers: Any = BlockField(blocks.LawyerStream, verbose_name=_("lawyer of each country"), blank=True)
    protection_reviewer = models.CharField(_("protection reviewer"), max_length=200, blank=True)
    survivor_adviser = models.CharField(_("survivor adviser"), max_length=200, blank=True)
    language_reviewer = models.CharField(_("language reviewer"), max_length=200, blank=True)
    checked_on = models.DateField(_("checked on"), null=True, blank=True)
    next_review = models.DateField(
        _("next review"),
        null=True,
        blank=True,
        help_text=_("People who may change the course are told two weeks before and on the day."),
    )
    changes: Any = BlockField(blocks.ChangeStream, verbose_name=_("change log"), blank=True)

    objects = PageManager.from_queryset(GuideQuerySet)()

    base_form_class = GuideForm
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [*Page.content_panels, *map(FieldPanel, ("aims", "sessions", "answers", "beliefs", "distress"))],
                heading=_("Guide"),
            ),
            ObjectList([FieldPanel("handout_title"), FieldPanel("handout")], heading=capfirst(_("handout"))),
            ObjectList([FieldPanel("reading")], heading=capfirst(_("reading list"))),
            ObjectList([FieldPanel("terms")], heading=capfirst(_("words of this course"))),
            ObjectList(
                [
                    FieldPanel("answerable"),
                    FieldPanel("lawyers"),
                    FieldRowPanel([*map(FieldPanel, ("protection_reviewer", "survivor_adviser", "language_reviewer"))]),
                    FieldRowPanel([FieldPanel("checked_on"), FieldPanel("next_review")]),
                    FieldPanel("changes"),
                ],
                heading=_("Review"),
            ),
            ObjectList([FieldPanel("slug")], heading=_("Address")),
        ]
    )
    parent_page_types = ["courses.CoursePage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1
    override_translatable_fields = [
        SynchronizedField("slug", overridable=False),
        SynchronizedField("terms", overridable=False),
        *map(NotTranslated, OF_THE_REVIEW),
    ]

    class Meta:
        verbose_name = _("instructor’s package")

    @property
    def course_key(self) -> UUID:
        """The catalogue id of the course."""
        return self.get_parent().translation_key

    def listed_terms(self) -> TermQuerySet:
        """Return the words that the package lists, in every language."""
        listed = Term.objects.filter(pk__in=[block["value"] for block in self.terms.raw_data if block["value"]])
        return Term.objects.filter(translation_key__in=listed.values("translation_key"))

    def serve(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Redirect to the page that asks who reads; nothing of the package is at the public address."""
        return redirect("courses:guide", self.course_key)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        language = language_of(self)
        parts = [*guide_parts(self, timezone.localdate()), *learner_parts(self)]
        context = {"title": Text(self.title, language), "language": language, "parts": parts}
        return render(request, "courses/guides/package.html", context)

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[object]:
        return []


def linked_terms(course: UUID | None) -> dict[str, list[Term]]:
    """Return the published words that lessons of the course link to, by language. One statement where the course has no
    package, else two.

    A package lists words once for all languages; where it has pages in several, that of the source language holds.
    """
    guides = GuidePage.objects.of_courses(Page.objects.filter(translation_key=course)).select_related("locale")
    guide = source_of(list(guides))
    terms: dict[str, list[Term]] = {}
    if guide is not None:
        rows = guide.listed_terms().filter(live=True, linked=True).select_related("locale").order_by("pk")
        for term in rows:
            terms.setdefault(term.locale.language_code, []).append(term)
    return terms
