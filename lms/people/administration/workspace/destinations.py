"""Places of administrators in the bar and in the groups of their pages; of superusers and instructors, where they are
theirs too.
"""

from django.utils.translation import gettext_lazy as _

from lms.foundation.plugins.pages.destinations import (
    HOME,
    INSTITUTION,
    LOG,
    PEOPLE,
    SIGN_IN,
    Destination,
)
from lms.foundation.plugins.pages.destinations import register as register_destination

OWN = (
    (PEOPLE, _("Lists of people"), "academy:lists", "cohorts", 60),
    (PEOPLE, _("Sources of people"), "academy:sources", "settings", 62),
    (PEOPLE, _("Changes of names"), "academy:names", "search", 55),
    (PEOPLE, _("Transfers"), "academy:transfers", "settings", 70),
    (PEOPLE, _("Duplicates"), "academy:duplicates", "search", 65),
    (PEOPLE, _("Stand-ins"), "academy:stand-ins", "cohorts", 75),
    (SIGN_IN, _("Sign-in help"), "academy:sign-in-help", "search", 50),
    (SIGN_IN, _("Second factor of staff"), "academy:second-factor", "settings", 80),
    (SIGN_IN, _("Single sign-on"), "academy:sign-on", "settings", 85),
    (SIGN_IN, _("Shared devices"), "academy:devices", "settings", 87),
    (LOG, _("Log"), "academy:log", "reports", 90),
)
FIRST = {"administrator": (1, 2, 3, 4), "site": (35, 20, 40, 30)}
"""The order of home, people, cohorts and institution, which come first."""


def register() -> None:
    """Add them, when the app is ready."""
    for duty, (home, people, cohorts, institution) in FIRST.items():
        for group, label, url_name, icon, order in (
            (HOME, _("Home"), "academy:start", "today", home),
            (PEOPLE, _("People"), "academy:people", "search", people),
            (PEOPLE, _("Cohorts"), "academy:cohorts", "cohorts", cohorts),
            (INSTITUTION, _("Institution"), "academy:institution", "settings", institution),
            *OWN,
        ):
            register_destination(Destination(duty, label, url_name, icon, order, group=group))
    register_destination(
        Destination("instructor", _("Sign-in help"), "academy:sign-in-help", "search", 80, group=SIGN_IN)
    )
    register_destination(
        Destination("instructor", _("Shared devices"), "academy:devices", "settings", 87, group=SIGN_IN)
    )
