"""The catalogue: what learners are enrolled in. Pages compile into it; records point at it and never at a page."""

from collections.abc import Collection, Iterable, Mapping

from django.conf import settings
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from .outline import Outline
from .texts import Text, choose


def in_language(texts: Mapping[str, str], language: str) -> Text:
    """Return the text in `language`, or in its base language, or in the default language, or in any."""
    return choose(texts, (language, language.split("-")[0], settings.LANGUAGE_CODE))


class Programme(models.Model):
    """An ordered set of courses that is assigned together."""

    id = models.UUIDField(primary_key=True, editable=False, help_text=_("The translation key of its page."))
    slug = models.SlugField(max_length=120, unique=True)
    titles = models.JSONField(default=dict)
    courses = models.JSONField(default=list, help_text=_("Ids of its courses, in order."))
    required = models.JSONField(default=list, help_text=_("Of these, the ids of those that complete it."))
    groups = models.JSONField(default=list, help_text=_("Of the required, lists of ids of which one is enough."))
    countries = models.JSONField(default=dict, help_text=_("Of a group: the country for whose learners a course is."))
    open = models.BooleanField(default=True)
    refresher = models.ForeignKey("Course", models.SET_NULL, null=True, related_name="+")

    def __str__(self) -> str:
        return in_language(self.titles, settings.LANGUAGE_CODE)

    def title_in(self, language: str) -> Text:
        return in_language(self.titles, language)

    def parts(self, there: Collection[str]) -> list[tuple[str, ...]]:
        """Return the parts that complete it, in order: each a required course, or the courses of a group, of which one
        is enough. Courses that are not `there` are left out.
        """
        by_course = {course: tuple(group) for group in self.groups for course in group}
        parts = dict.fromkeys(by_course.get(course, (course,)) for course in self.required)
        return [left for part in parts if (left := tuple(course for course in part if course in there))]

    def choices(self, there: Collection[str]) -> list[tuple[str, ...]]:
        """Return the groups of which several courses are `there`."""
        return [part for part in self.parts(there) if len(part) > 1]

    def given(self, there: Collection[str], country: str, chosen: Collection[str] = ()) -> list[str]:
        """Return the courses that learners of `country` are given, in order, of those that are `there`: of a group the
        one for the country, else the one of `chosen`, else the first.
        """
        left = set(self.courses) & set(there)
        for group in self.choices(there):
            own = [*self.of_country(group, country), *(course for course in group if course in chosen), *group]
            left -= {course for course in group if course != own[0]}
        return [course for course in self.courses if course in left]

    def of_country(self, group: Iterable[str], country: str) -> list[str]:
        """Return the courses of `group` that are for learners of `country`."""
        return [course for course in group if country and self.countries.get(course) == country]


class Course(models.Model):
    """One course in every language. Its id is the translation key of its page; its slug is given once."""

    id = models.UUIDField(primary_key=True, editable=False)
    slug = models.SlugField(max_length=120, unique=True)
    titles = models.JSONField(default=dict)
    open = models.BooleanField(default=True, help_text=_("People may be enrolled: its page is live."))
    programme = models.ForeignKey(Programme, models.SET_NULL, null=True, related_name="+")
    has_package = models.BooleanField(default=False)
    """Is there a handout, a reading list or a guide?"""
    release = models.ForeignKey(
        "Release", models.PROTECT, null=True, related_name="+", help_text=_("The release for new enrolments.")
    )
    refresher = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")
    """The course that renews its certificates, as its release says."""
    is_refresher = models.BooleanField(default=False)
    """Does a course or programme name it as its refresher?"""

    def __str__(self) -> str:
        return in_language(self.titles, settings.LANGUAGE_CODE)

    def title_in(self, language: str) -> Text:
        return in_language(self.titles, language)


class Activity(models.Model):
    """One activity in every language. Its id is the translation key of its page; its slug is given once."""

    id = models.UUIDField(primary_key=True, editable=False)
    slug = models.SlugField(max_length=120, unique=True)
    kind = models.CharField(max_length=40)
    titles = models.JSONField(default=dict)

    def __str__(self) -> str:
        return in_language(self.titles, settings.LANGUAGE_CODE)

    def title_in(self, language: str) -> Text:
        return in_language(self.titles, language)


class Content(models.Model):
    """Content compiled from an activity in one language: immutable, named by its digest (SHA-256), shared between
    releases.
    """

    digest = models.CharField(max_length=64, primary_key=True)
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=255)
    html = models.TextField(blank=True)
    definition = models.JSONField(default=dict)
    media = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.title} ({self.digest[:8]})"


class Release(models.Model):
    """A whole course, frozen: edition and correction number, outline, who, when, why."""

    course = models.ForeignKey(Course, models.PROTECT, related_name="releases")
    edition = models.PositiveIntegerField()
    correction = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64)
    data = models.JSONField(help_text=_("The outline, as `courses.catalogue.outline.Outline` reads it."))
    why = models.CharField(max_length=300)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["course", "edition", "correction"], name="release_number_once"),
            models.CheckConstraint(condition=~models.Q(why=""), name="release_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.course} {self.number}"

    @property
    def number(self) -> str:
        return f"{self.edition}.{self.correction}"

    @cached_property
    def outline(self) -> Outline:
        return Outline.read(self.data)


class StaleCourse(models.Model):
    """A course with changes that wait for release. The row goes with the release that takes them up, or where a compile
    finds none.

    It waits `since` the first of them; the latest was noted at `noted_at`. `digest` names what compiling came to after
    that.
    """

    course_key = models.UUIDField(primary_key=True)
    since = models.DateTimeField()
    noted_at = models.DateTimeField()
    digest = models.CharField(max_length=64, blank=True)
    problem = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.course_key} since {self.since}"


class Cause(models.Model):
    """One change that waits for release: who did what, and when. Whoever made it may ask for a new edition.

    Where `what` tells something of a `subject` of a `kind` of activity, such as a question, only those read it who may
    read that.
    """

    stale = models.ForeignKey(StaleCourse, models.CASCADE, related_name="causes")
    what = models.CharField(max_length=300)
    kind = models.CharField(max_length=40, blank=True)
    subject = models.CharField(max_length=100, blank=True)
    new_edition = models.BooleanField(default=False)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    def __str__(self) -> str:
        return self.what
