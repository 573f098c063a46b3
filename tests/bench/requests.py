"""The named requests, and what each may take: the limits of statements and bytes, and the ratios that are aimed at."""

from .client import Answer
from .measure import Request, Stage, floor

KB = 1024


def event_id() -> str:
    from lms.plugins.identifiers import uuid7

    return str(uuid7())


def activity(stage: Stage, name: str) -> str:
    return f"/learn/{stage.cast['course']}/{stage.cast[name]}/"


def sign_in(stage: Stage, number: int) -> Answer:
    fields = [("username", stage.learner("read", number)["number"]), ("password", stage.cast["password"])]
    return stage.as_("").post("/sign-in/", fields)


def my_learning(stage: Stage, number: int) -> Answer:
    return stage.by("read", number).get("/learn/")


def course(stage: Stage, number: int) -> Answer:
    return stage.by("read", number).get(f"/learn/{stage.cast['course']}/")


def lesson(stage: Stage, number: int) -> Answer:
    return stage.by("read", number).get(activity(stage, "lesson"))


def start_attempt(stage: Stage, number: int) -> Answer:
    return stage.by("start", number).post(f"{activity(stage, 'quiz')}start/", [("event_id", event_id())])


def save_answer(stage: Stage, number: int) -> Answer:
    """As the page's script sends it: one question, no page wanted back."""
    return _save(stage, number, "save", "quiz")


def save_answer_40(stage: Stage, number: int) -> Answer:
    """The same in a quiz of forty questions: it costs what it costs in one of twenty,
    at the first question as at the last.
    """
    return _save(stage, number, "save-40", "quiz-40")


def _save(stage: Stage, number: int, group: str, quiz: str) -> Answer:
    answers = stage.learner(group, number)["answers"]
    field, key = answers[number // len(stage.cast["groups"][group]) % len(answers)]
    fields = [("event_id", event_id()), *((field, option) for option in key)]
    return stage.by(group, number).post(activity(stage, quiz), fields, quietly=True)


def submit(stage: Stage, number: int) -> Answer:
    """The whole form with twenty answers; it passes, which completes the course and issues the certificate."""
    answers = stage.learner("submit", number)["answers"]
    fields = [("event_id", event_id()), ("submit", "1"), *((field, option) for field, key in answers for option in key)]
    return stage.by("submit", number).post(activity(stage, "quiz"), fields)


def result(stage: Stage, number: int) -> Answer:
    return stage.by("result", number).get(activity(stage, "quiz"))


def cohort(stage: Stage, number: int) -> Answer:
    return stage.as_(stage.cast["instructor"]).get(f"/teach/cohorts/{stage.cast['cohort']}/")


def overview(stage: Stage, number: int) -> Answer:
    """Everything of a country: half of all enrolments."""
    return stage.as_(stage.cast["coordinator"]).get("/reports/")


def completion_report(stage: Stage, number: int) -> Answer:
    return stage.as_(stage.cast["coordinator"]).get(f"/reports/completion/?course={stage.cast['course']}")


def completion_list(stage: Stage, number: int) -> Answer:
    return stage.as_(stage.cast["coordinator"]).get(f"/reports/completion/list/?course={stage.cast['course']}")


def completion_csv(stage: Stage, number: int) -> Answer:
    """Ten thousand lines, one for each learner."""
    return stage.as_(stage.cast["coordinator"]).get(f"/reports/completion/list/csv/?course={stage.cast['course']}")


REQUESTS = [
    Request("floor", floor),
    Request("sign-in", sign_in, status=302),
    Request("my-learning", my_learning, statements=4, ratio=3, gzipped=8 * KB),
    Request("course", course, statements=4, ratio=3, gzipped=10 * KB),
    Request("lesson", lesson, statements=3, ratio=2.5, gzipped=12 * KB),
    Request("start-attempt", start_attempt, status=302, statements=7, ratio=4),
    Request("save-answer", save_answer, status=204, statements=5, ratio=3),
    Request("save-answer-40", save_answer_40, status=204, statements=5, ratio=3),
    # completes the course: the ninth finds the academy above the learner's unit, whose name the certificate copies
    Request("submit", submit, status=302, statements=8, ratio=4.5),
    Request("result", result, statements=4, ratio=3.5, gzipped=20 * KB),
    Request("cohort", cohort, statements=7, ratio=10, gzipped=40 * KB),
    Request("completion-report", completion_report, statements=7, ratio=10, gzipped=40 * KB),
    Request("completion-list", completion_list),
    Request("overview", overview, each=8),
    Request("completion-csv", completion_csv, each=8, statements=3),
]
