"""Entries of the quiz in Wagtail's admin."""

from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.urls import path, reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.log_actions import LogFormatter

from assessments.questions.imports.views import next_steps
from lms.people.directory.current_viewer import unlimited
from lms.people.directory.requests import SignedInRequest

from .exams import sittings
from .exams.room import services
from .page import beginning
from .page.models import QuizPage
from .page.selection import repeats, shortages, strata
from .regrading import views as regrading
from .statistics import admin as statistics_admin
from .statistics.dashboard import ToMend

if TYPE_CHECKING:
    from wagtail.log_actions import LogActionRegistry
    from wagtail.models import ModelLogEntry, Page

    from lms.people.directory.models import User


next_steps.append(beginning.next_step)


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
@hooks.register("after_publish_page")
def _warn(request: HttpRequest, page: "Page") -> None:
    """Tell whoever saved or published a quiz what its draws lack, and which of them overlap."""
    if isinstance(page.specific_deferred, QuizPage):
        quiz = page.get_latest_revision_as_object() if page.latest_revision_id else page.specific
        with unlimited():
            drawn = strata(quiz)
        for sentence in [*shortages(quiz, drawn), *repeats(drawn)]:
            messages.warning(request, sentence)


@hooks.register("construct_homepage_panels")
def _sections(request: HttpRequest, panels: list[object]) -> None:
    panels.append(ToMend())


class StatisticsItem(MenuItem):
    def is_shown(self, request: SignedInRequest) -> bool:
        return statistics_admin.may_see(request.user)


@hooks.register("register_admin_urls")
def _urls() -> list[object]:
    return [
        path("quiz-statistics/", statistics_admin.overview, name="quiz_statistics"),
        path("quiz-statistics/<uuid:activity>/", statistics_admin.statistics, name="quiz_statistics_of"),
        path("quiz-statistics/<uuid:activity>/again/", statistics_admin.again, name="quiz_statistics_again"),
    ]


@hooks.register("register_reports_menu_item")
def _item() -> MenuItem:
    return StatisticsItem(
        gettext_lazy("Quiz statistics"),
        reverse_lazy("quiz_statistics"),
        name="quiz-statistics",
        icon_name="help",
        order=1200,
    )


@hooks.register("register_page_header_buttons")
def _button(page: object, user: object, view_name: str, next_url: str | None = None) -> object:
    """Yield a button from a quiz's page to its statistics."""
    if isinstance(page, QuizPage) and page.permissions_for_user(user).can_edit():
        yield Button(
            _("Statistics"), reverse("quiz_statistics_of", args=[page.translation_key]), icon_name="help", priority=65
        )


@hooks.register("register_admin_urls")
def _regrading_urls() -> list[object]:
    return [
        path("quiz/new/<int:pk>/", beginning.begin, name="quiz_begin"),
        path("quiz/keys/<uuid:activity>/", regrading.keys, name="quiz_keys"),
        path("quiz/keys/<uuid:activity>/<str:question>/", regrading.key, name="quiz_key"),
    ]


@hooks.register("register_page_header_buttons")
def _regrading_button(page: "Page", user: "User", view_name: str, next_url: str | None = None) -> object:
    """Yield a button from a quiz's page to the keys that were corrected."""
    if regrading.may_correct(page, user) and page.live:
        yield Button(
            _("Correct a key"), reverse("quiz_keys", args=[page.translation_key]), icon_name="key", priority=66
        )


@hooks.register("register_log_actions")
def _regrading_log(actions: "LogActionRegistry") -> None:
    """Register log actions: a quiz's history tells who had results changed, and why."""

    class Regraded(LogFormatter):
        label = gettext_lazy("Correct a key")

        def format_message(self, log_entry: "ModelLogEntry") -> str:
            values = {"question": log_entry.data.get("question", ""), "reason": log_entry.data.get("reason", "")}
            if log_entry.data.get("lower"):
                return _("Corrected the key of “%(question)s”, also downwards: %(reason)s") % values
            return _("Corrected the key of “%(question)s”: %(reason)s") % values

    actions.register_action(regrading.REGRADED)(Regraded)


@hooks.register("register_log_actions")
def _sittings_log(actions: "LogActionRegistry") -> None:
    """Register log actions: the site's history tells who planned, opened and closed an exam, and who made new codes."""
    actions.register_action(sittings.PLANNED, gettext_lazy("Plan an exam"), gettext_lazy("Exam planned"))
    actions.register_action(sittings.OPENED, gettext_lazy("Open an exam"), gettext_lazy("Exam opened"))
    actions.register_action(sittings.CLOSED, gettext_lazy("Close an exam"), gettext_lazy("Exam closed"))
    actions.register_action(
        sittings.LATECOMERS,
        gettext_lazy("Make cards for latecomers"),
        gettext_lazy("Cards made for people who joined the cohort later"),
    )
    actions.register_action(
        sittings.NEW_CODES, gettext_lazy("Make new codes for an exam"), gettext_lazy("New codes made for the exam")
    )
    actions.register_action(
        services.SEATED, gettext_lazy("Give seats for an exam"), gettext_lazy("Seats given for the exam")
    )
