"""Teaching: views of what learners did, for the people responsible for them."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TeachingConfig(AppConfig):
    name = "lms.teaching"
    verbose_name = _("Teaching")

    def ready(self) -> None:
        from lms.plugins import slots, staff_pages
        from lms.plugins.destinations import Destination, register

        from .late_views import late_answers

        slots.provide(slots.PERSON, late_answers)
        staff_pages.provide(staff_pages.COHORTS, "teach:cohorts")
        staff_pages.provide(staff_pages.COHORT, "teach:cohort")
        staff_pages.provide(staff_pages.COHORT_PEOPLE, "teach:people")
        staff_pages.provide(staff_pages.PERSON, "teach:person")
        staff_pages.provide(staff_pages.LATE_ANSWERS, "teach:late-answers")

        register(Destination("instructor", _("My cohorts"), "teach:cohorts", "cohorts", 10))
        register(Destination("instructor", _("Assign"), "teach:assign", "assign", 30))
        register(Destination("administrator", _("My cohorts"), "teach:cohorts", "cohorts", 10))
        register(Destination("administrator", _("Assign"), "teach:assign", "assign", 20))
        register(Destination("coordinator", _("Cohorts"), "teach:cohorts", "cohorts", 40))
