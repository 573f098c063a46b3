"""Remarks on pages also stand in the revisions of these pages and in their history: taking out those of somebody who is
erased.
"""

from django.db import models
from wagtail.models import Comment, CommentReply, Page, PageLogEntry, Revision

from lms.people.directory.models import User

REMARKS, REPLIES = "wagtail_admin_comments", "replies"
ABOUT_REMARKS = "wagtail.comments"
TOMBSTONE = "…"


def take_remarks_out(rows: "models.QuerySet[models.Model]", person: User) -> None:
    """Take the remarks and replies of `person` out of every revision of the pages that they remarked on, and their
    words out of the history of these pages. `rows` are entries of that history.
    """
    pages = set(rows.filter(action__startswith=ABOUT_REMARKS).values_list("page", flat=True))
    pages |= set(Comment.objects.filter(user=person).values_list("page", flat=True))
    pages |= set(CommentReply.objects.filter(user=person).values_list("comment__page", flat=True))
    _out_of_revisions(pages, person)
    _out_of_history(pages, person)


def _out_of_revisions(pages: set[int], person: User) -> None:
    revisions = Revision.objects.filter(
        base_content_type__app_label="wagtailcore",
        base_content_type__model=Page._meta.model_name,
        object_id__in=[str(page) for page in pages],
    )
    for revision in revisions.iterator(chunk_size=100):
        remarks = revision.content.get(REMARKS) or []
        left = [
            {**remark, REPLIES: [reply for reply in remark.get(REPLIES) or [] if reply.get("user") != person.pk]}
            for remark in remarks
            if remark.get("user") != person.pk
        ]
        if left != remarks:
            revision.content[REMARKS] = left
            revision.save(update_fields=["content"])


def _out_of_history(pages: set[int], person: User) -> None:
    """Clear the history: others' entries quote a remark, too, where they answered, settled or deleted it."""
    entries = list(PageLogEntry.objects.filter(page__in=pages, action__startswith=ABOUT_REMARKS).order_by("pk"))
    theirs = {
        "comment": set(Comment.objects.filter(user=person).values_list("pk", flat=True)),
        "reply": set(CommentReply.objects.filter(user=person).values_list("pk", flat=True)),
    }
    for entry in entries:
        if entry.user_id == person.pk and entry.action == f"{ABOUT_REMARKS}.create":
            theirs["comment"].add(_said(entry, "comment").get("id"))
        if entry.user_id == person.pk and entry.action == f"{ABOUT_REMARKS}.create_reply":
            theirs["reply"].add(_said(entry, "reply").get("id"))
    for entry in entries:
        changed = {
            name: {**_said(entry, name), "text": TOMBSTONE}
            for name, numbers in theirs.items()
            if _said(entry, name).get("id") in numbers
        }
        if changed:
            entry.data = {**entry.data, **changed}
            entry.save(update_fields=["data"])


def _said(entry: PageLogEntry, name: str) -> dict[str, object]:
    said = entry.data.get(name)
    return said if isinstance(said, dict) else {}
