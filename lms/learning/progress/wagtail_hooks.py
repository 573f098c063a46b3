"""Hooks that describe assignments in the site's history."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy
from wagtail import hooks

from .enrolments.history import ASSIGNED, CHANGED, WITHDRAWN

if TYPE_CHECKING:
    from wagtail.log_actions import LogActionRegistry


@hooks.register("register_log_actions")
def assigned(actions: "LogActionRegistry") -> None:
    actions.register_action(
        ASSIGNED,
        gettext_lazy("Assign courses to a cohort"),
        gettext_lazy("Courses assigned, or given another due date"),
    )
    changed, withdrew = gettext_lazy("Changed the dates of an assignment"), gettext_lazy("Withdrew an assignment")
    actions.register_action(CHANGED, changed, changed)
    actions.register_action(WITHDRAWN, withdrew, withdrew)
