"""Shapes of what the files of the curriculum hold, as TOML gives it; `files` checks what a type cannot say."""

from typing import NotRequired, TypedDict


class OptionText(TypedDict):
    """An option of a check or a question."""

    text: str
    right: bool
    feedback: str


class BlockText(TypedDict, total=False):
    """A block of a lesson; which of these it has depends on its `type`. `key` is had by those that were put in later,
    and by checks.
    """

    type: str
    key: str
    text: str
    html: str
    tone: str
    title: str
    distressing: bool
    content_note: str
    skip: str
    wellbeing: str
    caption: str
    header: list[str]
    rows: list[list[str]]
    stem: str
    options: list[OptionText]
    in_order: bool
    country: str
    provisions: list[str]


class LessonText(TypedDict):
    key: str
    title: str
    minutes: int
    blocks: list[BlockText]


class QuestionText(TypedDict):
    """A question; `body` is what its type stores with plain texts, where it is no list of options."""

    key: str
    kind: str
    objective: int
    difficulty: int
    stem: str
    feedback: str
    options: NotRequired[list[OptionText]]
    body: NotRequired[dict[str, object]]
    hints: NotRequired[list[str]]


class QuizText(TypedDict):
    """The quiz of a course. `draws` has a number for each of its objectives; `retired` are keys of questions."""

    key: str
    title: str
    minutes: int
    pass_mark: float
    attempts: int
    shuffle: bool
    introduction: NotRequired[str]
    questions: list[QuestionText]
    draws: list[int]
    retired: NotRequired[list[str]]


class ExerciseText(TypedDict):
    """The exercise of a course: everybody gets all its questions."""

    key: str
    title: str
    minutes: int
    pass_mark: float
    introduction: NotRequired[str]
    questions: list[QuestionText]
    required: NotRequired[bool]


class AcceptedText(TypedDict):
    """A finding of the author's checks that stays, such as `numbers` at `ar/purpose-of-exploitation/3`."""

    rule: str
    at: str
    reason: str


class CourseText(TypedDict):
    """A course in one language; the source language says which findings are accepted."""

    key: str
    slug: str
    title: str
    summary: str
    minutes: int
    validity_months: int
    objectives: list[str]
    lessons: list[LessonText]
    quiz: QuizText
    exercise: NotRequired[ExerciseText]
    accepted: NotRequired[list[AcceptedText]]


class ChoiceText(TypedDict):
    """A choice of a scene; `goes_to` is the key of another scene."""

    key: str
    text: str
    goes_to: str
    feedback: str
    marks: NotRequired[int]
    never: NotRequired[bool]


class SceneText(TypedDict):
    key: str
    title: str
    text: str
    ask: NotRequired[str]
    choices: NotRequired[list[ChoiceText]]


class ScenarioText(TypedDict):
    """A scenario, which names its course."""

    key: str
    course: str
    title: str
    minutes: int
    introduction: str
    scenes: list[SceneText]
    pass_mark: NotRequired[float]
    content_note: NotRequired[str]
    wellbeing: NotRequired[str]
