"""Form of a stand-in: the person, the role, and the dates."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy

from lms.foundation.interface.date_fields import days

from ...directory.models import Membership


class RoleChoiceField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Membership) -> str:
        return f"{obj.user.name} · {obj.get_role_display()} · {obj.institution.local_name()}"


class StandInForm(forms.Form):
    source = RoleChoiceField(label=gettext_lazy("Whose role?"), queryset=Membership.objects.none(), empty_label=None)
    number = forms.CharField(
        label=gettext_lazy("Service number of the colleague"),
        max_length=40,
        error_messages={"required": gettext_lazy("Write at least one service number.")},
        widget=forms.TextInput(attrs={"dir": "ltr", "spellcheck": "false", "autocomplete": "off"}),
    )
    starts_on = forms.DateField(label=gettext_lazy("From"))
    ends_on = forms.DateField(label=gettext_lazy("To"))

    def __init__(self, *args: Any, roles: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ModelChoiceField, self.fields["source"])
        field.queryset = roles.select_related("user", "institution").order_by("user__name", "institution__path", "pk")
        days(self.fields["starts_on"])
        days(self.fields["ends_on"], gettext_lazy("The last day. The role ends by itself then."))
