"""Calendars: what the plugin is, and what it plugs in where."""

from django.utils.translation import gettext_lazy as _

from lms.plugins.manifest import API, Manifest, PersonalData
from lms.plugins.plugin import Plugin


class CalendarPlugin(Plugin):
    name = "lms.calendar"
    label = "calendar"
    verbose_name = _("Calendar")
    manifest = Manifest(
        name=verbose_name,
        version=API,
        api=">=1.0,<2",
        summary=_("Due dates and sessions of each person, as a page and for the calendar of their phone."),
        languages=("en", "fr", "ar", "am", "so", "sw", "om"),
        on_by_default=True,
        urls="lms.calendar.urls",
        public_urls="lms.calendar.public_urls",
        personal_data=(
            PersonalData(
                "calendar.FeedAddress",
                person="person",
                what=_(
                    "That somebody has a secret address for the calendar of their phone, as a hash, and since when."
                ),
                fields=("made_at",),
                corrected=_("Renew or end it on the page “In the calendar of your phone”."),
            ),
        ),
    )

    def plug(self) -> None:
        from lms.people.audit.actions import RIGHTS, Action, actions
        from lms.plugins import slots
        from lms.plugins.destinations import Destination, register
        from lms.plugins.job import jobs

        from .jobs import LetGo
        from .links import to_calendar
        from .services import MADE, TAKEN

        jobs.register(LetGo)
        slots.provide(slots.LEARNER, to_calendar)
        actions.register(
            Action(MADE, _("Address of a calendar made"), RIGHTS),
            Action(TAKEN, _("Address of a calendar ended"), RIGHTS, delicate=False),
        )
        for duty, order in (("learner", 35), ("instructor", 45), ("administrator", 75)):
            register(Destination(duty, _("Calendar"), "calendar:mine", "learning", order))
