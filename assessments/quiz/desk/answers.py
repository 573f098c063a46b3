"""One answer as whoever marks it sees it: the question, what was written, the rubric, and what was given before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import cached_property
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from assessments.questions.bank.third_person import in_third_person
from assessments.questions.types.marking.rubric import Criterion, worded
from courses.models import Content, Release
from lms.foundation.interface.words import shortened
from lms.learning.progress.models import Attempt
from lms.people.directory.models import User
from lms.people.directory.names import names_of

from ..sitting.form import Form, Item
from ..sitting.marking import is_waiting
from ..sitting.marking_rounds import Turn, hides_others, turn_of
from ..sitting.rules import Rules
from ..sitting.state import PersonsMark, Remark, State
from ..sitting.type_versions import question_now

Questions = Mapping[str, Mapping[str, Any]]


def texts_of(attempts: Iterable[Attempt], language: str) -> dict[int, Questions]:
    """Return the questions of the content that each attempt was begun with, in `language` where there is one, by
    attempt; each with the language in which it is written.

    Two queries, whatever the number of attempts, which come with their enrolments.
    """
    attempts = list(attempts)
    releases = Release.objects.in_bulk({attempt.release_id for attempt in attempts})
    chosen = {attempt.pk: _chosen(attempt, releases[attempt.release_id].outline, language) for attempt in attempts}
    rows = Content.objects.filter(pk__in={digest for digest, _code in chosen.values()})
    contents = {row.pk: row.definition["questions"] for row in rows}
    return {pk: _with_language(contents.get(digest, {}), code) for pk, (digest, code) in chosen.items()}


def _chosen(attempt: Attempt, outline: Any, language: str) -> tuple[str, str]:
    """Return the digest of the content that the attempt was begun with, in `language` where there is one, and its
    language.
    """
    entry = outline.by_id(str(attempt.activity_id))
    if entry is None:
        return "", ""
    digest = entry.content(language, attempt.enrolment.country, outline.source)
    codes = {key.partition("-")[0] for key, other in entry.contents.items() if other == digest}
    return digest, language if language in codes else min(codes)


def _with_language(questions: Questions, code: str) -> Questions:
    return {name: {**question, "language": question.get("language") or code} for name, question in questions.items()}


@dataclass(frozen=True)
class Answer:
    """The answer to `question` in `attempt` (with enrolment, learner, course and activity), before the eyes of
    `viewer`.

    `texts_by_question` is what `texts_of` gives for the attempt.
    """

    attempt: Attempt
    question: str
    viewer: User
    texts_by_question: Questions = field(default_factory=dict)

    @cached_property
    def form(self) -> Form:
        return Form.read(self.attempt.form)

    @cached_property
    def state(self) -> State:
        return State.read(self.attempt.state, self.form.items)

    @cached_property
    def rules(self) -> Rules:
        return self.form.rules(self.state.terms)

    @cached_property
    def item(self) -> Item:
        return self.form.items[self.question]

    @cached_property
    def number(self) -> int:
        return list(self.form.items).index(self.question) + 1

    @cached_property
    def texts(self) -> Mapping[str, Any]:
        return question_now(self.texts_by_question.get(self.question, {}))

    @property
    def kind(self) -> Any:
        return self.item.type

    @property
    def markers(self) -> int:
        """The number of people who mark it; one where the question is marked without people."""
        return self.rules.markers if self.kind.by_people else 1

    @cached_property
    def entries(self) -> list[PersonsMark]:
        """The marks that people gave, in order."""
        return self.state.given(self.question)

    @cached_property
    def contests(self) -> list[Remark]:
        """The remarks about it, in order: the learner's contests and the answers to them."""
        return self.state.said(self.question)

    @property
    def mark(self) -> float | None:
        return self.state.mark(self.question)

    @property
    def rubric(self) -> list[Criterion]:
        """The rubric that counts, in the words of the question as the viewer reads it."""
        key, read = self.state.key(self.item), self.texts.get("key")
        rubric = key.get("rubric", []) if isinstance(key, Mapping) else []
        return worded(rubric, read.get("rubric", []) if isinstance(read, Mapping) else [])

    @property
    def suggested(self) -> Mapping[str, str]:
        """Levels of the rubric that the answer reaches by itself."""
        found: Mapping[str, str] = (
            self.kind.suggested(self.state.key(self.item), self.state.responses.get(self.question))
            if self.rubric
            else {}
        )
        return found

    @cached_property
    def turn(self) -> Turn:
        return turn_of(self.entries, self.viewer.pk, markers=self.markers)

    @property
    def waiting(self) -> bool:
        return is_waiting(self.item, self.state, self.rules)

    @property
    def mine(self) -> bool:
        """Return whether it waits for this viewer and not for another marker."""
        return self.waiting and not self.turn.own

    @property
    def hidden(self) -> bool:
        """Return whether the learner's name is hidden from this viewer, as long as they have to mark the answer."""
        return self.rules.blind and self.mine

    @property
    def others_hidden(self) -> bool:
        return hides_others(self.turn, markers=self.markers)

    @property
    def whose(self) -> str:
        return _("Name hidden until it is marked") if self.hidden else self.attempt.enrolment.learner.name

    @property
    def stem(self) -> str:
        """The question in a line of plain text."""
        return shortened(strip_tags(self.texts.get("stem", "")), 120)

    def shown(self) -> dict[str, Any]:
        """Return the context of the question type's template: the answer, and the model answer where there is one.

        Its rubric is in the form.
        """
        if not self.texts:
            return {}
        response = self.state.responses.get(self.question)
        parts = {"order": self.item.order, "response": response, "reveal": self.texts.get("reveal", {})}
        key = None if self.rubric else self.state.key(self.item)
        return {
            **in_third_person(self.kind.context(self.texts["shown"], **parts, key=key)),
            "number": self.number,
            "id": self.question,
            "closed": True,
            "stem": self.texts.get("stem", ""),
            "language": self.texts.get("language", ""),
            "sounds": self.texts.get("sounds", []),
            "template": self.kind.template,
            "response": response,
            "mark": self.mark or 0.0,
        }

    def history(self) -> list[dict[str, object]]:
        """Return the marks with name and time, the latest first; empty while another marker's marks are hidden from the
        viewer.

        One query.
        """
        if self.others_hidden or not self.entries:
            return []
        names = names_of(entry.by for entry in self.entries)
        levels = {(one["id"], level["id"]): level["text"] for one in self.rubric for level in one["levels"]}
        return [
            {
                "who": names.get(entry.by, _("Somebody")),
                "at": entry.moment,
                "fraction": entry.fraction,
                "comment": entry.comment,
                "round": entry.round,
                "levels": [levels[pair] for pair in entry.rubric.items() if pair in levels],
            }
            for entry in reversed(self.entries)
        ]

    def thread(self) -> list[dict[str, object]]:
        """Return the remarks about it: the learner's contest, the answers to it. One query where there are any."""
        if not self.contests:
            return []
        names = names_of(remark.by for remark in self.contests if not remark.is_contest)
        return [
            {
                "contested": remark.is_contest,
                "text": remark.text,
                "at": remark.moment,
                "who": self.whose if remark.is_contest else names.get(remark.by, _("Somebody")),
            }
            for remark in self.contests
        ]
