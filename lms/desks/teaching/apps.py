"""Teaching: views of what learners did, for the people responsible for them."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from .personal_data import PERSONAL_DATA


class TeachingConfig(AppConfig):
    name = "lms.desks.teaching"
    verbose_name = _("Teaching")
    personal_data = PERSONAL_DATA

    def ready(self) -> None:
        from lms.foundation.plugins.notice import kinds
        from lms.foundation.plugins.pages import linked_pages, slots
        from lms.foundation.plugins.pages.destinations import Destination, register

        from .dates.notices import Reminder
        from .learners.late_views import late_answer_panels
        from .learners.locked_views import locked_parts
        from .standing import audit, receivers  # noqa: F401  registers on import

        audit.register()
        kinds.register(Reminder)
        slots.provide(slots.PERSON, late_answer_panels)
        slots.provide(slots.PERSON, locked_parts)
        linked_pages.provide(linked_pages.COHORTS, "teach:cohorts")
        linked_pages.provide(linked_pages.ASSIGN, "teach:assign")
        linked_pages.provide(linked_pages.COHORT, "teach:cohort")
        linked_pages.provide(linked_pages.COHORT_PEOPLE, "teach:people")
        linked_pages.provide(linked_pages.PERSON, "teach:person")
        linked_pages.provide(linked_pages.LATE_ANSWERS, "teach:late-answers")

        register(Destination("instructor", _("Today"), "teach:today", "today", 5))
        register(Destination("instructor", _("Cohorts"), "teach:cohorts", "cohorts", 10))
        register(Destination("instructor", _("Assign"), "teach:assign", "settings", 30))
        register(Destination("administrator", _("My cohorts"), "teach:cohorts", "cohorts", 10))
        register(Destination("administrator", _("Assign"), "teach:assign", "settings", 20))
        register(Destination("coordinator", _("Cohorts"), "teach:cohorts", "cohorts", 40))
