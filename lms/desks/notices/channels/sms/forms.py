"""The form in which an institution's text messages are set up."""

import json
import re

from django import forms
from django.utils.translation import gettext as _

from lms.switchboard.setting_forms import SettingsForm

from .requests import looks_like_json

SENDER = re.compile(r"[A-Za-z0-9 ._-]{1,11}|\+?[0-9]{3,15}")
HEADER = re.compile(r"[A-Za-z0-9-]{0,60}")


class TextMessageForm(SettingsForm):
    """Form that shows beside each field the problem that a gateway has with it."""

    def clean_sender(self) -> str:
        sender: str = self.cleaned_data["sender"]
        if sender and not SENDER.fullmatch(sender):
            raise forms.ValidationError(_("Write up to 11 Latin letters and digits, or a number."))
        return sender

    def clean_per_month(self) -> int | None:
        number: int | None = self.cleaned_data["per_month"]
        if number is not None and number < 0:
            raise forms.ValidationError(_("Write a number from 0 on."))
        return number

    def clean_body(self) -> str:
        body: str = self.cleaned_data["body"]
        if looks_like_json(body) and not _is_json(body):
            raise forms.ValidationError(_("This looks like JSON and cannot be read. Look at brackets and quotes."))
        if body and ("{to}" not in body or "{text}" not in body):
            raise forms.ValidationError(_("Number and text are missing: {to} and {text}."))
        return body

    def clean_auth(self) -> str:
        return self._header("auth")

    def clean_key_header(self) -> str:
        return self._header("key_header")

    def _header(self, name: str) -> str:
        value: str = self.cleaned_data[name]
        if not HEADER.fullmatch(value):
            raise forms.ValidationError(_("Write the name of a header: letters, digits and hyphens."))
        return value


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True
