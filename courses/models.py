"""Where Django finds the models of this room."""

from .catalogue import Activity, Cause, Content, Course, Programme, Release, StaleCourse
from .owned_files import OwnedCollection
from .pages import ActivityPage, CoursePage, LessonPage, ProgrammePage
from .planned import ScheduledRelease
from .provisions import Provision
from .submissions import Submission, SubmittedDraft
from .translated import TranslatedFrom
from .unplugged import UnpluggedPage

__all__ = [
    "Activity",
    "ActivityPage",
    "Cause",
    "Content",
    "Course",
    "CoursePage",
    "LessonPage",
    "OwnedCollection",
    "Programme",
    "ProgrammePage",
    "Provision",
    "Release",
    "ScheduledRelease",
    "StaleCourse",
    "Submission",
    "SubmittedDraft",
    "TranslatedFrom",
    "UnpluggedPage",
]
