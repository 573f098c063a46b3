"""The form by which a sheet of cards is ordered."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from ...directory.choices import Role
from ...directory.models import Cohort, User
from ..roster.models import Roster
from . import sheets


class SheetForm(forms.Form):
    """Form of the people for whom cards are made: a cohort, the people of a list, or people ticked on another page."""

    cohort = forms.ModelChoiceField(label=_("Cohort"), queryset=Cohort.objects.none(), required=False, empty_label="–")
    roster = forms.ModelChoiceField(
        label=_("List of people"), queryset=Roster.objects.none(), required=False, empty_label="–"
    )
    whom = forms.ChoiceField(
        label=_("For whom"),
        widget=forms.RadioSelect,
        initial=sheets.WAITING,
        choices=[
            (sheets.WAITING, _("People with neither a password nor a card")),
            (sheets.NEVER, _("People without a password; earlier cards no longer work")),
            (sheets.ALL, _("Everybody, also people who have a password; earlier cards no longer work")),
        ],
    )

    def __init__(self, *args: Any, viewer: User, ticked: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ticked = ticked
        cohorts = Cohort.objects.visible_to(viewer, Role.ADMINISTRATOR).order_by("name", "pk")
        lists = Roster.objects.visible_to(viewer, Role.ADMINISTRATOR).filter(status=Roster.Status.DONE).order_by("-pk")
        cast(Any, self.fields["cohort"]).queryset = cohorts
        cast(Any, self.fields["roster"]).queryset = lists

    def clean(self) -> dict[str, object]:
        if not (self.ticked or self.cleaned_data.get("cohort") or self.cleaned_data.get("roster") or self.errors):
            self.add_error("cohort", _("Choose a cohort or a list."))
        return self.cleaned_data
