"""The form of a card, with its picture: brought, replaced or taken away, and said in words."""

from django import forms
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.casework.definition.pictures import MOST, name_of, names_of
from lms.foundation.interface.pictures import NoPicture

from ...pictures.conversion import MOST_BYTES, convert_picture
from .base_forms import Thing, ThingForm, line_field, many_field, one_field, text_field
from .choices import Picks
from .recordings import kept_recording

OF_A_PICTURE = ("alt", "credit")
TRANSCRIPT = "transcript"


class CardForm(ThingForm):
    """`brought` is the picture that came with it, drawn anew, which the card names; nothing where none did."""

    WORDS = ("title", "source", "text", *OF_A_PICTURE, TRANSCRIPT)
    named_by = "title"
    title = line_field(gettext_lazy("Title"), required=True)
    source = line_field(gettext_lazy("Source"))
    text = text_field(gettext_lazy("Text"), required=True)
    file = forms.FileField(
        label=gettext_lazy("Picture"),
        required=False,
        max_length=255,
        help_text=gettext_lazy(
            "JPEG, PNG or WebP, up to 8 MB. The picture is drawn anew, without where and when it was taken. "
            "No real person may be recognisable."
        ),
        widget=forms.FileInput(attrs={"accept": ".jpg,.jpeg,.png,.webp"}),
    )
    without = forms.BooleanField(label=gettext_lazy("Take the picture away"), required=False)
    alt = line_field(
        gettext_lazy("Description of the picture"),
        help_text=gettext_lazy("For people who do not see the picture; each picture needs it."),
    )
    credit = line_field(
        gettext_lazy("Whose picture it is"),
        help_text=gettext_lazy("Name of the author, and the licence under which it may be shown."),
    )
    recording = one_field(
        gettext_lazy("Sound or short film"),
        help_text=gettext_lazy(
            "From the media library of the admin: MP3, OGG, Opus or M4A up to 5 MB, MP4 or WebM up to 20 MB. "
            "Players read its size before they load it."
        ),
    )
    transcript = text_field(
        gettext_lazy("What is said and shown, in words"),
        help_text=gettext_lazy("For people who do not hear or see it; each sound and film needs it."),
    )
    need = many_field(
        gettext_lazy("Roles that need it"),
        help_text=gettext_lazy("Passing it on to somebody else is counted then. Nobody: it is free to pass on."),
    )

    def __init__(
        self, picks: Picks, thing: Thing, words: Thing, *args: object, own: bool = True, **kwargs: object
    ) -> None:
        super().__init__(picks, thing, words, *args, own=own, **kwargs)
        if not thing.get("picture"):
            for name in ("without",) if own else OF_A_PICTURE:
                del self.fields[name]
        if not own and not thing.get("recording"):
            del self.fields[TRANSCRIPT]

    def initial_of(self, thing: Thing) -> Thing:
        return {**thing, "recording": thing.get("recording", "")}

    def offer(self) -> None:
        super().offer()
        if "recording" in self.fields:
            present = str(self.thing.get("recording", ""))
            kept = [(present, _("The present one, %(size)s") % {"size": filesizeformat(self.thing.get("weight", 0))})]
            listed = [(key, row.title) for key, row in self.picks.recordings.items()]
            self.choices("recording", [("", "–"), *(kept if present else []), *listed])

    def clean_recording(self) -> tuple[str, int]:
        """Return the name of the file, which is kept from now on, and its bytes; an empty name for none."""
        chosen = self.cleaned_data["recording"]
        if chosen in self.picks.recordings:
            return kept_recording(self.picks.recordings[chosen])
        return chosen, self.thing.get("weight", 0) if chosen else 0

    @property
    def brought(self) -> bytes:
        return self.cleaned_data.get("file") or b""

    def clean_file(self) -> bytes:
        file = self.cleaned_data["file"]
        if not file:
            return b""
        try:
            file.seek(0)
            picture = convert_picture(file.read(MOST_BYTES + 1))
        except NoPicture as why:
            raise ValidationError(str(why)) from why
        others = {*names_of(self.picks.case)} - {self.thing.get("picture", "")}
        if len(others | {name_of(picture)}) > MOST:
            raise ValidationError(_("A case has up to %(most)s pictures. Take one away first.") % {"most": MOST})
        return picture

    def clean(self) -> Thing:
        cleaned = super().clean() or {}
        if self.own and "file" not in self.errors and self._picture() and not cleaned.get("alt"):
            self.add_error("alt", _("Say what is to be seen, for people who do not see the picture."))
        if self.own and cleaned.get("recording", ("", 0))[0] and not cleaned.get(TRANSCRIPT):
            self.add_error(TRANSCRIPT, _("Write what is said and shown, for people who do not hear or see it."))
        return cleaned

    def is_same(self, name: str) -> bool:
        """Return whether two forms are the same: the same picture may come twice."""
        if name == "file" and "file" in self.cleaned_data:
            return name_of(self.brought) == self.thing.get("picture")
        return super().is_same(name)

    def _saved(self, name: str) -> str:
        return str(self.thing.get("picture") or "–") if name == "file" else super()._saved(name)

    def structure_of(self) -> Thing:
        found = super().structure_of()
        if not self.own:
            return found
        if not found.get("need") and self.thing.get("need") != []:
            found.pop("need", None)
        del found["file"]
        about = ("picture", "without", "recording", "weight")
        kept = {name: value for name, value in found.items() if name not in about}
        name, weight = self.cleaned_data["recording"]
        recording = {"recording": name, "weight": weight} if name else {}
        return kept | ({"picture": self._picture()} if self._picture() else {}) | recording

    def words_of(self) -> Thing:
        """Return the words: a card without a picture has no words about it."""
        said = super().words_of()
        gone = OF_A_PICTURE if not self._picture() else [name for name in OF_A_PICTURE if not said.get(name)]
        about: list[str] = [*gone]
        has_recording = self.cleaned_data["recording"][0] if self.own else self.thing.get("recording")
        about = about if has_recording else [*about, TRANSCRIPT]
        return {name: value for name, value in said.items() if name not in about}

    def _picture(self) -> str:
        """Return the name of the one that the card has from now on."""
        if self.brought:
            return name_of(self.brought)
        return "" if self.cleaned_data.get("without") else str(self.thing.get("picture", ""))
