"""Wagtail's admin as editors meet it: axe-core finds nothing in light and dark but what Wagtail's own markup brings;
fields have room.
"""

from uuid import uuid4

import pytest
from django.urls import reverse

from assessments.observation.models import ChecklistPage
from assessments.questions.models import Category
from assessments.quiz.models import QuizPage
from courses.models import LessonPage, PageCondition, Provision
from lms.learning.sessions.models import SessionPage
from tests.builders import make_question
from tests.observation.building import add_checklist
from tests.observation.rubric import written_with_a_rubric

from .conftest import DESKTOP, PHONE, SCHEMES, too_wide, violations

pytestmark = pytest.mark.django_db(transaction=True)
OF_WAGTAIL = {
    (
        "landmark-unique",
        "w-panel--nested",
    ): "each block is a section named by its type, so two blocks of one type have one name",
    (
        "scrollable-region-focusable",
        "w-minimap__list",
    ): "the map of a long form scrolls, and has no links until it is opened",
    (
        "aria-required-parent",
        'href="#tab-roles"',
    ): "the button below a new person that leads to the tab of roles calls itself a tab",
}
"""What no hook, setting or style can mend: the rule, and what the element is known by; why it is so."""


def found_in(page, *rules: str) -> list[str]:
    return [
        f"{rule}: {node['html'][:200]}"
        for rule, node in violations(page, *rules)
        if not any(rule == known and mark in node["html"] for known, mark in OF_WAGTAIL)
    ]


def block(kind: str, value) -> dict:
    return {"type": kind, "id": str(uuid4()), "value": value}


def listed(*values) -> list[dict]:
    return [block("item", value) for value in values]


@pytest.fixture
def lesson(course, course_page):
    """A lesson with every part that is a list, or a field of a stream of its own."""
    cited = Provision.objects.create(
        key="ke-3", jurisdiction="Kenya", instrument="Counter-Trafficking Act", provision="section 3"
    )
    page = LessonPage.objects.child_of(course_page).order_by("path").first()
    page.body = [
        *page.body.raw_data,
        block("heading", "The means"),
        block("table", {"caption": "Acts", "header": listed("Act"), "rows": listed(listed("Recruiting"))}),
        block("citation", {"provisions": listed(cited.pk)}),
    ]
    page.save_revision().publish()
    course_page.objectives = [{"type": "objective", "value": "Name the three elements of trafficking in persons " * 3}]
    course_page.title = (
        "What trafficking in persons is, how it is told from smuggling of migrants, and what to do first"
    )
    course_page.save_revision().publish()
    return page


STILL = "*, ::before, ::after { transition: none !important }"


@pytest.fixture
def of_teaching(academy, lesson, course_page):
    """Addresses of what teaching has in the admin: conditions, attendance, a checklist, a rubric for it, refreshers,
    and what a course asks afterwards.
    """
    kinds = (
        {"kind": "score", "activity": lesson.translation_key, "percent": 60},
        {"kind": "role", "roles": ["police"]},
    )
    for number, row in enumerate(kinds):
        PageCondition.objects.create(page=QuizPage.objects.get(), sort_order=number, **row)
    attendance = course_page.add_child(instance=SessionPage(title="Drills", slug="drills", minutes=300))
    add_checklist(course_page)
    written_with_a_rubric()
    checklist = ChecklistPage.objects.get()
    edited = (QuizPage.objects.get(), attendance, checklist, course_page.get_parent())
    return [
        *(reverse("wagtailadmin_pages:edit", args=[one.pk]) for one in edited),
        reverse("observation:criteria", args=[checklist.pk]),
        reverse("refreshers_schedule", args=[course_page.translation_key]),
        reverse("followups_rule", args=[course_page.translation_key]),
    ]


def test_axe_finds_nothing_of_ours_and_what_teaching_has_there_fits_a_phone(
    of_teaching, lesson, course_page, superuser, device
):
    edited = [reverse("wagtailadmin_pages:edit", args=[one.pk]) for one in (lesson, course_page)]
    others = ("wagtailusers_groups:add", "wagtailsnippets_questions_question:add", "wagtailimages:add_multiple")
    page, found = device(superuser, viewport=DESKTOP), []
    for address in [*edited, *map(reverse, others), *of_teaching]:
        page.goto(address)
        if address.startswith("/admin/"):
            page.add_style_tag(content=STILL)
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            rules = ["color-contrast"] if scheme == "dark" else []
            found += [f"{address}, {scheme}: {line}" for line in found_in(page, *rules)]
        page.emulate_media(color_scheme="light")
    for language in ("en", "ar"):
        page = device(superuser, language=language)
        for address in of_teaching:
            page.goto(address)
            found += [f"{address}, {language}: wider than a phone"] if too_wide(page) else []
    assert found == []


