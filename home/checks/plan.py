"""Rules about the parts of a course: its time, its bank, and parts that are still missing. Pure."""

from collections import Counter
from collections.abc import Iterator

from . import limits
from .editions import EXERCISE, OTHERS, QUIZ, Edition, Finding, Part, Place, countries_of, plain, sentences, strings

READ = ("title", "caption", "text", "content_note", "html", "wellbeing", "header", "rows", "terms", "words")
"""Parts of a block that a learner reads."""
NOT_READ = ("check", "citation")
MEASURED = (*NOT_READ, "heading", "text", "callout", "table", "case", "country", "glossary", "image", "diagram")
"""Types of blocks whose time follows from their words. A film, a document or a block of a plugin takes longer."""


def minutes(edition: Edition) -> Iterator[Finding]:
    """Find lessons, and a quiz, whose stated minutes are not those of reading and answering."""
    if not edition.is_source:
        return
    for lesson in edition.lessons:
        place, stated = Place(edition.language, lesson["key"]), lesson.get("minutes") or 0
        longer_than_words = any(block["type"] not in MEASURED for block in lesson["blocks"])
        measured = minutes_of_lesson(lesson)
        if _differ(stated, measured) and not (longer_than_words and stated > measured):
            yield Finding("minutes", place, {"stated": stated, "measured": round(measured)})
    for quiz in edition.parts(QUIZ):
        stated, measured = quiz.get("minutes") or 0, limits.MINUTES_OF_A_QUESTION * _asked_of_each(quiz)
        if _differ(stated, measured):
            place = Place(edition.language, quiz["key"])
            yield Finding("minutes", place, {"stated": stated, "measured": round(measured)})


def course_minutes(edition: Edition) -> Iterator[Finding]:
    """Find a course whose stated minutes are not the sum of those of its required parts."""
    exercises = [part for part in edition.parts(EXERCISE) if part.get("required")]
    parts = [*edition.lessons, *edition.parts(QUIZ, *OTHERS), *exercises]
    stated, together = edition.text.get("minutes") or 0, sum(part.get("minutes") or 0 for part in parts)
    if edition.is_source and _differ(stated, together):
        yield Finding("course_minutes", edition.here, {"stated": stated, "measured": together})


def _asked_of_each(quiz: Part) -> int:
    """Return how many questions one learner gets: those that are drawn and those that everybody gets, which are all
    where none is drawn.
    """
    drawn = int(sum(quiz.get("draws") or []))
    everything = [*(quiz.get("questions") or []), *(quiz.get("anchors") or [])]
    return drawn + int(quiz.get("always", 0 if drawn else len(everything)))


def _differ(stated: float, measured: float) -> bool:
    return abs(stated - measured) > max(limits.MINUTES_OFF, limits.SHARE_OFF * measured)


def minutes_of_lesson(lesson: Part) -> float:
    """Return what one learner needs: the words they see, the checks they answer, the cases they think about."""
    types = Counter(block["type"] for block in lesson["blocks"])
    of_tasks = limits.MINUTES_OF_A_CHECK * types["check"] + limits.MINUTES_OF_A_CASE * types["case"]
    return words_of_lesson(lesson) / limits.WORDS_A_MINUTE + of_tasks


def words_of_lesson(lesson: Part) -> float:
    """Return the words that one learner sees, with the card of one country: checks apart, whose time is counted by
    number.
    """
    cards = [block for block in lesson["blocks"] if block["type"] == "country"]
    countries = {country for block in cards for country in countries_of(block)}
    shared = sum(_words(block) for block in lesson["blocks"] if block["type"] not in (*NOT_READ, "country"))
    return shared + sum(_words(block) * len(countries_of(block)) for block in cards) / max(1, len(countries))


def _words(block: Part) -> int:
    return sum(len(plain(text).split()) for name in READ for text in strings(block.get(name, "")))


def few_items(edition: Edition) -> Iterator[Finding]:
    """Find objectives with too few questions in the bank for what is drawn."""
    for quiz in edition.parts(QUIZ) if edition.is_source else ():
        items = Counter(question.get("objective") for question in quiz.get("questions") or [])
        topics = quiz.get("objectives") or edition.text.get("objectives") or []
        for number, (drawn, topic) in enumerate(zip(quiz.get("draws") or [], topics, strict=False), 1):
            needed = max(limits.FEWEST_ITEMS, drawn if quiz.get("attempts") == 1 else limits.TIMES_THE_DRAW * drawn)
            if drawn and items[number] < needed:
                values = {"objective": topic, "number": items[number], "draw": drawn, "needed": needed}
                yield Finding("few_items", Place(edition.language, quiz["key"]), values)


def recall(edition: Edition) -> Iterator[Finding]:
    """Find a bank that asks too often for what was read: the label says easy, or the stem is a bare question, without a
    situation.
    """
    asked = [one for one in edition.asked(QUIZ) if one.stem]
    bare = [one for one in asked if one.question.get("difficulty") == "easy" or len(sentences(plain(one.stem))) < 2]
    if len(asked) >= limits.ENOUGH_TO_JUDGE and len(bare) > limits.RECALL_AT_MOST * len(asked):
        values = {"number": len(bare), "all": len(asked), "limit": round(100 * limits.RECALL_AT_MOST)}
        yield Finding("recall", edition.here, values, tuple(one.place for one in bare))


def no_lesson(edition: Edition) -> Iterator[Finding]:
    """Find a course in which there is nothing to read or do, and whose quizzes are no tests or exams of another's."""
    is_test = any(quiz.get("is_test") for quiz in edition.parts(QUIZ, EXERCISE))
    if not (edition.lessons or edition.parts(*OTHERS) or is_test):
        yield Finding("no_lesson", edition.here)


def no_quiz(edition: Edition) -> Iterator[Finding]:
    """Find a course in which learners do not show what they can do, or whose quiz has no questions."""
    if not (any(quiz.get("questions") for quiz in edition.parts(QUIZ)) or edition.parts(*OTHERS)):
        yield Finding("no_quiz", edition.here)


def empty_lesson(edition: Edition) -> Iterator[Finding]:
    """Find lessons in which there is nothing to read or do."""
    for lesson in edition.lessons:
        if all(block["type"] in MEASURED and not any(strings(block, ("type", "key"))) for block in lesson["blocks"]):
            yield Finding("empty_lesson", Place(edition.language, lesson["key"]))


RULES = (minutes, course_minutes, few_items, recall, no_lesson, no_quiz, empty_lesson)
