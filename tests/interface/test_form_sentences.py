"""What Django’s fields say is in each of our languages."""

import pytest
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import override

from lms.people.directory.models import User

pytestmark = pytest.mark.once

REFUSED = {
    "missing": (forms.CharField(), ""),
    "too long": (forms.CharField(max_length=2), "abc"),
    "no number": (forms.FloatField(), "x"),
    "no whole number": (forms.IntegerField(), "x"),
    "too small": (forms.IntegerField(min_value=3), "1"),
    "too large": (forms.IntegerField(max_value=3), "9"),
    "no day": (forms.DateField(), "x"),
    "no moment": (forms.DateTimeField(), "x"),
    "no address of mail": (forms.EmailField(), "x"),
    "no address of a site": (forms.URLField(assume_scheme="https"), "x y"),
    "no choice": (forms.ChoiceField(choices=[]), "x"),
    "no file": (forms.FileField(), None),
    "null": (forms.CharField(), "\0"),
}


LANGUAGES = [code for code, _name in settings.LANGUAGES if code != "en"]


def sentences(language: str, refuse, *given) -> set[str]:
    with override(language):
        with pytest.raises(ValidationError) as error:
            refuse(*given)
        return {*error.value.messages}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_field_says_in_the_language_of_the_reader_what_is_wrong(language):
    for case, (field, value) in REFUSED.items():
        english, theirs = (sentences(code, field.clean, value) for code in ("en", language))
        assert theirs and "" not in theirs and not english & theirs, case


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_password_that_is_refused_is_so_in_the_language_of_the_reader(language):
    person = User(service_number="KE-20417-KE-20417", name="Wanjiru")
    for password in ("short", "qwertyuiop", "KE-20417-KE-20417"):
        english, theirs = (sentences(code, validate_password, password, person) for code in ("en", language))
        assert english and theirs and not english & theirs, password
