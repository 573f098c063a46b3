"""The socket of activity types: what a lesson, a quiz or a simulation must be able to do."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, ClassVar

from .answers import (
    JSON,
    RULES,
    Compiled,
    InvalidAnswer,
    NotNow,
    NotReady,
    Outcome,
    Response,
    Result,
    Step,
    Values,
    best,
)
from .passages import Passage
from .runtime.registry import Registry
from .versions import with_versions

__all__ = [
    "JSON",
    "ActivityType",
    "Compiled",
    "InvalidAnswer",
    "NotNow",
    "NotReady",
    "Outcome",
    "Response",
    "Result",
    "Step",
    "activities",
    "best",
]


class ActivityType(ABC):
    """One kind of activity. Everything but `compile` and `context` is a pure function of its arguments."""

    slug: str
    name: Any
    template: str
    """Template of the activity's body, included by the player and by the editor's preview alike."""
    begins_by_itself = False
    """True where the first answer may begin the attempt (a lesson); False where a person has to start it (a quiz)."""
    entered_by_others = False
    """True where others enter what a person did, as at a drill: the person neither starts it nor answers."""
    takes_days = False
    """True where an attempt is worked on over days (a hand-in): its page keeps the navigation meanwhile."""
    in_class = False
    """True where `class_minutes` says how long the learner was in class."""
    learners_facts: frozenset[str] = frozenset()
    """Verbs of the facts that learners add to their own attempts, such as that they contest an answer. Any other fact
    is refused where the learner is who adds it: nobody marks, extends or corrects what is theirs.
    """
    script = ""
    """Static path of the ES module that makes the activity's page livelier, or nothing."""
    stylesheet = ""
    """Static path of the stylesheet of its templates, or nothing."""
    fields: Collection[str] = ()
    """The names of the fields of an answer. Of whatever else a browser sends nothing is kept, see `taken`."""
    version = 1
    """Of the shapes of definition, form and state: raise it with a shape, and say in `upgrade` what became of it."""

    @abstractmethod
    def compile(self, page: Any, *, language: str, country: str) -> Compiled:
        """Return the content that `page` becomes for a learner of `country` (ISO 3166-1 alpha-2, or "" for everybody
        else). Raises `NotReady`.
        """

    def countries(self, page: Any) -> list[str]:
        """Return the countries for which `page` has an overlay, so that it is compiled for each of them too."""
        return []

    def terms(
        self, enrolment: Any, entry: Any, definition: Values, *, now: datetime, ended_at: datetime | None
    ) -> JSON:
        """Return the terms of this learner's attempt beyond the definition, such as extra time; they stay with the
        attempt.

        Asked before an attempt begins, for an enrolment and a line of its outline; `ended_at` is when the learner's
        last attempt there ended. It may ask the database once. Raises `NotNow`.
        """
        return {}

    def drafts(self, pages: Sequence[Any], contents: Sequence[Mapping[str, object]]) -> Sequence[Any]:
        """Return the rows from which these pages take their content, such as questions, of which a draft is not
        published yet.
        `contents` are the drafts of pages among them, as Wagtail's revisions keep them: they may refer to other rows.
        Their models have Wagtail's `DraftStateMixin`. They are handed in, approved and released with the course.
        """
        return ()

    def passages(self, content: Compiled) -> Sequence[Passage]:
        """Return the text of the content in passages, for people who decide on a release: two versions are compared
        passage by passage. Keys and feedback are part of it, under a `subject` if not everybody may read them. By
        default there is nothing to compare, only that it changed.
        """
        return ()

    def findable(self, content: Compiled) -> str:
        """Return the HTML that everybody reads who may open the activity, by whose words it is found; ids of headings
        are places on its page. Never keys, feedback, questions that are drawn, or parts that open later. By default it
        is not found.
        """
        return ""

    def readable(self, subjects: Collection[str], viewer: Any) -> Collection[str]:
        """Return the `subjects` of passages that `viewer`, an editor, may read; of the others only is shown that they
        differ. It may ask the database once.
        """
        return ()

    def offline(self, definition: Values) -> str:
        """Return “shows” where a phone without network may keep this activity as a plain form that `template` drew
        ahead, with `offline` true, for no learner and without scripts; else “no”. None is kept whose time is limited.
        """
        return "no"

    @abstractmethod
    def begin(self, definition: Mapping[str, object], *, seed: int, terms: Mapping[str, object]) -> tuple[JSON, JSON]:
        """Return the frozen form (ids, order and key; no texts) and the first state of an attempt."""

    def taken(self, form: Values, data: Values) -> JSON:
        """Return the part of `data` that is an answer: the journal keeps this and nothing else, for ever.

        As it stands the fields that `fields` names.
        """
        return {name: value for name, value in data.items() if name in self.fields}

    @abstractmethod
    def answer(
        self, form: Mapping[str, Any], state: Mapping[str, Any], data: Mapping[str, Any], *, now: datetime
    ) -> Step:
        """Fold one answer. Raises `InvalidAnswer` for anything that is none."""

    def respond(
        self,
        form: Mapping[str, Any],
        state: Mapping[str, Any],
        data: Mapping[str, Any],
        *,
        begun_at: datetime,
        deadline: datetime | None,
        now: datetime,
    ) -> Response:
        """Return all that the core needs of an answer, in one call: as it stands `taken`, `answer` and `deadline`, one
        after the other, and whatever replaces it has to give the same. `deadline` is the one that held so far. Raises
        `InvalidAnswer`.
        """
        taken = self.taken(form, data)
        step = self.answer(form, state, taken, now=now)
        return Response(taken, step, self.deadline(form, step.state, begun_at=begun_at))

    def fold(self, form: Values, state: Values, verb: str, data: Values, *, now: datetime) -> Step:
        """Fold a fact other than an answer, also into an attempt that is closed. `verb` says what happened,
        `data["by"]` who did it.

        “terminated” is the core's own: the deadline has passed, and what is saved is submitted. Raises `InvalidAnswer`.
        """
        raise InvalidAnswer(f"This kind of activity takes no “{verb}”.")

    def admit(self, form: Values, state: Values, answers: Sequence[Values], *, now: datetime) -> Step:
        """Fold answers that came after the end, in order, into the state of a closed attempt, as if they had come in
        time.

        Somebody decided that. It is also asked before, for what would become of them. Admitting what changes nothing
        gives the same state. As it stands each is answered, and what is then saved is submitted. Raises
        `InvalidAnswer`.
        """
        outcome = Outcome()
        for data in answers:
            step = self.answer(form, state, data, now=now)
            state, outcome = step.state, step.outcome
        if outcome.closed:
            return Step(dict(state), outcome)
        try:
            return self.fold(form, state, "terminated", {}, now=now)
        except InvalidAnswer:
            return Step(dict(state), replace(outcome, closed=True))

    def deadline(self, form: Values, state: Values, *, begun_at: datetime) -> datetime | None:
        """Return the moment at which the attempt ends whether it is submitted or not; None if its time is not
        limited.
        """
        return None

    def grace(self, form: Values) -> timedelta:
        """Return how long after its deadline an attempt still takes answers that were on their way."""
        return timedelta(0)

    def combine(self, form: Mapping[str, Any], results: Sequence[Result]) -> Result:
        """Return the result of the activity from its completed attempts in order; `form` is that of the attempt that
        counts now.
        """
        return best(results)

    def called(self, definition: Callable[[], Values]) -> Any:
        """Return the name of this activity in learners' lists.

        Where that depends on the content, `definition` fetches the content's definition.
        """
        return self.name

    def what_counts(self, definition: Values) -> object:
        """Return in words which of several attempts `combine` counts, such as “The last attempt”; empty for the
        best.
        """
        return ""

    def withholds_score(self, definition: Values, *, ended_at: datetime, now: datetime) -> bool:
        """Return whether the learner must not see yet the score of an attempt that ended at `ended_at`. A list of many
        attempts asks it: it may be too strict, and the page of the attempt decides. False unless a type overrides it.
        """
        return False

    review_template = ""
    """Template that shows those who teach a learner what `review` gives of an attempt, as `activity`; without one they
    see its times and its result alone.
    """
    verbs: ClassVar[Mapping[str, Any]] = {}
    """What facts of this type are called in the account of how a result came about, by their verbs."""

    def review(self, definition: Values, form: Values, state: Values, *, closed: bool, now: datetime) -> JSON:
        """Return an attempt for the people who teach its learner: answers, marks, keys and feedback, read-only.

        Where people mark without knowing whose answer it is, that answer is not part of it. It may ask the database
        once. Raises `NotNow` with the reason where nothing may be shown yet. As it stands nothing is shown.
        """
        return {}

    late_template = ""
    """Template that shows staff what `compare` gives, as `compared`; without one they are told the result alone."""

    def compare(self, definition: Values, form: Values, before: Values, after: Values) -> object:
        """Return the differences between two states of one attempt, for people who decide on answers that came after
        its end.

        Keys and feedback may be part of it. Where people mark without knowing whose answer it is, that answer is not.
        """
        return ()

    @abstractmethod
    def context(
        self,
        definition: Mapping[str, Any],
        form: Mapping[str, Any] | None,
        state: Mapping[str, Any] | None,
        *,
        closed: bool,
        now: datetime,
    ) -> JSON:
        """Return the context of the template besides the content.

        Keys and feedback only where they are due; `form` is None before the start.
        """

    def for_script(self, context: Mapping[str, Any]) -> JSON:
        """Return the part of `context`, the result of `context()`, that a script gets besides the HTML when it sends an
        answer as JSON. As it stands nothing: not all that the template knows is to be seen.
        """
        return {}

    def class_minutes(self, state: Values) -> int:
        """Return for how many minutes the learner was in class, as a certificate says. Asked where `in_class`."""
        return 0

    def attempts_allowed(self, definition: Values, *, terms: Values) -> int | None:
        """Return how many attempts one enrolment has, or None for as many as wanted."""
        return None

    def needs(self, definition: Values) -> frozenset[tuple[str, str]]:
        """Return socket and slug of everything without which this content can be neither shown nor answered, as in
        “question type”, “single”.
        """
        return frozenset()

    def upgrade(self, what: str, value: Values, version: int) -> Values:
        """Return `value`, a “definition”, “form” or “state” (`what`) of `version`, in the shape that the next version
        has.

        It is asked once for each version in between, whenever something is read that an older one froze: contents and
        forms stay as they are stored for ever. As it stands nothing has changed.
        """
        return value

    def present(self, form: Values, state: Values) -> Values:
        """Return `state` with the frozen values of other plugins in their present shapes, so that two states can be
        compared. By default there is nothing of others in it.
        """
        return state


activities: Registry[ActivityType] = Registry("activity type", with_versions(RULES, ActivityType))
