"""The rows of conditions in the editor: pick lists of what there is, and a sentence beside what cannot stand."""

import json
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import Any, cast
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from modelcluster.forms import BaseChildFormSet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.models import Page

from lms.foundation.plugins.access import COLUMNS, access_conditions
from lms.foundation.plugins.runtime.registry import NotInstalled
from lms.people.directory.choices import RoleFamily

from ..catalogue.models import Course
from ..catalogue.outline import Entry, Outline
from .condition_problems import course_cycle, never_met
from .conditions import PageCondition, values_of

Choices = list[tuple[str, str]]


@dataclass(frozen=True)
class Kind:
    """A kind of condition as a row offers it: its name, the columns that it needs, and the fields of its own."""

    name: str
    columns: tuple[str, ...]
    fields: Mapping[str, Any]


def offered_kinds() -> dict[str, Kind]:
    """Return the kinds that an editor can choose now, by slug. One whose plugin breaks is left out."""
    found: dict[str, Kind] = {}
    for kind in access_conditions:
        try:
            found[kind.slug] = Kind(str(kind.name), kind.columns, kind.fields())
        except NotInstalled:
            continue
    return found


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
    kinds: Mapping[str, Kind] = field(default_factory=offered_kinds)

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

    def kinds_with(self, known: str) -> Choices:
        """Return the kinds to choose from, and the `known` one of a row, whatever became of its plugin."""
        offered = [
            (slug, kind.name) for slug, kind in self.kinds.items() if self.activities or "activity" not in kind.columns
        ]
        if not known or known in dict(offered):
            return offered
        return [*offered, (known, self.kinds[known].name if known in self.kinds else known)]


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


def _can_show(own: Any, value: object) -> bool:
    """Return whether the field can show a value that was kept: one of several inputs shows a list, and nothing else
    that a file may have brought.
    """
    return value is not None and (isinstance(value, list) or not isinstance(own, forms.MultiValueField))


def _kept(own: Any, value: object) -> object:
    """Return a cleaned value in the form in which it is kept and taken again: of a field of several inputs the list of
    what stands in each.
    """
    if not isinstance(own, forms.MultiValueField):
        return own.prepare_value(value)
    parts = cast(Any, own.widget).decompress(value)
    return [_kept(part, one) for part, one in zip(own.fields, parts, strict=False)]


class ConditionForm(WagtailAdminModelForm):
    """One row. What its kind does not need is not kept; what one of an unknown kind has stays as it is."""

    kind = forms.ChoiceField(label=capfirst(gettext_lazy("what has to hold")))
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
        self.kinds, self.kept = offered.kinds, self.instance.kind
        self._offer("kind", [("", "–"), *offered.kinds_with(self.kept)])
        self._offer("course", [("", "–"), *offered.courses])
        self._offer("activity", [("", "–"), *offered.activities])
        gone = _("Choose a part that comes before this one in the course. The one that was chosen does not, any more.")
        self.fields["activity"].error_messages["invalid_choice"] = gone
        self.fields["course"].error_messages["invalid_choice"] = _("Choose a course that has been released.")
        for slug, kind in self.kinds.items():
            for name, own in kind.fields.items():
                self.fields[f"{slug}.{name}"] = deepcopy(own)
                if slug == self.kept and _can_show(own, self.instance.own_values.get(name)):
                    self.initial[f"{slug}.{name}"] = self.instance.own_values[name]

    def _offer(self, name: str, choices: Choices) -> None:
        known: Any = self.fields[name]
        known.choices = choices

    def kinds_of(self, name: str) -> list[str]:
        """Return the slugs of the kinds that need the field of this name."""
        slug, _dot, own = name.partition(".")
        return [slug] if own else [slug for slug, kind in self.kinds.items() if name in kind.columns]

    def clean(self) -> dict[str, object]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        slug = cleaned.get("kind", "")
        kind = self.kinds.get(slug)
        if slug and kind is None:
            for name in set(self.fields) - {"kind", "alternative"}:
                self.errors.pop(name, None)
            return cleaned | {name: getattr(self.instance, name) for name in COLUMNS}
        needed = kind.columns if kind else ()
        for name in needed:
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, self._missing(name))
        for name in COLUMNS.keys() - set(needed):
            self.errors.pop(name, None)
            cleaned[name] = [] if name == "roles" else None
        self._keep_own(slug, cleaned)
        return cleaned

    def _keep_own(self, slug: str, cleaned: Mapping[str, object]) -> None:
        """Keep the values of the fields that the chosen kind has of its own, and forget the errors of others."""
        values = {}
        for name, known in self.fields.items():
            owner, _dot, own = name.partition(".")
            if own and owner != slug:
                self.errors.pop(name, None)
            elif own and name in cleaned:
                values[own] = _kept(known, cleaned[name])
        self.instance.values = json.loads(json.dumps(values, cls=DjangoJSONEncoder))

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
