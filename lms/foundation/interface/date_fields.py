"""Form fields for days."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


def days(field: forms.Field, help_text: Any = "") -> None:
    """Let `field` be one for a day of this century, as all of ours are."""
    field.widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    field.help_text = help_text
    invalid = gettext_lazy("Write the day as year, month and day, like 2027-01-31.")
    field.error_messages["invalid"] = invalid
    field.validators += MinValueValidator(date(2000, 1, 1), invalid), MaxValueValidator(date(2099, 12, 31), invalid)


def check_days(form: forms.BaseForm, cleaned: dict[str, Any]) -> None:
    """Check that the last day is not before the first."""
    starts, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
    if starts and ends and ends < starts:
        form.add_error("ends_on", _("The last day is before the first. Choose a later one."))
