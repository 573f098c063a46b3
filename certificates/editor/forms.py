"""Forms of the editor: the page of a design, and one for each of its elements."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from lms.foundation.interface.pictures import NoPicture
from lms.foundation.plugins.certificate import certificate_elements
from lms.people.directory.institutions import Institution

from ..design.sheet import (
    LARGEST_SIZE,
    LEAST_SIZE,
    MOST_ELEMENTS,
    MOST_LINES,
    PICTURE,
    PLUGIN,
    SIGNATURES,
    TEXT,
    Element,
    Sheet,
)
from ..pictures import services as pictures
from . import choices

_ACCEPTED = {"accept": ".png,.jpg,.jpeg,.webp"}
SIDE, PAGE_SIDE = 600, 2000
"""The longer side of a picture on a certificate and of one of a whole page, in pixels: 170 dots an inch."""


class NewDesignForm(forms.Form):
    """Name, institution and page of a new design."""

    name = forms.CharField(label=_("Name of the design"), max_length=80)
    page = forms.ChoiceField(label=_("Paper"), choices=choices.PAGES.items())
    landscape = forms.BooleanField(label=_("Landscape"), required=False, initial=True)

    def __init__(self, *args: Any, institutions: QuerySet[Institution], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["institution"] = forms.ModelChoiceField(label=_("Institution"), queryset=institutions)


class PageForm(forms.Form):
    """Name and background of a design. The size of its page is chosen when it is made."""

    name = forms.CharField(label=_("Name of the design"), max_length=80)
    background = forms.FileField(
        label=_("Background picture"),
        required=False,
        help_text=_("PNG, JPEG or WebP of the whole page, up to 5 MB. Without one the drawn frame is used."),
        widget=forms.FileInput(attrs=_ACCEPTED),
    )
    drawn_frame = forms.BooleanField(label=_("Use the drawn frame instead of the picture"), required=False)

    def stored_background(self, before: str) -> str:
        """Return the digest of the background; `before` if nothing else was sent. Raises `NoPicture`."""
        if self.cleaned_data["drawn_frame"]:
            return ""
        file = self.cleaned_data["background"]
        return pictures.keep(file.read(pictures.MOST_BYTES + 1), side=PAGE_SIDE) if file else before


class ElementForm(forms.Form):
    """One element: its box, and what its kind has besides."""

    kind = forms.CharField(widget=forms.HiddenInput)
    picture = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    x = forms.FloatField(label=_("From the beginning of the line, mm"), min_value=0, max_value=300)
    y = forms.FloatField(label=_("From the top, mm"), min_value=0, max_value=300)
    w = forms.FloatField(label=_("Width, mm"), min_value=3, max_value=300)
    h = forms.FloatField(label=_("Height, mm"), min_value=3, max_value=300)
    size = forms.FloatField(label=_("Largest font size, points"), min_value=LEAST_SIZE, max_value=LARGEST_SIZE)
    colour = forms.ChoiceField(label=_("Colour"), choices=choices.COLOURS.items())
    align = forms.ChoiceField(label=_("Lines begin"), choices=choices.ALIGNMENTS.items())
    bold = forms.BooleanField(label=_("Bold"), required=False)
    plugin = forms.ChoiceField(label=_("Line of a plugin"), required=False)
    file = forms.FileField(label=_("Picture"), required=False, widget=forms.FileInput(attrs=_ACCEPTED))

    def __init__(self, *args: Any, allowed: frozenset[str] = frozenset(), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.allowed = allowed
        self.kind_of: str = str(self["kind"].value())
        for name in ("x", "y", "w", "h", "size"):
            self.fields[name].widget.attrs |= {"step": "any", "inputmode": "decimal"}
        if self.kind_of == TEXT:
            picked = [("", "–"), *choices.LINES.items()]
            for number in range(MOST_LINES):
                label = _("Line %(number)s") % {"number": number + 1}
                self.fields[f"line{number}"] = forms.ChoiceField(label=label, choices=picked, required=False)
            for code, language in settings.LANGUAGES:
                label = _("Own words, %(language)s") % {"language": language}
                self.fields[f"words_{code}"] = forms.CharField(label=label, max_length=300, required=False)
        if self.kind_of == PLUGIN:
            known = {element.slug for element in certificate_elements} | {str(self["plugin"].value() or "")}
            listed = [("", _("All that there are")), *((slug, slug) for slug in sorted(known - {""}))]
            self.fields["plugin"] = forms.ChoiceField(label=_("Line of a plugin"), choices=listed, required=False)
        for name in self._unneeded():
            del self.fields[name]

    def _unneeded(self) -> Iterator[str]:
        if self.kind_of != PICTURE:
            yield from ("file", "picture")
        if self.kind_of != PLUGIN:
            yield "plugin"
        if self.kind_of not in (TEXT, PLUGIN, SIGNATURES):
            yield from ("size", "colour", "align", "bold")

    @property
    def label(self) -> str:
        """Return what the element is, for the heading of its form."""
        lines = [self[f"line{number}"].value() for number in range(MOST_LINES)] if self.kind_of == TEXT else []
        said = ", ".join(str(choices.LINES[line]) for line in lines if line in choices.LINES)
        return said or str(choices.KINDS.get(self.kind_of, self.kind_of))

    @property
    def lengths(self) -> list[Any]:
        return [self[name] for name in "xywh"]

    @property
    def others(self) -> list[Any]:
        """Return the fields that are neither lengths nor own words."""
        return [one for one in self.visible_fields() if one.name not in "xywh" and not one.name.startswith("words_")]

    @property
    def words(self) -> list[Any]:
        return [field for field in self if field.name.startswith("words_")]

    def clean_picture(self) -> str:
        digest: str = self.cleaned_data["picture"]
        return digest if digest in self.allowed else ""

    def element(self) -> Element:
        """Return the element, with its picture stored. Raises `NoPicture`."""
        said = self.cleaned_data
        lines = [said.get(f"line{number}") for number in range(MOST_LINES)]
        words = {code: said.get(f"words_{code}", "") for code, _language in settings.LANGUAGES}
        values: dict[str, Any] = {
            name: said[name] for name in ("size", "colour", "align", "bold", "plugin", "picture") if name in said
        }
        if file := said.get("file"):
            values["picture"] = pictures.keep(file.read(pictures.MOST_BYTES + 1), side=SIDE)
        values |= {
            "lines": tuple(line for line in lines if line),
            "words": {c: text for c, text in words.items() if text},
        }
        return Element(self.kind_of, *(round(said[name], 2) for name in "xywh"), **values)


class Elements(BaseFormSet[ElementForm]):
    """The elements of a sheet in their order: later ones stand above earlier ones."""

    def elements(self) -> list[tuple[int, Element]]:
        """Return what stays, each with the place of its form; a picture that is none becomes an error of its form."""
        found = []
        for number, form in enumerate(self.forms):
            if form.cleaned_data.get("DELETE"):
                continue
            try:
                found.append((number, form.element()))
            except NoPicture as error:
                form.add_error("file", str(error))
        return found


ElementForms: Any = formset_factory(ElementForm, formset=Elements, extra=0, can_delete=True, max_num=MOST_ELEMENTS)


def initial_of(sheet: Sheet) -> list[dict[str, Any]]:
    """Return the initial values of the forms of its elements."""
    return [
        {name: value for name, value in vars(element).items() if name not in ("lines", "words")}
        | {f"line{number}": line for number, line in enumerate(element.lines)}
        | {f"words_{code}": text for code, text in element.words.items()}
        for element in sheet.elements
    ]
