"""How the quiz hangs in Wagtail's admin."""

from typing import Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin import messages

from .models import QuizPage
from .selection import repeats, shortages, strata


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
@hooks.register("after_publish_page")
def _warn(request: HttpRequest, page: Any) -> None:
    """Tell whoever saved or published a quiz what its draws lack, and which of them overlap."""
    if isinstance(page.specific_deferred, QuizPage):
        quiz = page.get_latest_revision_as_object() if page.latest_revision_id else page.specific
        found = strata(quiz)
        for sentence in [*shortages(quiz, found), *repeats(found)]:
            messages.warning(request, sentence)
