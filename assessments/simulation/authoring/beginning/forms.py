"""The form with which a case begins."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.editing.new_pages import courses_of
from courses.models import CoursePage

from ..drafts import Draft
from .sources import MOST_SEATS, copied, empty_case, sources_of

EMPTY, COPY, SHEET = "empty", "copy", "sheet"
WAYS = (
    (EMPTY, gettext_lazy("Empty, with these seats")),
    (COPY, gettext_lazy("A copy of another case")),
    (SHEET, gettext_lazy("From a spreadsheet, which you choose on the next page")),
)
LONGEST_NAME = 80


class BeginForm(forms.Form):
    """`cleaned_data["draft"]` is the case with which the page begins; None for a spreadsheet."""

    way = forms.ChoiceField(
        label=gettext_lazy("Begin with"), choices=WAYS, initial=EMPTY, widget=forms.RadioSelect, required=False
    )
    seats = forms.CharField(
        label=gettext_lazy("Seats"),
        required=False,
        max_length=MOST_SEATS * (LONGEST_NAME + 2),
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
        help_text=gettext_lazy("A line for each seat, with its name, like: Investigator. You can change them later."),
    )
    copy_of = forms.ChoiceField(label=gettext_lazy("Case to copy"), required=False)

    def __init__(self, user: object, *args: Any, title: str = "", language: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case_title, self.language = title, language
        self.fields["copy_of"].choices = [("", "–"), *sources_of(user).items()]  # type: ignore[attr-defined]

    def clean_seats(self) -> list[str]:
        return [" ".join(line.split()) for line in self.cleaned_data["seats"].splitlines() if line.strip()]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        makes = {COPY: self._copied, SHEET: self._none}.get(cleaned.get("way") or EMPTY, self._empty)
        return cleaned | {"draft": makes(cleaned) if not self.errors else None}

    def _none(self, cleaned: dict[str, Any]) -> None:
        return None

    def _empty(self, cleaned: dict[str, Any]) -> Draft | None:
        names = cleaned["seats"]
        if not 0 < len(names) <= MOST_SEATS:
            self.add_error(
                "seats", _("Write the names of 1 to %(most)s seats, a line for each.") % {"most": MOST_SEATS}
            )
        elif len({name.casefold() for name in names}) < len(names):
            self.add_error("seats", _("Two seats have the same name. Give each its own."))
        elif max(map(len, names)) > LONGEST_NAME:
            self.add_error("seats", _("A name has up to %(most)s letters. Shorten it.") % {"most": LONGEST_NAME})
        else:
            return empty_case(self.case_title, names, self.language)
        return None

    def _copied(self, cleaned: dict[str, Any]) -> Draft | None:
        if not cleaned["copy_of"]:
            self.add_error("copy_of", _("Choose the case to copy."))
            return None
        found = copied(cleaned["copy_of"], self.case_title, self.language)
        if found is None:
            self.add_error("copy_of", _("This case has no text in the language of the course. Choose another."))
        return found


class NewCaseForm(BeginForm):
    """A case on a page of its own. `key` names the page: sent twice, it is there once."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=200, widget=forms.TextInput(attrs={"dir": "auto"}))
    course = forms.ChoiceField(label=capfirst(gettext_lazy("course")))
    key = forms.UUIDField(widget=forms.HiddenInput)
    field_order = ("title", "course")

    def __init__(self, user: object, *args: Any, **kwargs: Any) -> None:
        super().__init__(user, *args, **kwargs)
        self.courses: dict[str, CoursePage] = {str(page.pk): page for page in courses_of(user)}
        listed = [(pk, page.get_admin_display_title()) for pk, page in self.courses.items()]
        self.fields["course"].choices = listed if len(listed) == 1 else [("", "–"), *listed]  # type: ignore[attr-defined]
        self.initial.setdefault("key", uuid4())

    def clean_title(self) -> str:
        self.case_title = " ".join(self.cleaned_data["title"].split())
        return self.case_title

    def clean_course(self) -> CoursePage:
        course = self.courses[self.cleaned_data["course"]]
        self.language = course.locale.language_code
        return course
