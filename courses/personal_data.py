"""Personal data of this room, and of Wagtail in it, as declared: who wrote, decided and released what."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from lms.foundation.plugins.manifest import PersonalData, Retention

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet

    from lms.people.directory.models import User


def _remarks_leave_history(rows: "QuerySet[Model]", person: "User") -> None:
    from .editing.remark_erasure import take_remarks_out

    take_remarks_out(rows, person)


def _picture_goes(rows: Any, person: "User") -> None:
    for profile in rows.exclude(avatar=""):
        profile.avatar.storage.delete(profile.avatar.name)


PERSONAL_DATA = (
    PersonalData(
        "courses.Release",
        person="made_by",
        what=_("Person who released a course."),
        erased="kept without the person",
    ),
    PersonalData(
        "courses.ScheduledRelease",
        person="by",
        what=_("Person who planned a release."),
        erased="kept without the person",
    ),
    PersonalData(
        "courses.Cause",
        person="by",
        what=_("Person who made a change that waits for release."),
        erased="kept without the person",
    ),
    PersonalData(
        "courses.PageImport",
        person="by",
        what=_("Content of a file that somebody read for a page, until it is in the draft."),
        retention=Retention(1, "made_at"),
    ),
    PersonalData(
        "courses.Submission",
        person="by",
        what=_("Person who handed a course in."),
        erased="kept without the person",
    ),
    PersonalData(
        "courses.Submission",
        person="decided_by",
        what=_("Person who decided on a course that was handed in."),
        erased="kept without the person",
    ),
    PersonalData(
        "courses.Provision",
        person="locked_by",
        what=_("Person who locked a law citation."),
        erased="kept without the person",
    ),
    PersonalData(
        "courses.Term",
        person="locked_by",
        what=_("Person who locked a word of the glossary."),
        erased="kept without the person",
    ),
    PersonalData(
        "wagtailcore.Revision",
        person="user",
        what=_("Person who wrote a version of a page or of another text."),
        erased="kept without the person",
    ),
    PersonalData(
        "wagtailcore.Page",
        person="owner",
        what=_("Person who made a page."),
        erased="kept without the person",
    ),
    PersonalData(
        "wagtailcore.Page",
        person="locked_by",
        what=_("Person who locked a page."),
        erased="kept without the person",
    ),
    PersonalData(
        "wagtailcore.PageLogEntry",
        person="user",
        what=_("Changes by somebody to a page."),
        erased="kept without the person",
        erase=_remarks_leave_history,
    ),
    PersonalData(
        "wagtailcore.ModelLogEntry",
        person="user",
        what=_("Changes by somebody in the admin to anything other than a page."),
        erased="kept without the person",
    ),
    PersonalData(
        "wagtailcore.WorkflowState",
        person="requested_by",
        what=_("Person who handed a page in for review."),
        erased="kept without the person",
    ),
    PersonalData(
        "wagtailcore.TaskState",
        person="finished_by",
        what=_("Person who decided on a page handed in for review."),
        erased="kept without the person",
    ),
    PersonalData(
        "wagtailcore.Comment",
        person="user",
        what=_("Remark of somebody on a page."),
    ),
    PersonalData(
        "wagtailcore.Comment",
        person="resolved_by",
        what=_("Person who settled a remark."),
        erased="kept without the person",
    ),
    PersonalData(
        "wagtailcore.CommentReply",
        person="user",
        what=_("Answer of somebody to a remark."),
    ),
    PersonalData(
        "wagtailcore.PageSubscription",
        person="user",
        what=_("Which pages somebody wants news of."),
    ),
    PersonalData(
        "wagtailcore.UploadedFile",
        person="uploaded_by_user",
        what=_("Person who is uploading a file."),
        erased="kept without the person",
    ),
    PersonalData(
        "wagtailadmin.EditingSession",
        person="user",
        what=_("Person who has a page open in the editor, while it is open."),
    ),
    PersonalData(
        "wagtailadmin.FormState",
        person="user",
        what=_("Text that somebody has begun to write in a form of the admin."),
        retention=Retention(30, "last_updated_at"),
    ),
    PersonalData(
        "wagtailusers.UserProfile",
        person="user",
        what=_("Language, time zone and picture in the admin."),
        erase=_picture_goes,
    ),
    PersonalData(
        "wagtailimages.Image",
        person="uploaded_by_user",
        what=_("Person who uploaded a picture."),
        erased="kept without the person",
    ),
    PersonalData(
        "wagtaildocs.Document",
        person="uploaded_by_user",
        what=_("Person who uploaded a document."),
        erased="kept without the person",
    ),
    PersonalData(
        "wagtailmedia.Media",
        person="uploaded_by_user",
        what=_("Person who uploaded a recording."),
        erased="kept without the person",
    ),
    PersonalData(
        "wagtail_localize.StringTranslation",
        person="last_translated_by",
        what=_("Person who translated a sentence."),
        erased="kept without the person",
    ),
    PersonalData(
        "wagtail_localize.SegmentOverride",
        person="last_translated_by",
        what=_("Person who chose the text of a translation."),
        erased="kept without the person",
    ),
)
