"""Remarks on pages also stand in the revisions of these pages: taking out those of somebody who is erased."""

from typing import Any

from django.db import models
from wagtail.models import Page, Revision

from lms.people.models import User

REMARKS, REPLIES = "wagtail_admin_comments", "replies"


def take_remarks_out(rows: models.QuerySet[Any], person: User) -> None:
    """Take the remarks and replies of `person` out of every revision of the pages that `rows` (comments or replies)
    are on.
    """
    lookup = "page" if rows.model.__name__ == "Comment" else "comment__page"
    pages = [str(page) for page in set(rows.values_list(lookup, flat=True))]
    revisions = Revision.objects.filter(base_content_type__app_label="wagtailcore", object_id__in=pages)
    for revision in revisions.filter(base_content_type__model=Page._meta.model_name):
        remarks = revision.content.get(REMARKS) or []
        left = [
            {**remark, REPLIES: [reply for reply in remark.get(REPLIES) or [] if reply.get("user") != person.pk]}
            for remark in remarks
            if remark.get("user") != person.pk
        ]
        if left != remarks:
            revision.content[REMARKS] = left
            revision.save(update_fields=["content"])
