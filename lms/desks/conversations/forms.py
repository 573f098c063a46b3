"""Forms to ask, to write, to answer, to report, and to note the outcome of a report."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lms.foundation.plugins.identifiers import uuid7
from lms.people.directory.models import Cohort, User
from lms.people.directory.names import name_and_number

from .models import LONGEST, LONGEST_REASON, LONGEST_TITLE
from .services import MOST_AT_ONCE, MessageDraft

_NOT_EMPTY = _("Write a message first.")


class MessageForm(forms.Form):
    """A message; sent twice it has the same `client_id`."""

    text = forms.CharField(
        label=_("Message"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        error_messages={"required": _NOT_EMPTY},
    )
    client_id = forms.UUIDField(
        widget=forms.HiddenInput, error_messages={"required": _("Open the page again, then send it.")}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["client_id"].initial = uuid7

    @property
    def said(self) -> MessageDraft:
        values = self.cleaned_data
        return MessageDraft(values["text"], values["client_id"], values.get("title", ""))


class _Titled(MessageForm):
    title = forms.CharField(
        label=_("Subject"),
        max_length=LONGEST_TITLE,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        error_messages={"required": _("Write in a few words what it is about.")},
    )
    field_order: tuple[str, ...] = ("title", "text")


class _Cohorts(forms.ModelChoiceField):
    def label_from_instance(self, obj: Cohort) -> str:
        return f"{obj.name} · {obj.institution.local_name()}"


class AskForm(_Titled):
    """A learner's question; `titled` where the matter has no name of its own. The cohort is asked of those in several.

    `cohorts` are those whose instructors the learner may ask.
    """

    cohort = _Cohorts(
        label=_("Instructors of"),
        queryset=Cohort.objects.none(),
        empty_label=None,
        error_messages={
            "required": _("Choose whom you ask."),
            "invalid_choice": _("Choose one of your cohorts from the list."),
        },
    )
    field_order = ("cohort", "title", "text")

    def __init__(self, *args: Any, cohorts: Any, titled: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cohorts = cohorts
        several = len(cohorts) > 1
        if several:
            self.fields["cohort"].queryset = cohorts  # type: ignore[attr-defined]  # of a field for rows
        else:
            del self.fields["cohort"]
        if not titled:
            del self.fields["title"]

    @property
    def cohort_asked(self) -> Cohort:
        cohort: Cohort = self.cleaned_data.get("cohort") or self.cohorts[0]
        return cohort


class _People(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: User) -> str:
        return name_and_number(obj)


class WriteForm(_Titled):
    """Form for messages to people of a cohort, to each in a conversation of their own."""

    people = _People(
        label=_("To"),
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Choose to whom you write."),
            "invalid_choice": _("Choose people of the cohort from the list."),
            "invalid_pk_value": _("Choose people of the cohort from the list."),
        },
    )
    field_order = ("people", "title", "text")

    def __init__(self, *args: object, people: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].queryset = people  # type: ignore[attr-defined]  # of a field for rows

    def clean_people(self) -> object:
        people = list(self.cleaned_data["people"])
        if len(people) > MOST_AT_ONCE:
            sentence = _("You can write to %(most)s people at once. Choose fewer, and write to the others after that.")
            raise forms.ValidationError(sentence % {"most": MOST_AT_ONCE})
        return people


class ReportForm(forms.Form):
    reason = forms.CharField(
        label=_("What is wrong?"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        error_messages={"required": _("Write what is wrong.")},
    )


class OutcomeForm(forms.Form):
    outcome = forms.CharField(
        label=_("What was done"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        error_messages={"required": _("Write down what was done, even if nothing was done.")},
    )
    locks = forms.BooleanField(label=_("Close the conversation, so that nobody writes in it any more"), required=False)
