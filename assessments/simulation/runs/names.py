"""Names of the things of a case, in the language of the reader."""

from django.utils.translation import get_language

from assessments.casework.presentation.sentences import case_moment

from ..page.names import Words, shorten
from .models import Run
from .scripts import texts_of

__all__ = ["Words", "case_moment", "shorten", "words_of"]


def words_of(run: Run) -> Words:
    return Words(texts_of(run, get_language() or "en", run.institution.country))
