"""Forms: keep a report under a name, have it sent again and again, have a file of it made."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.people.directory.choices import Role
from lms.people.directory.institutions import Institution

from .models import LONGEST_NAME, Kind, SavedView, Schedule

Shared = tuple[str, Institution | None]


class ViewForm(forms.Form):
    """Name of a view, and who has it: oneself, or also those with a role at one of the viewer's `places` or below."""

    name = forms.CharField(label=gettext_lazy("Name of the view"), max_length=LONGEST_NAME)
    shared = forms.ChoiceField(
        label=gettext_lazy("Who has it"),
        required=False,
        help_text=gettext_lazy("Sharing gives no rights: others see what they may see themselves."),
    )

    def __init__(self, *args: Any, places: Sequence[Institution], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered: dict[str, tuple[str, Shared]] = {"": (_("Only you"), ("", None))}
        for place in places:
            about = {"place": place.local_name()}
            coordinators = _("Coordinators of %(place)s, and below it") % about
            administrators = _("Administrators of %(place)s, and below it") % about
            self.offered[f"coordinator-{place.pk}"] = (coordinators, (Role.COORDINATOR, place))
            self.offered[f"administrator-{place.pk}"] = (administrators, (Role.ADMINISTRATOR, place))
        field: Any = self.fields["shared"]
        field.choices = [(value, label) for value, (label, _shared) in self.offered.items()]

    @property
    def role_and_place(self) -> Shared:
        return self.offered[self.cleaned_data["shared"]][1]


def initial_of(view: SavedView) -> dict[str, str]:
    return {"name": view.name, "shared": f"{view.role}-{view.place_id}" if view.place_id else ""}


class ScheduleForm(forms.Form):
    """Days, kind and way of a report that is sent again and again. Without a period of its own it cannot roll."""

    every = forms.ChoiceField(label=gettext_lazy("How often"), choices=Schedule.Every, initial=Schedule.Every.MONTH)
    kind = forms.ChoiceField(label=gettext_lazy("File"), choices=Kind, initial=Kind.PDF)
    by = forms.ChoiceField(label=gettext_lazy("How it comes to you"), choices=Schedule.By, initial=Schedule.By.FILE)
    rolls = forms.BooleanField(
        label=gettext_lazy("Each time about the day, the week or the month before"), required=False
    )

    def __init__(self, *args: Any, has_period: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_period:
            del self.fields["rolls"]


class FileForm(forms.Form):
    """The kind of a file."""

    kind = forms.ChoiceField(label=gettext_lazy("File"), choices=Kind, initial=Kind.PDF)
