"""What Django’s fields say is in each of our languages."""

import pytest
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import override

from lms.people.directory.models import User

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


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES if code != "en"])
@pytest.mark.parametrize("case", REFUSED)
def test_a_field_says_in_the_language_of_the_reader_what_is_wrong(case, language):
    field, value = REFUSED[case]
    with override(language), pytest.raises(ValidationError) as error:
        field.clean(value)
    with override(language):
        sentence = " ".join(error.value.messages)
    with override("en"):
        assert sentence not in ("", " ".join(error.value.messages))


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES if code != "en"])
@pytest.mark.parametrize("password", ["short", "qwertyuiop", "KE-20417-KE-20417"])
def test_a_password_that_is_refused_is_so_in_the_language_of_the_reader(password, language):
    found = {}
    for code in ("en", language):
        with override(code):
            with pytest.raises(ValidationError) as error:
                validate_password(password, User(service_number="KE-20417-KE-20417", name="Wanjiru"))
            found[code] = {*error.value.messages}
    assert found["en"] and not found["en"] & found[language]