def test_fields_and_titles_have_room(device, lesson, course_page, superuser):
    page = device(superuser, viewport=DESKTOP)
    page.goto(reverse("wagtailadmin_pages:edit", args=[QuizPage.objects.get().pk]) + "#tab-time_marking_and_feedback")
    rows = page.locator("#tab-time_marking_and_feedback .w-field-row:visible")
    rows.first.wait_for()
    assert page.locator("input[name=penalty]").bounding_box()["width"] > 200
    assert rows.evaluate_all(OVERLAPPING) == []

    Category.objects.create(name="What trafficking in persons is, and how it is told from smuggling of migrants")
    page.goto(reverse("wagtailsnippets_questions_question:add"))
    assert page.locator("input[name=name]").bounding_box()["width"] > 200
    assert page.locator(".w-field-row:visible").evaluate_all(OVERLAPPING) == []
    page.set_viewport_size(PHONE)
    chosen = page.locator("select[name=category]").bounding_box()
    assert chosen["x"] + chosen["width"] <= PHONE["width"]
    page.set_viewport_size(DESKTOP)

    page.goto(reverse("wagtailadmin_explore", args=[course_page.pk]))
    title = page.locator(".w-breadcrumbs li:last-child > a")
    assert title.evaluate(
        "link => link.getBoundingClientRect().right <= link.closest('.w-breadcrumbs').getBoundingClientRect().right"
    )
    assert title.evaluate("link => getComputedStyle(link).webkitLineClamp") == "2"


def test_a_long_title_stands_beside_what_is_at_its_side_and_is_read_whole_on_a_phone(
    course_page, superuser, contexts, sign_in, live_server
):
    long = "You take notes at a roadside stop near Tororo. Which of these are observations that anybody could check?"
    question = make_question(Category.objects.create(name="Roadside"), long)
    context = contexts(viewport=DESKTOP)
    page = sign_in(context.new_page(), superuser)
    page.goto(reverse("wagtailsnippets_questions_question:edit", args=[question.pk]))
    collapse = page.get_by_role("button", name="Collapse all")
    collapse.wait_for()
    words, button = page.locator("#header-title span").evaluate(LAST_EDGE), collapse.bounding_box()
    assert words["right"] <= button["x"] or words["top"] >= button["y"] + button["height"]

    page.set_viewport_size(PHONE)
    page.goto(reverse("wagtailsnippets_questions_question:list"))
    assert page.locator("td.title").first.bounding_box()["width"] > 150
    last = page.locator("tbody tr").first.locator("td").last
    last.scroll_into_view_if_needed()
    assert last.bounding_box()["x"] + last.bounding_box()["width"] <= PHONE["width"], "its other columns are reached"
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]

    context.add_cookies([{"name": "django_language", "value": "ar", "url": live_server.url}])
    page.goto(reverse("wagtailsnippets_questions_question:list"))
    assert page.locator("html").get_attribute("dir") == "rtl"
    shown = page.locator("td.title a").first
    assert shown.evaluate("link => getComputedStyle(link).unicodeBidi") == "plaintext"


LAST_EDGE = """title => { const range = document.createRange(); range.selectNodeContents(title);
  const lines = [...range.getClientRects()].filter((box) => box.width);
  return { right: Math.max(...lines.map((box) => box.right)), top: Math.min(...lines.map((box) => box.top)) }; }"""
"""How far the words of a title reach, and where they begin."""


OVERLAPPING = """rows => rows.flatMap((row) => {
  const fields = [...row.querySelectorAll("input:not([type=hidden]), select")]
    .map((field) => [field.name, field.getBoundingClientRect()]);
  const cells = [...row.children].map((cell) => cell.getBoundingClientRect());
  const fits = (box) => cells.some((cell) => box.left >= cell.left - 1 && box.right <= cell.right + 1);
  return fields.filter(([name, box]) => box.width && !fits(box)).map(([name]) => name);
})"""
"""The fields of a row that reach out of their part of it."""
