"""Shapes of what the files of the curriculum hold, as TOML gives it; `schema` checks files against them."""

from datetime import date
from typing import Any, NotRequired, TypedDict

from .block_shapes import BlockText, OptionText
from .task_shapes import ChecklistText, HandInText


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
    difficulty: str
    stem: str
    feedback: NotRequired[str]
    options: NotRequired[list[OptionText]]
    body: NotRequired[dict[str, Any]]
    hints: NotRequired[list[str]]
    step: NotRequired[str]


class QuizText(TypedDict):
    """The quiz of a course. `draws` has a number for each of its objectives; `retired` are keys of questions.

    A `sealed` one is a test that asks everybody all its questions, once, and says nothing of the answers; `objectives`
    are its own topics, `anchors` keys of questions of another file that it asks too, and `like` is the key of the test
    that it is compared with.
    """

    key: str
    title: str
    minutes: int
    pass_mark: float
    attempts: int
    shuffle: bool
    introduction: NotRequired[str]
    questions: list[QuestionText]
    draws: NotRequired[list[int]]
    retired: NotRequired[list[str]]
    sealed: NotRequired[bool]
    objectives: NotRequired[list[str]]
    anchors: NotRequired[list[str]]
    like: NotRequired[str]


class ExerciseText(TypedDict):
    """The exercise of a course: everybody gets all its questions."""

    key: str
    title: str
    minutes: int
    pass_mark: float
    introduction: NotRequired[str]
    questions: list[QuestionText]
    required: NotRequired[bool]


class TestText(TypedDict):
    """A test that draws `number` questions of the quiz with the key `of`, or as the test `like` does."""

    key: str
    title: str
    minutes: int
    pass_mark: int
    attempts: int
    of: NotRequired[str]
    number: NotRequired[int]
    like: NotRequired[str]
    half: NotRequired[str]
    ticket: NotRequired[bool]
    limit_minutes: NotRequired[int]


class PictureText(TypedDict):
    """The picture of a card, in the folder `pictures` of the course."""

    card: str
    file: str
    alt: str
    credit: str


class SimulationText(TypedDict):
    """A case that several people play: the name of its folder, and what stands around it."""

    key: str
    title: str
    minutes: int
    introduction: str
    wellbeing: str
    pictures: NotRequired[list[PictureText]]


class AcceptedText(TypedDict):
    """A finding of the author's checks that stays, such as `numbers` at `ar/purpose-of-exploitation/3`."""

    rule: str
    at: str
    reason: str


class HeadText(TypedDict):
    key: str
    slug: str
    title: str
    summary: str


class AimsText(HeadText):
    """Part of every whole course; the source language says which findings are accepted."""

    validity_months: int
    objectives: list[str]
    accepted: NotRequired[list[AcceptedText]]


class CommonText(AimsText):
    """Part of courses and of skeletons of courses."""

    required: NotRequired[bool]
    one_of: NotRequired[str]
    country: NotRequired[str]
    lessons: NotRequired[list[LessonText]]
    checklists: NotRequired[list[ChecklistText]]
    hand_ins: NotRequired[list[HandInText]]
    cases: NotRequired[list[SimulationText]]
    tests: NotRequired[list[TestText]]
    quiz: NotRequired[QuizText]
    exercise: NotRequired[ExerciseText]


class CourseText(CommonText):
    """A course in one language."""

    minutes: int


class SkeletonText(CommonText):
    """A course of which each of `variants` (countries) is one course: their blocks and questions are put in."""

    variants: list[str]


class PlaceText(TypedDict):
    """Blocks that a variant has in the place of the skeleton with this key."""

    key: str
    blocks: list[BlockText]


class VariantText(HeadText):
    """The course of one country, as far as it differs from the skeleton."""

    country: str
    minutes: int
    draws: list[int]
    places: list[PlaceText]
    questions: list[QuestionText]
    exercise_questions: NotRequired[list[QuestionText]]
    retired: NotRequired[list[str]]


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
    step: NotRequired[str]
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


class StepText(TypedDict):
    """A step of a procedure. `ask` says whom to ask for what where a country decides."""

    number: int
    title: str
    who: str
    limit: str
    action: str
    ask: str
    papers: NotRequired[list[str]]
    provisions: NotRequired[list[str]]
    source: NotRequired[str]


class ProcedureText(TypedDict):
    """A procedure in one language."""

    slug: str
    title: str
    introduction: str
    edition: str
    valid_from: date
    country: NotRequired[str]
    steps: list[StepText]


class PaperFieldText(TypedDict, total=False):
    """A field of a form, or a heading between fields."""

    heading: str
    name: str
    label: str
    type: str
    options: list[str]
    rows: int
    help: str
    guidance: str


class PaperText(TypedDict):
    """A form in one language."""

    title: str
    introduction: str
    fields: list[PaperFieldText]


class ProvisionText(TypedDict):
    """A provision of law that lessons cite. It holds from `valid_from` to `valid_to`."""

    key: str
    jurisdiction: str
    country: NotRequired[str]
    instrument: str
    provision: str
    numbering_edition: NotRequired[str]
    valid_from: NotRequired[date]
    valid_to: NotRequired[date]
    source: NotRequired[str]


class ProvisionsText(TypedDict):
    provisions: NotRequired[list[ProvisionText]]


class PeopleText(TypedDict):
    """Names of the people of each course, and places that are called like people."""

    names: dict[str, list[str]]
    places: list[str]
