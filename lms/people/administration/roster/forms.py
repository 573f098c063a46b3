"""Forms of an administrator for a list of people: the file with its cohort and institution, and the meaning of its
columns.
"""

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.foundation.plugins.people_sources.rows import MOST_BYTES

from ...directory.choices import Role
from ...directory.institutions import Institution
from ...directory.models import User
from ...directory.tree import InstitutionChoiceField
from .models import Roster
from .parsing.headings import FIELDS, missing_in
from .texts import FIELD_LABELS, tell

if TYPE_CHECKING:
    from django.http import QueryDict

LOOKED_AT, SAMPLES = 20, 3
"""Rows of a file in which values are looked for, and values that are shown beside a column."""


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        max_length=255,
        help_text=gettext_lazy(
            "XLSX or CSV, with a row that names the columns. Nothing changes before you have seen it."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.txt,.tsv"}),
        error_messages={"empty": gettext_lazy("This file is empty."), "required": gettext_lazy("Choose a file.")},
    )
    institution = InstitutionChoiceField(
        None,
        label=gettext_lazy("Institution"),
        empty_label=None,
        help_text=gettext_lazy("New people serve there."),
        error_messages={
            "invalid_choice": gettext_lazy("This institution is not one of yours. Choose one from the list.")
        },
    )
    cohort = forms.CharField(
        label=gettext_lazy("Cohort"),
        required=False,
        max_length=120,
        help_text=gettext_lazy("Everybody on the list joins this cohort. It is made where there is none. Empty: none."),
    )

    def __init__(self, *args: Any, viewer: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ModelChoiceField, self.fields["institution"])
        field.queryset = Institution.objects.visible_to(viewer, Role.ADMINISTRATOR).order_by("path")
        field.initial = viewer.institution_id

    def clean_file(self) -> object:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(tell("too-large", {"limit": MOST_BYTES // 1024 // 1024}))
        return file


class ColumnsForm(forms.Form):
    """A pick list for each column of the file."""

    def __init__(self, data: "QueryDict | None" = None, *, roster: Roster) -> None:
        super().__init__(data)
        choices = [("", _("not used")), *((field, FIELD_LABELS[field]) for field in FIELDS)]
        self.titles = list(roster.titles)
        samples = _samples(roster)
        for place, (title, meant) in enumerate(zip(roster.titles, roster.fields, strict=True)):
            label = title or _("Column %(number)s, without a heading") % {"number": place + 1}
            self.fields[f"column-{place}"] = forms.ChoiceField(
                label=label, choices=choices, required=False, initial=meant, help_text=samples[place]
            )

    @property
    def chosen(self) -> list[str]:
        return [self.cleaned_data[f"column-{place}"] for place in range(len(self.titles))]

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or self.cleaned_data
        fields = [str(cleaned.get(f"column-{place}", "")) for place in range(len(self.titles))]
        named = [field for field in fields if field]
        for field in sorted({field for field in named if named.count(field) > 1}):
            self.add_error(None, tell("column-twice", {"fields": [field]}))
        if missing := missing_in(named):
            self.add_error(None, _("Say which column is: %(fields)s.") % {"fields": _labels(missing)})
        return cleaned


def _labels(fields: tuple[str, ...]) -> str:
    return ", ".join(str(FIELD_LABELS[field]) for field in fields)


def _samples(roster: Roster) -> list[str]:
    """Return for each column the first values that are not empty, as they stand in the file; one statement."""
    rows = list(roster.rows.order_by("row").values_list("cells", flat=True)[:LOOKED_AT])
    columns = [[cells[place] for cells in rows if len(cells) > place] for place in range(len(roster.titles))]
    return [" · ".join([text[:40] for text in dict.fromkeys(column) if text.strip()][:SAMPLES]) for column in columns]
