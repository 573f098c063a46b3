"""The rows of conditions in the editor: pick lists of what there is, and a sentence beside what cannot stand."""

from dataclasses import dataclass, field, replace
from typing import Any, cast
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from modelcluster.forms import BaseChildFormSet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.models import Page

from lms.people.directory.choices import RoleFamily

from ..catalogue.models import Course
from ..catalogue.outline import Entry, Outline
from .condition_problems import course_cycle, never_met
from .conditions import PageCondition, values_of

Kind = PageCondition.Kind
Choices = list[tuple[str, str]]
NEEDS = {
    Kind.COURSE: ("course",),
    Kind.ACTIVITY: ("activity",),
    Kind.SCORE: ("activity", "percent"),
    Kind.DATE: ("day",),
    Kind.ROLE: ("roles",),
}


@dataclass
class ConditionChoices:
    """Choices for the rows of one page: the catalogue’s courses except its own, and the activities that come before it
    in its own.
    """

    course: UUID | None = None
    own: UUID | None = None
    title: str = ""
    courses: Choices = field(default_factory=list)
    activities: Choices = field(default_factory=list)

    @classmethod
    def of(cls, page: Page, parent: Page | None) -> "ConditionChoices":
        """Return the choices for a page that is a course or, below its `parent` course, an activity. Two statements."""
        is_course = getattr(page, "is_course", False)
        course: Any = page.translation_key if is_course else getattr(parent, "translation_key", None)
        language = get_language() or "en"
        rows = Course.objects.filter(release__isnull=False).exclude(pk=course)
        courses = [(str(row.pk), _title(row, language)) for row in rows]
        earlier = [] if is_course or parent is None else _before(page, parent)
        titles = [(str(key), title) for key, title in earlier]
        return cls(course, page.translation_key, page.title, sorted(courses, key=lambda pair: pair[1]), titles)

    @property
    def kinds(self) -> Choices:
        of_parts = (Kind.ACTIVITY, Kind.SCORE)
        return [(kind, str(name)) for kind, name in Kind.choices if self.activities or kind not in of_parts]


def _title(course: Course, language: str) -> str:
    title = str(course.title_in(language))
    return title if course.open else _("%(course)s (closed)") % {"course": title}


def _before(page: Page, parent: Page) -> Any:
    siblings = Page.objects.child_of(parent).filter(alias_of=None).exclude(content_type__model="guidepage")
    siblings = siblings.order_by("path")
    if page.path:
        siblings = siblings.filter(path__lt=page.path)
    return siblings.values_list("translation_key", "title")


def _key(value: Any) -> UUID:
    """Return the key that was sent, or that of the row: Django compares both."""
    return value if isinstance(value, UUID) else UUID(value)


class ConditionForm(WagtailAdminModelForm):
    """One row. What its kind does not need is not kept."""

    course = forms.TypedChoiceField(label=gettext_lazy("Course"), coerce=_key, empty_value=None, required=False)
    activity = forms.TypedChoiceField(label=gettext_lazy("Earlier part"), coerce=_key, empty_value=None, required=False)
    roles = forms.MultipleChoiceField(
        label=gettext_lazy("Role families"),
        choices=RoleFamily.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: object, offered: ConditionChoices | None = None, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        offered = offered or ConditionChoices()
        self._offer("kind", [("", "–"), *offered.kinds])
        self._offer("course", [("", "–"), *offered.courses])
        self._offer("activity", [("", "–"), *offered.activities])
        gone = _("Choose a part that comes before this one in the course. The one that was chosen does not, any more.")
        self.fields["activity"].error_messages["invalid_choice"] = gone
        self.fields["course"].error_messages["invalid_choice"] = _("Choose a course that has been released.")

    def _offer(self, name: str, choices: Choices) -> None:
        known: Any = self.fields[name]
        known.choices = choices

    def clean(self) -> dict[str, object]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        needed = NEEDS.get(cleaned.get("kind", ""), ())
        for name in needed:
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, self._missing(name))
        for name in {"course", "activity", "percent", "day", "roles"} - set(needed):
            self.errors.pop(name, None)
            cleaned[name] = [] if name == "roles" else None
        return cleaned

    def _missing(self, name: str) -> str:
        return {
            "course": _("Choose the course that has to be completed."),
            "activity": _("Choose the part that has to be done."),
            "percent": _("Say how many per cent are enough, from 1 to 100."),
            "day": _("Choose the first day on which it is open."),
            "roles": _("Choose for which role families it is open."),
        }[name]


class ConditionFormSet(BaseChildFormSet):
    """The rows of a page. A form that says nothing of them leaves them as they are."""

    offered: ConditionChoices = ConditionChoices()

    def get_form_kwargs(self, index: int | None) -> dict[str, object]:
        return {**super().get_form_kwargs(index), "offered": self.offered}

    def clean(self) -> None:
        super().clean()
        if any(self.errors) or self.offered.course is None:
            return
        kept = [form.instance for form in self.forms if form not in self.deleted_forms and _is_there(form)]
        if problem := self._problem(kept):
            raise ValidationError(problem)

    def _problem(self, rows: list[PageCondition]) -> str:
        conditions, offered = values_of(rows), self.offered
        earlier = [key for key, _title in offered.activities]
        if problem := never_met(offered.title, conditions, activities=earlier):
            return problem
        course = (
            Course.objects.filter(pk=cast(UUID, offered.course), release__isnull=False)
            .select_related("release")
            .first()
        )
        if course is None or course.release is None:  # which no condition can name yet
            return ""
        return course_cycle(offered.course, _with(course.release.outline, offered, conditions))


def _is_there(form: Any) -> bool:
    return bool(form.instance.pk) or form.has_changed()


def _with(outline: Outline, offered: ConditionChoices, conditions: Any) -> Outline:
    """Return the outline that is out, with these conditions in it."""
    if offered.own == offered.course:
        return replace(outline, conditions=conditions)
    own = str(offered.own)
    known = outline.by_id(own) or Entry(id=own, slug="", kind="", titles={"en": offered.title})
    others = tuple(entry for entry in outline.activities if entry.id != own)
    return replace(outline, activities=(*others, replace(known, conditions=conditions)))


class ConditionsPanel(InlinePanel):
    """The rows, each with the fields that its kind needs: courses/admin.css hides the others."""

    def __init__(self, **kwargs: object) -> None:
        defaults: dict[str, Any] = {
            "relation_name": "opening_conditions",
            "panels": [
                FieldPanel("kind"),
                FieldPanel("course", classname="condition-course"),
                FieldRowPanel(
                    [
                        FieldPanel("activity", classname="condition-activity condition-score"),
                        FieldPanel("percent", classname="condition-score"),
                    ]
                ),
                FieldPanel("day", classname="condition-date"),
                FieldPanel("roles", classname="condition-role"),
                FieldPanel("alternative"),
            ],
            "heading": gettext_lazy("When it opens"),
            "label": gettext_lazy("Condition"),
            "classname": "collapsed",
            "help_text": gettext_lazy(
                "Without conditions the part is open to everybody who is enrolled. Work done before a "
                "condition was added stays done. A part that is only for other role families is not required "
                "of a learner."
            ),
        }
        super().__init__(**{**defaults, **kwargs})

    def clone_kwargs(self) -> dict[str, object]:
        return {**super().clone_kwargs(), "heading": self.heading, "classname": self.classname}

    def get_form_options(self) -> dict[str, object]:
        options = super().get_form_options()
        options["formsets"][self.relation_name] |= {"form": ConditionForm, "formset": ConditionFormSet}
        return options
