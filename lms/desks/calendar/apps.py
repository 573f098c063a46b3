"""Calendars: what the plugin is, and what it plugs in where."""

from django.utils.translation import gettext_lazy as _

from lms.foundation.plugins.manifest import API, Manifest, PersonalData
from lms.foundation.plugins.plugin import Plugin


class CalendarPlugin(Plugin):
    name = "lms.desks.calendar"
    label = "calendar"
    verbose_name = _("Calendar")
    manifest = Manifest(
        name=verbose_name,
        version=API,
        api=">=2.0,<3",
        summary=_("Due dates and sessions of each person, as a page and for the calendar of their phone."),
        languages=("en", "fr", "ar", "am", "so", "sw", "om"),
        on_by_default=True,
        urls="lms.desks.calendar.urls",
        public_urls="lms.desks.calendar.public_urls",
        personal_data=(
            PersonalData(
                "calendar.FeedAddress",
                person="person",
                what=_("The secret address for the calendar of a person’s phone, as a hash, and its date."),
                fields=("made_at",),
                corrected=_("Renew or end it on the page “In the calendar of your phone”."),
            ),
        ),
    )

    def plug(self) -> None:
        from lms.foundation.plugins.job import jobs
        from lms.foundation.plugins.pages import slots
        from lms.foundation.plugins.pages.destinations import Destination, register
        from lms.people.audit.actions import RIGHTS, Action, actions

        from .coming import coming_panels
        from .jobs import DeleteClosedAddresses
        from .links import to_calendar
        from .services import MADE, TAKEN

        jobs.register(DeleteClosedAddresses)
        slots.provide(slots.LEARNER, to_calendar)
        slots.provide(slots.LEARNER, coming_panels)
        actions.register(
            Action(MADE, _("Address of a calendar made"), RIGHTS),
            Action(TAKEN, _("Address of a calendar ended"), RIGHTS, delicate=False),
        )
        for duty, order in (("learner", 35), ("instructor", 45), ("administrator", 75)):
            register(Destination(duty, _("Calendar"), "calendar:mine", "learning", order))
