"""A path that was played becomes a part of the case."""

from dataclasses import replace

from django import forms
from django.utils.translation import gettext_lazy as _

from lms.people.directory.models import User

from ..authoring.access import Desk
from ..authoring.drafts import Draft, put_in
from ..page.recorded_paths import result_of
from .plays import Log, without_words


class KeepForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=60, widget=forms.TextInput(attrs={"dir": "auto"}))

    def clean_name(self) -> str:
        """Return the name without slashes: it is a part of an address."""
        return str(self.cleaned_data["name"]).replace("/", "–")


def keep(at: Desk, name: str, log: Log, *, by: User) -> None:
    """Save the possible entries of the log in the case as it is now as a path. A path of the same name is replaced."""
    said = without_words(log)
    seats, refused = result_of(at.draft.case, at.texts, said)
    kept = [entry for number, entry in enumerate(said, 1) if number not in refused]

    def changed(draft: Draft) -> Draft:
        path = {"language": at.language, "log": kept, "seats": seats}
        return replace(draft, paths={**draft.paths, name: path})

    put_in(page=at.page, change=changed, by=by)
