"""Taking questions out as a file: those of the list, as it is narrowed."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET
from wagtail.admin.auth import permission_required

from lms.foundation.database.folded import with_words
from lms.foundation.plugins.content_format import ContentFormat, content_formats

from ..bank.models import Question
from ..imports import exports
from .filters import QuestionFilterSet

MAY = "questions.view_question"


@require_GET
@permission_required(MAY)
def export(request: HttpRequest) -> HttpResponse:
    """Show how many questions there are, and the formats to choose from; for a chosen one, the questions it cannot
    hold.
    """
    chosen = narrowed(request)
    kind = content_formats.find(request.GET.get("format", ""))
    context: dict[str, Any] = {
        "number": chosen.count(),
        "formats": list(content_formats),
        "kind": kind,
        "most": exports.MOST,
    }
    query = request.GET.copy()
    query.pop("format", None)
    context |= {"query": list(query.lists()), "others": query.urlencode()}
    if kind is not None and 0 < context["number"] <= exports.MOST:
        written = exports.write(chosen, kind)
        context |= {"left_out": written.left_out, "kept": context["number"] - len(written.left_out)}
    return render(request, "questions/admin/export.html", context)


@require_GET
@permission_required(MAY)
def download(request: HttpRequest, format: str) -> HttpResponse:
    """Show the file; what the format cannot hold is left out, as the page before has said."""
    kind = content_formats.find(format)
    if kind is None:
        raise Http404
    chosen = narrowed(request)
    written = exports.write(chosen, kind) if 0 < chosen.count() <= exports.MOST else None
    if written is None or written.data is None:
        return redirect(f"{reverse('questions_export')}?{request.GET.urlencode()}")
    disposition = f'attachment; filename="questions{_ending(kind, written.media_type)}"'
    return HttpResponse(written.data, content_type=written.media_type, headers={"Content-Disposition": disposition})


def narrowed(request: HttpRequest) -> Any:
    """Return the published questions that the list shows for the same address, all pages of it, as they were published
    last.
    """
    theirs = Question.objects.visible_to(request.user).filter(live=True)
    queryset = QuestionFilterSet(request.GET, queryset=theirs, request=request).qs
    if sought := request.GET.get("q", "").strip():
        queryset = with_words(queryset, "folded", sought)
    ordered = (
        queryset.select_related("category", "locale")
        .prefetch_related("tagged_items__tag")
        .order_by("category__path", "pk")
    )
    return ordered.distinct() if request.GET.get("tag") else ordered


def _ending(kind: ContentFormat, media_type: str) -> str:
    return ".zip" if "zip" in media_type else kind.extensions[0]
