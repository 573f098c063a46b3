"""Models of this room, in the module where Django looks for them."""

from .access.owned_files import OwnedCollection
from .catalogue.models import Activity, Cause, Content, Course, Programme, Release, StaleCourse
from .editing.page_imports import PageImport
from .lessons.models import LessonPage
from .pages.conditions import PageCondition
from .pages.guides import GuidePage
from .pages.models import ActivityPage, CoursePage, ProgrammePage
from .pages.national_rights import GroupCountry
from .pages.provisions import Provision
from .pages.terms import Term
from .pages.translation_sources import TranslatedFrom
from .papers.models import PaperPage
from .procedures.models import ProcedurePage
from .publishing.scheduled_releases import ScheduledRelease
from .publishing.submissions import Submission, SubmittedDraft
from .unplugged.pages import UnpluggedPage

__all__ = [
    "Activity",
    "ActivityPage",
    "Cause",
    "Content",
    "Course",
    "CoursePage",
    "GroupCountry",
    "GuidePage",
    "LessonPage",
    "OwnedCollection",
    "PageCondition",
    "PageImport",
    "PaperPage",
    "ProcedurePage",
    "Programme",
    "ProgrammePage",
    "Provision",
    "Release",
    "ScheduledRelease",
    "StaleCourse",
    "Submission",
    "SubmittedDraft",
    "Term",
    "TranslatedFrom",
    "UnpluggedPage",
]
