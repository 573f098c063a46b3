"""Personal data of this room, and of Wagtail in it, as declared: who wrote, decided and released what."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from lms.foundation.plugins.manifest import PersonalData, Retention


def _remarks_leave_history(rows: Any, person: Any) -> None:
    from .editing.remark_erasure import take_remarks_out

    take_remarks_out(rows, person)


def _picture_goes(rows: Any, person: Any) -> None:
    for profile in rows.exclude(avatar=""):
        profile.avatar.storage.delete(profile.avatar.name)


PERSONAL_DATA = (
    PersonalData(
        "courses.Release",
        person="made_by",
        what=_("Who released a course."),
        erased="kept without the person",
    ),
    PersonalData(
        "courses.ScheduledRelease",
        person="by",
        what=_("Who planned a release."),
        erased="kept without the person",
    ),
    PersonalData(
        "courses.Cause",
        person="by",
        what=_("Who made a change that waits for release."),
        erased="kept without the person",
    ),
    PersonalData(
        "courses.PageImport",
        person="by",
        what=_("What somebody read from a file for a page, until it is in the draft."),
        retention=Retention(1, "made_at"),
    ),
    PersonalData(
        "courses.Submission",
        person="by",
        what=_("Who handed a course in."),
        erased="kept without the person",
    ),
    PersonalData(
        "courses.Submission",
        person="decided_by",
        what=_("Who decided on a course that was handed in."),
        erased="kept without the person",
    ),
    PersonalData(
        "courses.Provision",
        person="locked_by",
        what=_("Who locked a law citation."),
        erased="kept without the person",
    ),
    PersonalData(
        "wagtailcore.Revision",
        person="user",
        what=_("Who wrote which version of a page or another text."),
        erased="kept without the person",
    ),
    PersonalData(
        "wagtailcore.Page",
        person="owner",
        what=_("Who made a page."),
        erased="kept without the person",
    ),
    PersonalData(
        "wagtailcore.Page",
        person="locked_by",
        what=_("Who locked a page."),
        erased="kept without the person",
    ),
    PersonalData(
        "wagtailcore.PageLogEntry",
        person="user",
        what=_("What somebody did to a page."),
        erased="kept without the person",
        erase=_remarks_leave_history,
    ),
    PersonalData(
        "wagtailcore.ModelLogEntry",
        person="user",
        what=_("What somebody did in the admin to what is no page."),
        erased="kept without the person",
    ),
    PersonalData(
        "wagtailcore.WorkflowState",
        person="requested_by",
        what=_("Who handed something in for review."),
        erased="kept without the person",
    ),
    PersonalData(
        "wagtailcore.TaskState",
        person="finished_by",
        what=_("Who decided on it."),
        erased="kept without the person",
    ),
    PersonalData(
        "wagtailcore.Comment",
        person="user",
        what=_("What somebody remarked on a page."),
    ),
    PersonalData(
        "wagtailcore.Comment",
        person="resolved_by",
        what=_("Who settled a remark."),
        erased="kept without the person",
    ),
    PersonalData(
        "wagtailcore.CommentReply",
        person="user",
        what=_("What somebody answered to a remark."),
    ),
    PersonalData(
        "wagtailcore.PageSubscription",
        person="user",
        what=_("Which pages somebody wants news of."),
    ),
    PersonalData(
        "wagtailcore.UploadedFile",
        person="uploaded_by_user",
        what=_("Who is uploading a file."),
        erased="kept without the person",
    ),
    PersonalData(
        "wagtailadmin.EditingSession",
        person="user",
        what=_("Who has a page open in the editor, while it is open."),
    ),
    PersonalData(
        "wagtailadmin.FormState",
        person="user",
        what=_("What somebody has begun to write in a form of the admin."),
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
        what=_("Who uploaded a picture."),
        erased="kept without the person",
    ),
    PersonalData(
        "wagtaildocs.Document",
        person="uploaded_by_user",
        what=_("Who uploaded a document."),
        erased="kept without the person",
    ),
    PersonalData(
        "wagtailmedia.Media",
        person="uploaded_by_user",
        what=_("Who uploaded a recording."),
        erased="kept without the person",
    ),
    PersonalData(
        "wagtail_localize.StringTranslation",
        person="last_translated_by",
        what=_("Who translated a sentence."),
        erased="kept without the person",
    ),
    PersonalData(
        "wagtail_localize.SegmentOverride",
        person="last_translated_by",
        what=_("Who chose what stands in a translation."),
        erased="kept without the person",
    ),
)
