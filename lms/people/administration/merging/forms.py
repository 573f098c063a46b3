"""Form of the choice which of two accounts stays."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy

from ...directory.models import User
from ...directory.names import name_and_number


class MergeForm(forms.Form):
    into = forms.TypedChoiceField(
        label=gettext_lazy("Which account stays?"),
        help_text=gettext_lazy("With its name, number, e-mail, password and second factor."),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose the account that stays.")},
    )

    def __init__(self, *args: Any, people: tuple[User, User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(person.pk, name_and_number(person)) for person in people]
        cast(Any, self.fields["into"]).choices = choices
