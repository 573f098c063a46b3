"""What this room keeps about people."""

from lms.plugins.manifest import PersonalData

PERSONAL_DATA = (
    PersonalData(
        "reporting.Completer",
        person="learner",
        what="At which institution somebody completed how many courses, as a number.",
        erased="kept without the person",
    ),
)
