"""The marker's pages in a browser: by keyboard, on a phone, in English and in Arabic; axe-core finds nothing."""

import pytest
from playwright.sync_api import expect

from lms.learning.progress.models import Attempt
from tests.quiz.marking.conftest import asked, attempt, settings_of_quiz, submitted  # noqa: F401  fixtures
from tests.quiz.marking.test_regrading import activity, correct, marked  # noqa: F401  fixtures
from tests.quiz.marking.test_services import contest

from .conftest import DESKTOP, LANGUAGES
from .test_learner import press, tab_to

pytestmark = pytest.mark.django_db(transaction=True)
QUEUE = "/x/quiz/marking/"


def test_everything_is_marked_by_keyboard(device, attempt, omar):
    page = device(omar, java_script_enabled=False)
    page.goto(QUEUE)
    press(page, "[data-queue] a.button")
    tab_to(page, "main input[type=radio]")
    for _step in range(2):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    tab_to(page, "#comment")
    page.keyboard.type("Cite the article.")
    press(page, "main form button")
    expect(page.locator(".message-success")).to_contain_text("Saved: question 1, 50 per cent.")
    tab_to(page, "#percent")
    page.keyboard.type("75")
    press(page, "main form button")
    expect(page.locator("main")).to_contain_text("No answer waits for you")
    found = Attempt.objects.get()
    assert not found.waiting and found.passed and round(found.score, 6) == 0.75


@LANGUAGES
def test_is_accessible_and_fits(attempt, asked, omar, wanjiru, device, faults_of, faults_on, language):
    contest(attempt, asked["single"])
    rubric, page = f"{QUEUE}{attempt.pk}/{asked['rubric']}/", device(omar, language=language)
    page.goto(rubric)
    found = faults_of(page, f"rubric-{language}")
    for criterion in ("means", "law"):
        page.locator(f"input[name='rubric:{criterion}']").last.check()
    page.locator("#comment").fill("Say which article.")
    page.locator("button[name=stay]").click()
    page.wait_for_load_state()
    queue = [f"{QUEUE}?by=question", f"{QUEUE}?by=learner", rubric, f"{QUEUE}{attempt.pk}/{asked['plain']}/"]
    contests = [f"{QUEUE}contests/", f"{QUEUE}contests/{attempt.pk}/{asked['single']}/", f"/teach/people/{wanjiru.pk}/"]
    looks = [(omar, [*queue, *contests]), (wanjiru, ["/learn/trafficking/trafficking-quiz/"])]
    assert found + faults_on(looks, language) == []


def test_a_key_is_corrected_in_the_admin(
    device, marked, activity, asked, wanjiru, abdi, superuser, found_by_axe, tmp_path
):
    marked(wanjiru, right=True), marked(abdi, right=False)
    correct(asked["single"])
    page = device(superuser, viewport=DESKTOP)
    found = []

    def look(name: str) -> None:
        page.screenshot(path=tmp_path / f"{name}.png", full_page=True)
        found.extend(f"{name}: {line}" for line in found_by_axe(page))

    page.goto(f"/admin/quiz/keys/{activity.pk}/")
    look("keys")
    page.get_by_role("link", name="See whose result would change").click()
    page.get_by_text("Look at it with results that also go down").click()
    look("key")
    page.locator("input[name=lower]").check()
    page.locator("#reason").fill("Article 2 says otherwise")
    page.get_by_role("button", name="Change the results").click()
    expect(page.locator("main")).to_contain_text("Article 2 says otherwise (also downwards)")
    expect(page.locator(".messages > ul")).to_have_css("opacity", "1")
    look("done")
    assert sorted(round(score, 6) for score in Attempt.objects.values_list("score", flat=True)) == [0.4, 0.733333]
    assert found == []
