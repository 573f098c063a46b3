"""A long exam: answering costs the same at its first question and at its fortieth."""

from assessments.questions.models import Category
from lms.learning.progress.journal import services
from lms.learning.progress.models import Attempt
from tests.builders import make_question, right_options
from tests.progress.counting import statements

from .test_sitting import QUIZ, event, set_up  # noqa: F401


def test_answering_costs_the_same_at_question_one_and_forty(set_up, course, wanjiru, as_, now):
    for number in range(34):
        make_question(Category.objects.get(), f"Further question {number}?")
    page = set_up()
    page.draws.update(number=0)
    set_up()
    services.enrol(people=[wanjiru], course=course, now=now)
    client = as_(wanjiru)
    client.post(f"{QUIZ}start/", event())
    client.get(QUIZ)
    costs = []
    for item in Attempt.objects.get(kind="quiz").form["items"]:
        with statements() as found:
            answer = client.post(
                QUIZ, event(**{f"q:{item['id']}": right_options(item)}), headers={"X-Requested-With": "fetch"}
            )
        assert answer.status_code == 204
        costs.append(len(found))
    assert len(costs) == 40
    assert len(set(costs)) == 1 and costs[0] <= 6
    assert len(Attempt.objects.get(kind="quiz").state["responses"]) == 40
