"""App that runs plugins from the outside: deliveries of events, jobs, addresses, checks, and the list of installed
plugins.
"""

from django.apps import AppConfig
from django.core import checks
from django.utils.translation import gettext_lazy as _

from lms.foundation.plugins.manifest import PersonalData
from lms.foundation.plugins.runtime.activation import owner_of, withdrawals


class SwitchboardConfig(AppConfig):
    name = "lms.switchboard"
    verbose_name = _("Plugins")
    personal_data = (
        PersonalData(
            "switchboard.PluginValue",
            person="set_by",
            what=_("Author of a plugin’s setting at an institution."),
            erased="kept without the person",
        ),
    )

    def ready(self) -> None:
        from celery.exceptions import SoftTimeLimitExceeded

        from lms.foundation.plugins import events, health, institution_settings
        from lms.foundation.plugins.pages import linked_pages
        from lms.foundation.plugins.runtime import faults, guard
        from lms.people.audit.actions import CHANGED, Action, actions

        from .checks import found_in_the_database, found_when_deploying, found_while_loading
        from .circuit_breaker import breaker
        from .deliveries import backlog, store_event
        from .plugin_status import problems_finding
        from .recent_faults import record_fault
        from .setting_values import values_for

        actions.register(Action("plugin_set", _("Settings of a plugin changed"), CHANGED, delicate=True))
        linked_pages.provide(linked_pages.SWITCHES, "switches")
        events.carry(store_event)
        faults.listen(record_fault)
        guard.use_breaker(breaker)
        institution_settings.read_with(values_for)
        guard.excuse(lambda error: isinstance(error, SoftTimeLimitExceeded | MemoryError))
        health.register("plugins", problems_finding)
        health.register("deliveries", backlog)
        checks.register(found_while_loading)
        checks.register(found_when_deploying, deploy=True)
        checks.register(found_in_the_database, checks.Tags.database)


def withdraw(plugin: str) -> None:
    """Forget what `plugin` hooked into Wagtail."""
    from wagtail import hooks

    for name, known in hooks._hooks.items():
        hooks._hooks[name] = [(hook, order) for hook, order in known if owner_of(hook) != plugin]


withdrawals.append(withdraw)
