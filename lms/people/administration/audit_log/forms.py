"""Form of the filters of the audit log."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...audit.actions import Kind, actions


def _number(label: Any, help_text: Any) -> forms.CharField:
    widget = forms.TextInput(attrs={"dir": "ltr", "spellcheck": "false", "autocomplete": "off"})
    return forms.CharField(label=label, help_text=help_text, max_length=40, required=False, widget=widget)


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": gettext_lazy("Write the day as year, month and day, like 2027-01-31.")},
    )


class LogForm(forms.Form):
    """Filters of the log; nothing is required."""

    by = _number(gettext_lazy("Who did it"), gettext_lazy("A service number."))
    person = _number(gettext_lazy("About whom"), gettext_lazy("A service number."))
    action = forms.ChoiceField(label=gettext_lazy("What was done"), required=False)
    since = _day(gettext_lazy("From"))
    until = _day(gettext_lazy("To"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: list[Any] = [("", _("Anything"))]
        for kind in Kind:
            own = [(action.slug, str(action.name)) for action in actions.all() if action.kind == kind]
            choices += [(kind.label, sorted(own, key=lambda choice: choice[1].casefold()))] if own else []
        cast(forms.ChoiceField, self.fields["action"]).choices = choices

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or self.cleaned_data
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and since > until:
            self.add_error("until", _("The last day is before the first. Choose a later one."))
        return cleaned
