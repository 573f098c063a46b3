"""The effect page of a release: nobody is enrolled by it unannounced."""

import re
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from courses.editing.release import effect
from courses.models import CoursePage, ProgrammePage
from lms.learning.progress.enrolments.programme_additions import give_added
from lms.learning.progress.models import Enrolment
from lms.learning.progress.models.dates import Dates
from tests.builders import release
from tests.progress.conftest import cohort  # noqa: F401  a fixture
from tests.progress.test_programme_additions import given, new_course  # noqa: F401
from tests.progress.test_programmes import programme  # noqa: F401

from .mutation import browser, held_by, instead


def test_a_required_course_enrols_nobody_of_whom_its_effect_page_is_silent(
    given,
    programme,
    programme_page,
    superuser,
    django_capture_on_commit_callbacks,
):
    given(Dates())
    page = new_course(programme_page)

    def enrols_more_than_the_page_says() -> bool:
        shown = browser(superuser).get(reverse("courses_release", args=[page.translation_key])).content.decode()
        said = re.search(r"(\d+) people who were given its programme will be enrolled", " ".join(shown.split()))
        with django_capture_on_commit_callbacks(execute=True):
            CoursePage.objects.get(pk=page.pk).save_revision().publish()
            release(page)
            ProgrammePage.objects.get(pk=programme_page.pk).save_revision().publish()
        with django_capture_on_commit_callbacks(execute=True):
            give_added(now=timezone.now() + timedelta(minutes=1))
        enrolled = Enrolment.objects.filter(course=page.translation_key).count()
        assert enrolled == 2
        return enrolled > int(said[1] if said else 0)

    held_by(instead(effect, "_newcomers", lambda _proposed: 0), attack=enrols_more_than_the_page_says)
