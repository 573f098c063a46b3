"""Rows of a quiz's statistics for an editor: each question with its figures and the reasons to mend it, in plain
words.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Any
from uuid import UUID

from django.utils.formats import number_format
from django.utils.html import strip_tags
from django.utils.translation import get_language_info, gettext, gettext_lazy
from django.utils.translation import gettext as _

from assessments.questions.models import Question
from lms.foundation.interface.words import shortened
from lms.foundation.plugins.runtime.registry import NotInstalled

from .measures import intervals
from .measures.verdicts import FEWEST, Reason, Verdict, judge_question
from .models import CohortFigures, StatisticsRun

WORDS = {
    Reason.KEY: gettext_lazy(
        "Learners who choose “%(option)s” do better in the rest of the quiz than those who choose the right answer. "
        "Check the key."
    ),
    Reason.AGAINST: gettext_lazy("Strong learners score lower here. Check the key and the wording."),
    Reason.TRANSLATION: gettext_lazy("Much harder in %(language)s than in the other language: check the translation."),
    Reason.HARD: gettext_lazy("Learners do hardly better than by guessing: check the key, then whether it was taught."),
    Reason.WEAK: gettext_lazy(
        "The question hardly separates strong and weak learners. Make the wording or the options clearer."
    ),
    Reason.EASY: gettext_lazy(
        "Nearly everybody earns full marks, so it says little about anybody: keep it only if that is what you want."
    ),
}
DOUBTS = {
    Reason.KEY: gettext_lazy("Watch “%(option)s”: so far those who choose it do better in the rest of the quiz."),
    Reason.AGAINST: gettext_lazy("Watch it: so far who does well in the rest of the quiz does worse here."),
    Reason.TRANSLATION: gettext_lazy("Watch the translation: so far it is harder in %(language)s."),
    Reason.HARD: gettext_lazy("Watch it: so far learners do hardly better than by guessing."),
    Reason.WEAK: gettext_lazy("Watch it: so far it hardly tells who knows from who does not."),
    Reason.EASY: gettext_lazy("So far nearly everybody earns full marks."),
}
URGENT = (Reason.KEY, Reason.AGAINST, Reason.TRANSLATION, Reason.HARD, Reason.WEAK)


NUMBERS = ("skewness", "kurtosis")
"""What is no share of anything."""


@dataclass(frozen=True)
class Cell:
    """The facility index of a question in one language; nothing where too few had it."""

    language: str
    facility: str
    flagged: bool = False


@dataclass(frozen=True)
class Choice:
    """An option: which share chose it, and what they earn in the rest of the quiz."""

    text: str
    share: str
    rest: str
    right: bool


@dataclass(frozen=True)
class QuestionRow:
    """One question: what it is called, where it is edited, its figures, why to mend it or what is doubted, and the same
    by language.

    `figures` are written out; None where too few had the question. `too_few` says that its intervals do not tell
    whether it is to mend.
    """

    name: str
    pk: int | None
    number: int
    figures: Mapping[str, str] | None
    words: Sequence[str]
    doubts: Sequence[str]
    urgent: bool
    too_few: bool
    cells: Sequence[Cell]
    options: Sequence[Choice]
    order: tuple[int, int, float]
    facility: float | None = None
    """Per cent, 0..100; None where too few had the question."""


def lines(run: StatisticsRun) -> list[QuestionRow]:
    """Return every question of the quiz, those to mend first. Two statements, however many questions there are."""
    return lines_of([run])[run.pk]


def lines_of(runs: Sequence[StatisticsRun | CohortFigures]) -> dict[int, list[QuestionRow]]:
    """Return the same of several quizzes, by the run's id. Two statements, however many quizzes there are."""
    written = _written({name: None for run in runs for name in (run.figures or {}).get("questions", ())})
    return {run.pk: _lines(run, written) for run in runs}


def _lines(run: StatisticsRun | CohortFigures, written: Mapping[str, Mapping[str, Question]]) -> list[QuestionRow]:
    figures = run.figures or {"all": {"questions": []}, "languages": {}, "questions": {}}
    wholes = {name: one for name, one in figures["languages"].items() if name}
    by_language = {
        name: {question["question"]: question for question in one["questions"]} for name, one in wholes.items()
    }
    unsorted = [
        _line(question, written.get(question["question"], {}), by_language, wholes)
        for question in figures["all"]["questions"]
    ]
    return sorted(unsorted, key=lambda line: line.order)


