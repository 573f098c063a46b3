"""What this room keeps about people."""

from lms.plugins.manifest import PersonalData

PERSONAL_DATA = (
    PersonalData(
        "certificates.Certificate",
        person="enrolment__learner",
        what="The name and the course on a certificate, so that it can be verified.",
        erased="kept without the person",
    ),
    PersonalData(
        "certificates.Certificate",
        person="revoked_by",
        what="Who revoked a certificate.",
        erased="kept without the person",
    ),
)
