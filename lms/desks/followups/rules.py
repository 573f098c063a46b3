"""Rules of institutions: whether their people are asked, and whether supervisors confirm."""

from django.utils.translation import gettext_lazy as _

from lms.foundation.plugins.institution_settings import settings_for
from lms.foundation.plugins.manifest import InstitutionSetting
from lms.people.directory.institutions import Institution

PART = "followups"
"""By which what is set at institutions is kept, beside what plugins are set to."""
SETTINGS = (
    InstitutionSetting(
        "asks",
        _("Ask people after their courses"),
        _("Questions on use at work and surveys. No: nobody here is asked, whatever a course says."),
        kind="yes or no",
        default=True,
    ),
    InstitutionSetting(
        "confirms",
        _("Supervisors confirm"),
        _("People may name a supervisor, who is asked whether they have used the course at work."),
        kind="yes or no",
        default=False,
    ),
)


def asks(institution: Institution | None) -> bool:
    """Return whether people of `institution` are asked."""
    return institution is not None and bool(settings_for(PART, institution)["asks"])


def confirms(institution: Institution | None) -> bool:
    """Return whether people of `institution` may name a supervisor."""
    return institution is not None and bool(settings_for(PART, institution)["confirms"])
