"""Form of an administrator about second factors at an institution."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from ...directory.institutions import Institution
from ...directory.tree import InstitutionChoiceField
from .policy import MOST_DAYS, NOBODY

AS_ABOVE, NOT_ASKED, NOW, LATER = "above", "nobody", "now", "later"
CHOICES = [
    (AS_ABOVE, _("As the institution above says")),
    (NOW, _("Asked of staff now")),
    (LATER, _("Asked of staff after some days")),
    (NOT_ASKED, _("Not asked")),
]


class PolicyForm(forms.Form):
    """Form for one institution, and those below it. Gives `institution` and `days` as `policy.set_policy` takes
    them.
    """

    institution = InstitutionChoiceField(queryset=Institution.objects.none(), label=_("Institution"), empty_label="–")
    asked = forms.ChoiceField(label=_("Second factor"), choices=CHOICES, widget=forms.RadioSelect, initial=LATER)
    days = forms.IntegerField(
        label=_("Days before it is asked"), min_value=1, max_value=MOST_DAYS, required=False, initial=14
    )

    def __init__(self, *args: Any, institutions: QuerySet[Institution], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["institution"].queryset = institutions  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        asked, given = self.cleaned_data.get("asked"), self.cleaned_data.get("days")
        if asked == LATER and given is None and "days" not in self.errors:
            self.add_error("days", _("Write after how many days."))
        days = {AS_ABOVE: None, NOT_ASKED: NOBODY, NOW: 0}.get(str(asked), given)
        return {"institution": self.cleaned_data.get("institution"), "days": days}
