"""Hooks of this room in Wagtail’s admin."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.templatetags.static import static
from django.urls import path
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import DismissibleMenuItem, MenuItem
from wagtail.log_actions import LogFormatter
from wagtail.snippets.models import register_snippet

from lms.foundation.plugins.pages import linked_pages

from .access import api as admin_api
from .access import lists as admin_lists
from .editing import (
    closing,
    group_countries,  # noqa: F401  registers its own
    learner_records,
    moderation,
    new_courses,
    submission_hooks,  # noqa: F401  registers its own
    translation_desk,
    translation_publishing,
    translation_submission,
)
from .editing.dashboard import WAGTAILS, MyCourses, Releases
from .editing.inbox import Inbox
from .editing.release import planning_views, schedule_texts, views
from .editing.translation_report import TranslationsReport
from .editing.viewsets import ProvisionViewSet, TermViewSet
from .guides.review_report import CourseReviews
from .pages import drafts
from .procedures import views as procedure_views
from .unplugged import pages as unplugged

if TYPE_CHECKING:
    from wagtail.log_actions import LogActionRegistry

NOT_OF_COURSES = {"workflows", "workflow-tasks", "aging-pages", "page-types-usage"}

register_snippet(ProvisionViewSet)
register_snippet(TermViewSet)

hooks.register("construct_admin_api", admin_api.instead_of_wagtails, order=1)
hooks.register("construct_page_chooser_queryset", admin_lists.pages_to_choose)
hooks.register("before_create_page", moderation.keep_as_draft)
hooks.register("construct_page_action_menu", moderation.offer_none)
hooks.register("construct_snippet_action_menu", moderation.offer_one)
hooks.register("register_page_action_menu_item", moderation.HandIn)
hooks.register("after_edit_page", moderation.go_on, order=1)
hooks.register("before_publish_page", views.confirm)
hooks.register("after_publish_page", schedule_texts.tell_hours)
hooks.register("before_edit_page", translation_publishing.publish_translation, order=-1)
hooks.register("before_edit_snippet", translation_publishing.publish_translation, order=-1)
hooks.register("before_delete_page", unplugged.refuse_below)
hooks.register("before_copy_page", unplugged.refuse_below)
hooks.register("before_bulk_action", unplugged.refuse_several)
hooks.register("before_bulk_action", closing.refuse_several)
hooks.register("before_unpublish_page", closing.ask_why)
hooks.register("after_unpublish_page", closing.keep_why)
hooks.register("before_delete_page", closing.refuse_deleting_open)
hooks.register("before_delete_page", learner_records.tell_records, order=1)
hooks.register("before_move_page", learner_records.tell_records)
hooks.register("before_delete_snippet", drafts.refuse_deleting_live)


@hooks.register("register_admin_urls")
def _urls() -> list[object]:
    return [
        path("courses/new/", new_courses.new_course, name="courses_new"),
        path("courses/release/<uuid:key>/", views.show_release, name="courses_release"),
        path("courses/release/<uuid:key>/later/", planning_views.plan_release, name="courses_plan"),
        path(
            "courses/translation/<int:translation_id>/hand-in/",
            translation_submission.hand_in_translation,
            name="courses_hand_in_translation",
        ),
        path("courses/translate/", translation_desk.desk, name="courses_desk"),
        path("courses/translate/<int:translation_id>/", translation_desk.translate, name="courses_translate"),
        path("courses/procedures/<int:page_id>/", procedure_views.citations, name="courses_procedure_citations"),
        path("courses/release/<uuid:key>/withdraw/", planning_views.withdraw_release, name="courses_withdraw"),
    ]


@hooks.register("register_log_actions")
def _log_actions(actions: "LogActionRegistry") -> None:
    """Register log actions: a release stands in the course page's history, with its author and reason."""

    @actions.register_action("courses.release")
    class ReleaseFormatter(LogFormatter):
        label = _("Release")

        def format_message(self, entry: Any) -> str:
            return _("Release %(number)s: %(why)s") % entry.data

    @actions.register_action(closing.CLOSED)
    class ClosingFormatter(LogFormatter):
        label = _("Close the course")

        def format_message(self, entry: Any) -> str:
            return _("Closed for new enrolments: %(why)s") % entry.data

    @actions.register_action("courses.plan")
    class PlanFormatter(LogFormatter):
        label = _("Plan a release")

        def format_message(self, entry: Any) -> str:
            return _("A release is planned for %(at)s: %(why)s") % {
                **entry.data,
                "at": schedule_texts.with_zone(datetime.fromisoformat(entry.data["at"])),
            }

    @actions.register_action("courses.withdraw")
    class WithdrawFormatter(LogFormatter):
        label = _("Withdraw the planned release")

        def format_message(self, entry: Any) -> str:
            return _("The release planned for %(at)s was withdrawn.") % {
                "at": schedule_texts.with_zone(datetime.fromisoformat(entry.data["at"]))
            }


@hooks.register("register_admin_urls", order=-1)
def _instead_of_others() -> list[object]:
    """Return addresses of third parties whose lists show more than somebody may see."""
    report = "localize/reports/translations/"
    return [
        path(
            "localize/update/<int:translation_source_id>/",
            translation_publishing.UpdateTranslations.as_view(),
            name="courses_update_translations",
        ),
        path(report, TranslationsReport.as_view(), name="courses_translations"),
        path(f"{report}results/", TranslationsReport.as_view(results_only=True), name="courses_translations_results"),
    ]


@hooks.register("construct_homepage_panels")
def _panels(request: object, panels: list[object]) -> None:
    """Put Our sections in place of Wagtail's panels, which say the same with a statement for each row; others' panels
    stay.
    """
    panels[:] = [panel for panel in panels if getattr(panel, "name", "") not in WAGTAILS] + [
        MyCourses(),
        Inbox(),
        Releases(),
    ]


@hooks.register("construct_homepage_summary_items", order=1000)
def _summary(request: object, items: list[object]) -> None:
    """Remove the numbers of pages, images and documents from the admin’s home page: they help with no task."""
    items.clear()


@hooks.register("construct_help_menu")
def _help(request: object, items: list[Any]) -> None:
    """Remove news from the help menu: Wagtail's news are for the person who runs the site, not for editors; the guide
    stays, without the badge that calls it new.
    """
    items[:] = [_plain(item) for item in items if not item.name.startswith("whats-new-in-wagtail")]


def _plain(item: MenuItem) -> MenuItem:
    if not isinstance(item, DismissibleMenuItem):
        return item
    kept = {name: value for name, value in item.attrs.items() if not name.startswith("data-")}
    return MenuItem(item.label, item.url, name=item.name, icon_name=item.icon_name, order=item.order, attrs=kept)


@hooks.register("construct_reports_menu")
def _reports(request: object, items: list[Any]) -> None:
    """Remove reports that say nothing of courses: these are decided on as a whole, and “Reviews of courses” has their
    age.
    """
    items[:] = [item for item in items if item.name not in NOT_OF_COURSES]


@hooks.register("register_reports_menu_item")
def _reviews() -> MenuItem:
    return MenuItem(
        CourseReviews.name,
        linked_pages.address(linked_pages.REPORT, CourseReviews.slug),
        icon_name="calendar-check",
        order=1210,
    )


@hooks.register("insert_global_admin_js")
def _names() -> str:
    return format_html('<script type="module" src="{}"></script>', static("courses/names.js"))


@hooks.register("insert_global_admin_css")
def _css() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("courses/admin.css"))
