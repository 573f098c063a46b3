"""Reviews as Wagtail lists them, on the dashboard, in reports and files:
of the questions that the reader may see alone.
"""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Q
from django.db.models.functions import Cast
from wagtail.models import TaskState, WorkflowState

from lms.people.directory.current_viewer import Unlimited

from .models import Question


def install() -> None:
    """Install the permission: Wagtail asks for a permission on the type; there is no setting for the rows. Done twice,
    it does nothing.
    """
    for model, path in ((WorkflowState, ""), (TaskState, "workflow_state__")):
        _narrow(type(model.objects), path)


def _narrow(manager: Any, path: str) -> None:
    own = manager.get_queryset
    if getattr(own, "narrowed", False):
        return

    def get_queryset(self: object) -> object:
        kinds = ContentType.objects.filter(app_label="questions", model="question").values("pk")
        theirs = Question.objects.annotate(text=Cast("pk", CharField())).values("text")
        return own(self).filter(
            Q(Unlimited()) | ~Q(**{f"{path}base_content_type__in": kinds}) | Q(**{f"{path}object_id__in": theirs})
        )

    get_queryset.narrowed = True  # type: ignore[attr-defined]  # so that it is narrowed once
    manager.get_queryset = get_queryset
