"""Questions that a quiz takes from the bank when it is compiled."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from assessments.questions.bank.texts import Texts
from assessments.questions.models import Question
from courses.models import TranslatedFrom
from courses.procedures.steps import link
from lms.foundation.plugins.activity import NotReady
from lms.foundation.plugins.runtime.registry import NotInstalled
from lms.foundation.plugins.versions import KEY, REVEAL, SHOWN, number_for

from ..sitting.type_versions import numbered

if TYPE_CHECKING:
    from wagtail.models import Page


@dataclass(frozen=True)
class CompiledQuestions:
    """Questions by translation key, the files that they need,
    and whether one of them is a translation older than its source.
    """

    questions: dict[str, Any]
    media: set[str]
    older: bool


def compiled_questions(page: object, keys: Collection[str], *, language: str) -> CompiledQuestions:
    """Return the questions with these translation keys in `language`.

    An attempt can be read in each language and everybody is measured alike: a question that is not translated yet, or
    was published with a part of it untranslated, is kept in the language it was written in.
    """
    rows = list(Question.objects.usable().filter(translation_key__in=keys).select_related("locale").order_by("pk"))
    origins = TranslatedFrom.objects.by_revision(one.live_revision_id for one in rows)
    halves = {pk for pk, its in origins.items() if its.missing}
    complete = [one for one in rows if one.live_revision_id not in halves]
    whole = {one.translation_key for one in complete}
    rows = [*(one for one in rows if one.translation_key not in whole), *complete]
    closest = {
        str(question.translation_key): question for question in sorted(rows, key=lambda one: _closeness(one, language))
    }
    texts = Texts(closest.values())
    compiled = {key: _compiled(question, texts, page, language) for key, question in sorted(closest.items())}
    older = any(its.older_since for one in closest.values() if (its := origins.get(one.live_revision_id)))
    return CompiledQuestions(compiled, texts.media, older)


def _closeness(question: Question, language: str) -> tuple[bool, bool]:
    """Order the versions of a question so that the one in `language` comes last, after the one in the default
    language.
    """
    code = question.locale.language_code
    return code == language, code == settings.LANGUAGE_CODE


def _compiled(question: Question, texts: Texts, page: "Page", language: str) -> dict[str, object]:
    """Return the question in the definition of the quiz: its parts by who may see them when."""
    written_in = question.locale.language_code
    try:
        kind = question.type
    except NotInstalled:
        sentence = _(
            "“%(title)s” draws a question of the type “%(kind)s”, which is not installed: “%(question)s”. Archive the "
            "question."
        )
        raise NotReady(sentence % {"title": page.title, "kind": question.kind, "question": question.named}) from None
    with override(written_in):
        body = kind.body(texts.value(question.body[0].value))
        parts = kind.split(body)
    if problems := kind.problems(body):
        about = {"title": page.title, "question": question.named, "problem": problems[0]}
        raise NotReady(_("“%(title)s” draws “%(question)s”, which cannot be asked: %(problem)s") % about)
    sounds = texts.sounds(question.sounds)
    step = link(question.step, language=language, title=question.named) if question.step else ""
    return {
        "kind": kind.slug,
        "language": "" if written_in == language else written_in,
        "stem": texts.html(question.stem),
        "shown": parts.shown,
        "key": parts.key,
        "reveal": parts.reveal,
        "feedback": texts.html(question.feedback) + step,
        "hints": [texts.html(hint.value.source) for hint in question.hints],
        **({"sounds": sounds} if sounds else {}),
        **numbered(number_for(kind, {SHOWN: parts.shown, KEY: parts.key, REVEAL: parts.reveal})),
    }
