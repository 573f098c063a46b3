"""Personal data of certificates, as declared for access, correction and erasure."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from lms.foundation.plugins.manifest import PersonalData

from .facts import PERSONAL

if TYPE_CHECKING:
    from lms.people.directory.models import User


def _papers_go(rows: Any, person: "User") -> None:
    from .bulk.services import delete_with
    from .services import withdraw_papers

    delete_with(rows.values_list("pk", flat=True))
    withdraw_papers(rows)


PERSONAL_DATA = (
    PersonalData(
        "certificates.Certificate",
        person="earned_by__learner",
        what=_("The name and the course on a certificate, so that it can be verified."),
        erased="kept without the person",
        fields=PERSONAL,
        corrected=_("By a new certificate with the right name; the old one is marked as replaced."),
        erase=_papers_go,
        emptied={
            "name": "",
            "service_number": "",
            "salt": "",
            "statement": "",
            "sha256": "",
            "problem": "",
            "issued_why": "",
            "revoked_why": "–",
        },
        staff=PERSONAL,
    ),
    PersonalData(
        "certificates.Share",
        person="certificate__earned_by__learner",
        what=_("Links by which the holder shows a certificate; the secret in the address is kept nowhere."),
        fields=("made_at",),
    ),
    PersonalData(
        "certificates.Entry",
        person="certificate__earned_by__learner",
        what=_("Entries of the register of certificates: what was done with one, and when."),
        erased="kept without the person",
        fields=("serial", "act", "at"),
        staff=("serial", "act", "at"),
    ),
    *(
        PersonalData(f"certificates.{model}", person=person, what=what, erased="kept without the person")
        for model, person, what in (
            ("Ceremony", "by", _("Person who had files for a ceremony made; they are deleted after seven days.")),
            ("Certificate", "issued_by", _("Person who issued a certificate by hand.")),
            ("Certificate", "revoked_by", _("Person who revoked a certificate.")),
            ("Entry", "by", _("Person who issued, revoked, reinstated or replaced a certificate.")),
            ("DesignVersion", "created_by", _("Person who designed a certificate.")),
        )
    ),
)
