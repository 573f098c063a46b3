"""Conversations of learners and instructors: what the plugin is, and what it plugs in where."""

from django.utils.translation import gettext_lazy as _

from lms.foundation.plugins.manifest import API, Manifest
from lms.foundation.plugins.plugin import Plugin

from .personal_data import PERSONAL_DATA


class ConversationsPlugin(Plugin):
    name = "lms.desks.conversations"
    label = "conversations"
    verbose_name = _("Messages")
    manifest = Manifest(
        name=verbose_name,
        version=API,
        api=">=2.0,<3",
        summary=_("Learners and the instructors of their cohort write to each other, on record."),
        languages=("en", "fr", "ar", "am", "so", "sw", "om"),
        on_by_default=True,
        urls="lms.desks.conversations.urls",
        personal_data=PERSONAL_DATA,
    )

    def plug(self) -> None:
        from lms.foundation.plugins.notice import kinds
        from lms.foundation.plugins.pages import linked_pages, office, slots, today
        from lms.foundation.plugins.pages.destinations import LOG, Destination, register
        from lms.foundation.plugins.pages.tabs import tabs
        from lms.people.audit.actions import CHANGED, SAW, Action, actions

        from . import links, reports
        from .notices import KINDS
        from .tab import ConversationsOfCohort, ConversationsOfPerson
        from .today import questions_today, reported

        for kind in KINDS:
            kinds.register(kind)
        actions.register(
            Action(reports.READ, _("Opened a conversation with a learner"), SAW),
            Action(reports.REPORTED, _("Reported a conversation"), CHANGED),
            Action(reports.READ_REPORTED, _("Opened a reported conversation"), SAW),
            Action(reports.HANDLED, _("Noted what was done about a reported conversation"), CHANGED),
        )
        for tab in (ConversationsOfCohort, ConversationsOfPerson):
            tabs.register(tab)
        slots.provide(slots.LEARNER, links.to_asking)
        slots.provide(slots.COURSE, links.on_courses)
        slots.provide(slots.ACTIVITY, links.on_activities)
        today.provide(questions_today)
        linked_pages.provide(linked_pages.WRITE_TO_PEOPLE, "conversations:write")
        register(Destination("learner", _("Messages"), "conversations:mine", "reports", 45))
        register(Destination("instructor", _("Messages"), "conversations:index", "reports", 25, pinned=True))
        for duty in ("administrator", "site"):
            label, url_name = _("Reported conversations"), "conversations:reports"
            register(Destination(duty, label, url_name, "reports", 93, group=LOG))
        office.provide(reported)
