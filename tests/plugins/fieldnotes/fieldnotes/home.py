"""A block of “Today”: practice logs that wait to be countersigned."""

from django.utils.translation import gettext as _

from lms.foundation.plugins.pages.home import TODAY, Home, HomeBlock
from lms.foundation.plugins.pages.slots import Panel

from .models import Log

SHOWN = 5


class LogsToSign(HomeBlock):
    slug = "fieldnotes_home"
    page = TODAY
    duties = frozenset({"instructor"})

    def panel(self, home: Home) -> Panel | None:
        """One statement besides those that find the viewer's institutions."""
        logs = Log.objects.visible_to(home.viewer).waiting().select_related("attempt__enrolment__learner")
        found = list(logs.order_by("logged_at")[:SHOWN])
        return Panel(_("Logs to countersign"), "fieldnotes/home.html", {"logs": found}) if found else None
