"""The author's checks beside a page in Wagtail's editor: loaded when the panel is opened, and leading to the block."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from courses.models import LessonPage

from .conftest import DESKTOP, LANGUAGES, PHONE, too_wide, violations

pytestmark = pytest.mark.django_db(transaction=True)
CASE = "00000000-0000-0000-0000-0000000000c1"


@pytest.fixture
def lesson(course_page):
    page = LessonPage.objects.child_of(course_page).order_by("path").first()
    value = {"title": "At night", "text": "<p>He was beaten.</p>", "content_note": "", "skip": "", "wellbeing": ""}
    page.body = [*page.body.raw_data, {"type": "case", "id": CASE, "value": value}]
    page.save_revision()
    return page


def test_the_panel_is_filled_when_it_is_opened_and_leads_to_the_block(device, editor, lesson):
    page = device(editor, viewport=DESKTOP)
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "course-checks" in request.url else None)
    page.goto(reverse("wagtailadmin_pages:edit", args=[lesson.pk]))
    assert asked == []
    page.locator('[data-side-panel-toggle="checks"]').click()
    finding = page.get_by_role("link", name="The case speaks of an act that distresses")
    expect(finding).to_be_visible()
    finding.click()
    expect(page.locator(f"#block-{CASE}-section")).to_be_in_viewport()
    assert len(asked) == 1
    page.get_by_role("link", name="All findings in the course").click()
    expect(page.get_by_role("heading", name="Check the course")).to_be_visible()


@LANGUAGES
def test_all_findings_can_be_read_on_a_phone(device, editor, lesson, language):
    for scheme in ("light", "dark"):
        page = device(editor, language=language, viewport=PHONE, color_scheme=scheme)
        page.goto(reverse("course_checks", args=[lesson.pk]))
        assert not too_wide(page)
        assert [f"{rule}: {node['html'][:160]}" for rule, node in violations(page)] == []
