"""Message in the admin before a page is moved or deleted that has records of learners."""

from django.http import HttpRequest
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.models import Page

from lms.foundation.plugins.impact import impacts

from ..pages.models import CoursePage


def records_behind(page: Page) -> str:
    """Return a sentence on the records behind `page` and everything below it; nothing where there are none.

    Behind a course are those of everybody who is enrolled in it; behind one of its activities, of those who have begun
    that.
    """
    courses = set(
        CoursePage.objects.descendant_of(page, inclusive=True)
        .filter(alias_of=None)
        .values_list("translation_key", flat=True)
    )
    activities = {page.translation_key} if not courses else set()
    people = impacts.people(courses=courses, activities=activities)
    if not people:
        return ""
    sentence = ngettext(
        "%(people)s learner has a record on this page. The record is kept, with result and certificate.",
        "%(people)s learners have records on this page. All records are kept, with results and certificates.",
        people,
    )
    return sentence % {"people": people}


def tell_records(request: HttpRequest, page: Page, *_rest: object) -> None:
    """Tell, before a page is moved or deleted: say how many records stand behind it, once, when the question is
    asked.
    """
    if request.method == "GET" and (sentence := records_behind(page)):
        messages.info(request, sentence)
