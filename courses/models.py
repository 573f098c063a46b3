"""Where Django finds the models of this room."""

from .catalogue import Activity, Content, Course, Programme, Release, StaleCourse
from .pages import ActivityPage, CoursePage, LessonPage, ProgrammePage
from .provisions import Provision
from .unplugged import UnpluggedPage

__all__ = [
    "Activity",
    "ActivityPage",
    "Content",
    "Course",
    "CoursePage",
    "LessonPage",
    "Programme",
    "ProgrammePage",
    "Provision",
    "Release",
    "StaleCourse",
    "UnpluggedPage",
]
