"""Docstrings of the house begin as the rule says, and each breach is caught."""

import pytest

from . import docstrings

pytestmark = pytest.mark.once


def test_docstrings_begin_with_a_verb_or_a_noun():
    assert docstrings.wrong_beginnings() == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('def f():\n    """The rows."""\n', "home.extra.f begins with “the”, which is none of VERBS"),
        ('def f():\n    """Returns rows."""\n', "home.extra.f begins with “returns”, which is none of VERBS"),
        ('class C:\n    """Whoever reads."""\n', "home.extra.C begins with “whoever”, which is no noun"),
        ('"""From pages to rows."""\n', "home.extra begins with “from”, which is no noun"),
    ],
)
def test_a_wrong_beginning_is_caught(tmp_path, text, sentence):
    (tmp_path / "home").mkdir()
    (tmp_path / "home/extra.py").write_text(text)

    assert docstrings.wrong_beginnings(tmp_path) == [sentence]


def test_a_property_begins_with_a_noun(tmp_path):
    (tmp_path / "home").mkdir()
    (tmp_path / "home/extra.py").write_text('class C:\n    @property\n    def p(self):\n        """Rows of it."""\n')

    assert docstrings.wrong_beginnings(tmp_path) == []
