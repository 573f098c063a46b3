"""Pages of editors, reviewers and translators in the admin, and the list of countries: axe-core finds nothing in
English and Arabic, on a phone and a desktop, by day and in the dark.
"""

import pytest
from django.urls import reverse

from tests.courses.conftest import french_lesson, lesson, translated, tree  # noqa: F401  fixtures
from tests.courses.handed import hand

from .conftest import DESKTOP, LANGUAGES, PHONE
from .test_editor_jobs import drafted

pytestmark = pytest.mark.django_db(transaction=True)


@LANGUAGES
def test_of_writing_reviewing_and_translating(
    device, translated, course, course_page, editor, reviewer, superuser, faults_of, language
):
    drafted(course_page, editor)
    sent = hand(course, editor)
    looks = {
        editor: ["/admin/courses/new/", reverse("course_checks", args=[course_page.pk])],
        reviewer: [reverse("courses_submission", args=[sent.pk]), reverse("courses_release", args=[course.pk])],
        superuser: [reverse("courses_desk"), reverse("courses_translate", args=[translated.pk]), "/academy/countries/"],
    }
    found = []
    for person, addresses in looks.items():
        page = device(person, language=language)
        for number, address in enumerate(addresses):
            response = page.goto(address)
            assert response is not None and response.status == 200, address
            name = f"editor-{number}-{person.pk}-{language}"
            found += faults_of(page, name, sizes=(PHONE, DESKTOP), schemes=("light", "dark"))
    assert found == []
