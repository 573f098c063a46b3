"""The languages of a course that are behind its source: where learners would get an older text,
or one in another language.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from ..catalogue.outline import Outline


@dataclass(frozen=True)
class OutdatedLanguage:
    """One language, and the titles of what is older in it than in the source, and of what is not translated."""

    language: str
    older: tuple[str, ...]
    lacking: tuple[str, ...]

    @property
    def name(self) -> str:
        return language_name(self.language)


def outdated_languages(outline: Outline) -> Iterator[OutdatedLanguage]:
    """Yield the languages in which the course is available and that are behind its source."""
    source, title = outline.source, outline.titles.get(outline.source, "")
    for language in sorted(outline.titles):
        older = [title] if language in outline.older else []
        older += [str(entry.title(source, source)) for entry in outline.activities if language in entry.older]
        lacking = [str(entry.title(source, source)) for entry in outline.activities if language not in entry.titles]
        if older or lacking:
            yield OutdatedLanguage(language, tuple(older), tuple(lacking))


def language_name(code: str) -> str:
    return str(dict(settings.LANGUAGES).get(code, code))


def language_names(languages: Iterable[OutdatedLanguage]) -> str:
    """Return the names of the languages in a sentence, such as “French and Arabic”."""
    return get_text_list([one.name for one in languages], _("and"))
