"""Teaching: views of what learners did, for the people responsible for them."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from .personal_data import PERSONAL_DATA


class TeachingConfig(AppConfig):
    name = "lms.desks.teaching"
    verbose_name = _("Teaching")
    personal_data = PERSONAL_DATA

    def ready(self) -> None:
        from lms.files.kinds import file_kinds
        from lms.foundation.plugins.notice import kinds
        from lms.foundation.plugins.pages import linked_pages, slots
        from lms.foundation.plugins.pages.destinations import Destination, register
        from lms.foundation.plugins.pages.home import home_blocks
        from lms.foundation.plugins.pages.office import provide_person_part, register_step
        from lms.foundation.plugins.report import figures
        from lms.people.audit.actions import EXPORTED, Action, actions

        from .cohorts.files import CohortCsv, CohortSheet
        from .cohorts.today_blocks import BLOCKS
        from .dates.first_step import ASSIGNED
        from .dates.notices import Reminder
        from .learners.academy_panel import training_record
        from .learners.late_views import late_answer_panels
        from .learners.locked_views import locked_parts
        from .learners.people_files import EXPORT, PeopleCsv, PeopleSheet
        from .standing import audit, receivers  # noqa: F401  registers on import
        from .standing.figures import FIGURES

        audit.register()
        actions.register(Action(EXPORT, _("List of people downloaded"), EXPORTED))
        linked_pages.provide(linked_pages.PEOPLE_FILE, "teach:people-file")
        for kind in (CohortCsv, CohortSheet, PeopleCsv, PeopleSheet):
            file_kinds.register(kind)
        for figure in FIGURES:
            figures.register(figure)
        kinds.register(Reminder)
        slots.provide(slots.PERSON, late_answer_panels)
        slots.provide(slots.PERSON, locked_parts)
        linked_pages.provide(linked_pages.COHORTS, "teach:cohorts")
        linked_pages.provide(linked_pages.ASSIGN, "teach:assign")
        linked_pages.provide(linked_pages.COHORT, "teach:cohort")
        linked_pages.provide(linked_pages.COHORT_PEOPLE, "teach:people")
        linked_pages.provide(linked_pages.PERSON, "teach:person")
        linked_pages.provide(linked_pages.LATE_ANSWERS, "teach:late-answers")

        for block in BLOCKS:
            home_blocks.register(block)
        register_step(ASSIGNED)
        provide_person_part(training_record)
        register(Destination("instructor", _("Today"), "teach:today", "today", 5))
        register(Destination("instructor", _("Cohorts"), "teach:cohorts", "cohorts", 10))
        register(Destination("instructor", _("Assign"), "teach:assign", "settings", 30))
        register(Destination("administrator", _("My cohorts"), "teach:cohorts", "cohorts", 10))
        register(Destination("administrator", _("Assign"), "teach:assign", "settings", 20))
        register(Destination("coordinator", _("Cohorts"), "teach:cohorts", "cohorts", 40))