def _written(about: Mapping[str, object]) -> dict[str, dict[str, Question]]:
    """Return the questions as they stand in the bank, by id and language."""
    by_key: dict[str, dict[str, Question]] = {}
    rows = Question.objects.filter(translation_key__in=list(about)).select_related("locale").order_by("-live", "pk")
    for question in rows:
        by_key.setdefault(str(question.translation_key), {})[question.locale.language_code] = question
    return by_key


def _line(
    figures: Mapping[str, Any],
    versions: Mapping[str, Question],
    by_language: Mapping[str, Mapping[str, Any]],
    wholes: Mapping[str, Any],
) -> QuestionRow:
    name = figures["question"]
    mine = {language: one[name] for language, one in by_language.items() if name in one}
    judgement = judge_question(figures, by_language=mine, wholes=wholes)
    flagged = {verdict.language for verdict in judgement.mend}
    first = next(iter(versions.values()), None)
    opened = next((versions[language] for language in flagged if language in versions), first)
    texts = _options(first)
    enough = figures["number_of_attempts"] >= FEWEST
    return QuestionRow(
        name=str(first) if first else gettext("A question that is no longer in the bank"),
        pk=opened.pk if opened else None,
        number=figures["number_of_attempts"],
        figures=written_out(figures) if enough else None,
        words=[_sentence(WORDS, verdict, texts) for verdict in judgement.mend],
        doubts=[_sentence(DOUBTS, verdict, texts) for verdict in judgement.doubts],
        urgent=bool(judgement.mend) and judgement.mend[0].reason in URGENT,
        too_few=judgement.too_few or not enough,
        cells=[_cell(language, one, language in flagged) for language, one in mine.items()] if len(wholes) > 1 else [],
        options=[_choice(one, texts) for one in figures["options"]] if enough else [],
        facility=figures["facility_index"] if enough else None,
        order=(_urgency(judgement.mend), _urgency(judgement.doubts), figures["discriminative_efficiency"] or 0.0),
    )


def _urgency(verdicts: Sequence[Verdict]) -> int:
    return -max((verdict.reason for verdict in verdicts), default=0)


def _cell(language: str, figures: Mapping[str, Any], flagged: bool) -> Cell:
    enough = figures["number_of_attempts"] >= FEWEST
    return Cell(language_name(language), _percent(figures["facility_index"]) if enough else "", flagged)


def _choice(one: Mapping[str, Any], texts: Mapping[str, str]) -> Choice:
    rest = "" if one["rest"] is None else _percent(one["rest"])
    return Choice(texts.get(one["option"], "?"), _percent(one["share"]), rest, one["earns"] > 0)


def written_out(figures: Mapping[str, Any]) -> dict[str, str]:
    """Return each figure as people read it, in the language that is on; a dash where it is not defined."""
    written = {
        name: _number(name, value)
        for name, value in figures.items()
        if value is None or isinstance(value, (int, float))
    }
    number = figures["number_of_attempts"]
    return written | {
        "facility_between": _between(intervals.of_facility(figures.get("facility_index"), number)),
        "discrimination_between": _between(intervals.of_discrimination(figures.get("discrimination_index"), number)),
    }


def _between(interval: intervals.Interval | None) -> str:
    """Return “30.0 to 66.5 %”; nothing where there is no interval."""
    if interval is None:
        return ""
    low, high = (number_format(round(edge, 1), 1) for edge in interval)
    return _("%(low)s to %(high)s %%") % {"low": low, "high": high}


def _number(name: str, value: float | None) -> str:
    if isinstance(value, int):
        return number_format(value)
    if value is None:
        return "–"
    return number_format(round(value, 2), 2) if name in NUMBERS else _percent(value)


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{number_format(round(value, 1), 1)}\N{NO-BREAK SPACE}%"


def _sentence(sentences: Mapping[Reason, object], verdict: Verdict, texts: Mapping[str, str]) -> str:
    return str(sentences[verdict.reason]) % {
        "option": texts.get(verdict.option, "?"),
        "language": language_name(verdict.language),
    }


def language_name(code: str) -> str:
    try:
        return str(get_language_info(code)["name_translated"]) if code else _("language not known")
    except KeyError:
        return code


def _options(question: Question | None) -> dict[str, str]:
    """Return the texts of what can be chosen in a question, short and without markup, by the names that its type gives
    them.
    """
    try:
        texts = question.type.pickable(question.type.split(question.written()).shown) if question else {}
    except NotInstalled:
        return {}
    return {name: shortened(unescape(strip_tags(html)), 60) or "?" for name, html in texts.items()}


def unknown(which: str) -> bool:
    return which not in StatisticsRun.Which.values


def run_of(activity: UUID, which: str) -> StatisticsRun | None:
    return StatisticsRun.objects.filter(activity=activity, which=which).first()
