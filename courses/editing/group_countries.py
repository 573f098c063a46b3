"""The part of a group's page in the admin that binds its people to countries."""

from typing import TYPE_CHECKING

from django import forms
from django.contrib.auth.models import Group
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from lms.people.directory.countries import country_choices

from ..pages.national_rights import GroupCountry

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile
    from django.http import QueryDict
    from django.utils.datastructures import MultiValueDict


class GroupCountriesForm(forms.Form):
    """The countries to which the people of a group are bound."""

    countries = forms.MultipleChoiceField(
        label=_("Only for these countries"),
        choices=country_choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "People in this group change only courses, procedures and law citations of these countries, and in courses "
            "for all countries the country blocks of these; also where another group lets them change more. "
            "None ticked: no limit."
        ),
    )

    def __init__(
        self,
        data: "QueryDict | None" = None,
        files: "MultiValueDict[str, UploadedFile] | None" = None,
        instance: Group | None = None,
        prefix: str = "bound",
    ) -> None:
        self.group = instance or Group()
        known = [] if self.group.pk is None else self.group.countries.values_list("country", flat=True)
        super().__init__(data, files, prefix=prefix, initial={"countries": list(known)})

    @transaction.atomic
    def save(self) -> None:
        chosen = self.cleaned_data["countries"]
        self.group.countries.exclude(country__in=chosen).delete()
        rows = [GroupCountry(group=self.group, country=country) for country in chosen]
        GroupCountry.objects.bulk_create(rows, ignore_conflicts=True)

    def as_admin_panel(self) -> str:
        return render_to_string("courses/admin/group_countries.html", {"form": self})


@hooks.register("register_group_permission_panel")
def _panel() -> type[GroupCountriesForm]:
    return GroupCountriesForm
