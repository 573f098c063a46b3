"""Forms of a change, with what its author intends: a correction or a new edition, and a line with the reason.

Whoever releases it decides.
"""

from typing import Any
from uuid import UUID

from django import forms
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail_localize.fields import BaseTranslatableField

from ..access.file_choices import OnlyTheirFiles
from .condition_forms import ConditionChoices
from .national_rights import countries_of, refusal


class NotTranslated(BaseTranslatableField):
    """A field that belongs to one version of a page: a translation neither translates nor takes it over."""


class RefreshedPageForm(WagtailAdminPageForm):
    """The form of a page that may name a refresher: a pick list of the courses that were released."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if "refresher" in self.fields:
            self.fields["refresher"] = self._choice(ConditionChoices.of(self.instance, self.parent_page).courses)

    def _choice(self, courses: list[tuple[str, str]]) -> forms.Field:
        known = self.fields["refresher"]
        return forms.TypedChoiceField(
            label=known.label,
            help_text=known.help_text,
            required=False,
            coerce=lambda value: UUID(str(value)),
            empty_value=None,
            choices=[("", "–"), *courses],
        )


class ReleasedPageForm(OnlyTheirFiles, RefreshedPageForm):
    """The form of every page that a course consists of. The reason of the change before is not offered again."""

    def __init__(self, data: object = None, *args: object, **kwargs: object) -> None:
        super().__init__(_with_conditions(data), *args, **kwargs)
        page = self.instance
        if conditions := self.formsets.get("opening_conditions"):
            conditions.offered = ConditionChoices.of(page, self.parent_page)
        if page.pk is None or not page.has_unpublished_changes:
            self.initial |= {"change": page._meta.get_field("change").default, "why": ""}

    def _post_clean(self) -> None:
        super()._post_clean()
        page, person = self.instance, self.for_user
        countries = countries_of(person) if page.pk is not None and person is not None else frozenset()
        if countries and (problem := refusal(page, page.serializable_data(), countries)):
            self.add_error(None, problem)


def _with_conditions(data: Any) -> object:
    """Return the data sent; if it has nothing on conditions, with an empty list of rows, so that the page’s conditions
    stay.
    """
    if data is None or "opening_conditions-TOTAL_FORMS" in data:
        return data
    data = data.copy()
    data["opening_conditions-TOTAL_FORMS"] = data["opening_conditions-INITIAL_FORMS"] = "0"
    return data


def course_key(page: Any, parent: Any = None) -> UUID | None:
    """Return the catalogue id of the course that `page` is or belongs to; `parent` where the page is not yet in the
    tree.
    """
    if getattr(page, "is_course", False):
        return page.translation_key
    if parent is None and page.pk is not None:
        parent = page.get_parent()
    return parent.translation_key if getattr(getattr(parent, "specific_class", None), "is_course", False) else None
