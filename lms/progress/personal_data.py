"""What this room keeps about people: what they learn, and what they did."""

from lms.plugins.manifest import PersonalData

PERSONAL_DATA = (
    PersonalData(
        "progress.Enrolment",
        person="learner",
        what="What somebody learns and how far they are, with sex, rank, role family and institution of that time.",
        erased="kept without the person",
    ),
    PersonalData(
        "progress.Attempt",
        person="enrolment__learner",
        what="What somebody was asked, and what came of it.",
        erased="kept without the person",
    ),
    PersonalData(
        "progress.Event",
        person="enrolment__learner",
        what="Each answer and each mark with its time: the journal.",
        erased="kept without the person",
    ),
    PersonalData(
        "progress.Stay",
        person="learner",
        what="Where somebody served before they were transferred, and how far they were then.",
        erased="kept without the person",
    ),
    PersonalData(
        "progress.Assignment",
        person="assigned_by",
        what="Who assigned a course to a cohort.",
        erased="kept without the person",
    ),
)
