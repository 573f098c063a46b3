"""The file that somebody brings, read as it comes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from assessments.casework.imports import Story, Unreadable

from .conversion import MOST_SCENES
from .parsing import read
from .sentences import refusal, too_large, too_many

MEGABYTE = 1024 * 1024
MOST_BYTES = 20 * MEGABYTE


class StoryForm(forms.Form):
    """`cleaned_data["file"]` is the story that the file tells."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        max_length=255,
        help_text=gettext_lazy("From Twine (.twee, or published as .html), or a Branching Scenario of H5P (.h5p)."),
        widget=forms.FileInput(attrs={"accept": ".twee,.tw,.txt,.html,.htm,.h5p"}),
    )

    def clean_file(self) -> Story:
        file: Any = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(too_large(MOST_BYTES))
        try:
            story = read(file.read())
        except Unreadable as refused:
            raise forms.ValidationError(refusal(refused)) from refused
        if len(story.passages) > MOST_SCENES:
            raise forms.ValidationError(too_many())
        return story
