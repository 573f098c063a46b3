"""Forms of the minutes, for an invigilator with a phone in the room."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.foundation.plugins.identifiers import uuid7

from .models import IN_WORDS, OF_SOMEBODY, EntryKind, Minute
from .services import EntryContent

NEW = [(one.value, one.label) for one in EntryKind if one not in (EntryKind.MISTAKE, EntryKind.SIGNED)]
INSTEAD = [*NEW, (EntryKind.MISTAKE.value, EntryKind.MISTAKE.label)]


class MinuteForm(forms.Form):
    """One entry: of whom, what, when on `day`, in which words. Made anew it has a key of its own."""

    use_required_attribute = False
    who = forms.ChoiceField(
        label=gettext_lazy("Person concerned"),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Choose a person from the list.")},
    )
    what = forms.ChoiceField(
        label=gettext_lazy("What happened"),
        choices=[("", "–"), *NEW],
        error_messages=dict.fromkeys(("required", "invalid_choice"), gettext_lazy("Choose what happened.")),
    )
    at = forms.TimeField(
        label=gettext_lazy("Time"),
        input_formats=["%H:%M", "%H:%M:%S"],
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages=dict.fromkeys(("required", "invalid"), gettext_lazy("Write the time like 09:05.")),
    )
    words = forms.CharField(
        label=gettext_lazy("In words"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Required for an incident, an excuse or a mistake."),
    )
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid7)

    def __init__(self, *args: Any, day: datetime, people: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        """Make the form; `day` is a moment of the exam in the time zone that is active."""
        super().__init__(*args, **kwargs)
        self.day = day
        choices = [("", _("The whole room")), *((str(pk), name) for pk, name in people)]
        cast(forms.ChoiceField, self.fields["who"]).choices = choices

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("what") in OF_SOMEBODY and not cleaned.get("who") and "who" not in self.errors:
            self.add_error("who", _("Choose the person for this entry."))
        if cleaned.get("what") in IN_WORDS and not cleaned.get("words") and "words" not in self.errors:
            self.add_error("words", _("Write it in words."))
        return cleaned

    @property
    def said(self) -> EntryContent:
        local = timezone.localtime(self.day)
        at = datetime.combine(local.date(), self.cleaned_data["at"], tzinfo=local.tzinfo)
        who = self.cleaned_data["who"]
        return EntryContent(self.cleaned_data["what"], at, int(who) if who else None, self.cleaned_data["words"])


class CorrectionForm(MinuteForm):
    """Form that replaces an entry; the learner of the entry stays."""

    def __init__(self, *args: object, minute: Minute, **kwargs: object) -> None:
        people = [(minute.learner.pk, minute.learner.name)] if minute.learner else []
        super().__init__(*args, day=minute.at, people=people, **kwargs)
        who = cast(forms.ChoiceField, self.fields["who"])
        who.choices = [(str(pk), name) for pk, name in people] or [("", _("The whole room"))]
        who.widget, who.initial = forms.HiddenInput(), str(minute.learner_id or "")
        kinds = [one for one in INSTEAD if minute.learner or one[0] not in OF_SOMEBODY]
        cast(forms.ChoiceField, self.fields["what"]).choices = kinds
