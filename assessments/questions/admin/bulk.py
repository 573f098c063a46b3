"""Bulk actions of an editor on several questions at once: publish, archive, restore, delete."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import classproperty
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.snippets.bulk_actions.delete import DeleteBulkAction
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from lms.foundation.interface.parsing import whole_number

from ..bank.forms import PUBLISH
from ..bank.models import Question
from ..bank.services import archive, holds, publish, waits

MOST = 100
"""So many questions are published in one request at most."""


class _OfQuestions:
    """Bulk action that touches and names only questions that this person may see."""

    request: Any

    @classproperty
    def models(cls) -> list[type[Question]]:  # noqa: N805
        return [Question]

    def get_queryset(self, model: type[Question], object_ids: Sequence[object]) -> list[Question]:
        known = [pk for pk in object_ids if whole_number(str(pk), digits=18) is not None]
        return list(Question.objects.visible_to(self.request.user).filter(pk__in=known).order_by("pk"))

    def get_all_objects_in_listing_query(self, parent_id: object) -> object:
        return Question.objects.visible_to(self.request.user).values_list("pk", flat=True)


class ArchiveBulkAction(_OfQuestions, SnippetBulkAction):
    display_name = _("Archive")
    action_type = "archive"
    aria_label = _("Archive selected questions")
    template_name = "questions/admin/bulk_archive.html"
    action_priority = 20
    archived = True

    def check_perm(self, obj: Question) -> bool:
        """Return whether the person may archive the question. For a published one this needs the right to publish;
        without it an editor ticks “archived” in the question and hands it in.
        """
        return self.request.user.has_perm(PUBLISH if obj.live else "questions.change_question")

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        return {**super().get_context_data(**kwargs), "archived": self.archived}

    @classmethod
    def execute_action(cls, objects: Sequence[Question], **kwargs: Any) -> tuple[int, int]:
        return archive(questions=objects, by=kwargs["self"].request.user, archived=cls.archived), 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        sentence = ngettext("%(number)s question archived.", "%(number)s questions archived.", num_parent_objects)
        return sentence % {"number": num_parent_objects}


class RestoreBulkAction(ArchiveBulkAction):
    display_name = _("Restore")
    action_type = "restore"
    aria_label = _("Restore selected questions")
    action_priority = 25
    archived = False

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        sentence = ngettext("%(number)s question restored.", "%(number)s questions restored.", num_parent_objects)
        return sentence % {"number": num_parent_objects}


class PublishBulkAction(_OfQuestions, SnippetBulkAction):
    """Bulk publishing of what was written last; what is published as it is stays."""

    display_name = _("Publish")
    action_type = "publish"
    aria_label = _("Publish selected questions")
    template_name = "questions/admin/bulk_publish.html"
    action_priority = 10

    def check_perm(self, obj: Question) -> bool:
        return self.request.user.has_perm(PUBLISH) and not (
            (lock := obj.get_lock()) and lock.for_user(self.request.user)
        )

    def prepare_action(self, objects: Sequence[Question], objects_without_access: object) -> HttpResponse | None:
        if len(objects) <= MOST:
            return None
        sentence = _("Choose %(most)s questions at most, publish them, then the next ones.")
        messages.error(self.request, sentence % {"most": MOST})
        return redirect(self.next_url)

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        context = super().get_context_data(**kwargs)
        drafts = [one for one in context["items"] if waits(one["item"])]
        return {**context, "drafts": drafts}

    @classmethod
    def execute_action(cls, objects: Sequence[Question], **kwargs: Any) -> tuple[int, int]:
        return publish(questions=objects, by=kwargs["self"].request.user), 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        sentence = ngettext("%(number)s question published.", "%(number)s questions published.", num_parent_objects)
        return sentence % {"number": num_parent_objects}


class DeleteQuestionsBulkAction(_OfQuestions, DeleteBulkAction):
    """Bulk deletion as Wagtail's; nothing is deleted where one of them must stay."""

    def prepare_action(self, objects: Sequence[Question], objects_without_access: object) -> HttpResponse | None:
        reasons = holds(objects)
        for hold in reasons[:5]:
            messages.error(self.request, hold.sentence)
        return redirect(self.next_url) if reasons else None
