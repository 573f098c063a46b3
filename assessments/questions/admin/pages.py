"""Wagtail's views of the bank, where ours say more than Wagtail's own."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.db.models import ProtectedError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail import hooks
from wagtail.admin.ui.menus import MenuItem
from wagtail.admin.ui.tables import LiveStatusTagColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import BaseObjectMixin, WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import Button, ButtonWithDropdown
from wagtail.models import Locale
from wagtail.snippets.views import snippets

from courses.editing import headings

from ..bank.models import Question
from ..bank.services import holds
from ..bank.usage import answered_by, uses
from .listing import fill_columns

SUBMIT = "wagtail_localize.submit_translation"


class IndexView(headings.FoldedIndexView):
    """The list of questions. What its rows say costs the same queries however many there are."""

    def paginate_queryset(self, queryset: object, page_size: int) -> object:
        paginator, page, _rows, paginated = super().paginate_queryset(queryset, page_size)
        rows = list(page.object_list)
        fill_columns(rows)
        page.object_list = rows
        return paginator, page, rows, paginated

    @cached_property
    def list_display(self) -> list[object]:
        """Columns without Wagtail's own column of states, which knows nothing of reviews: `StateColumn` says it."""
        return [column for column in super().list_display if not isinstance(column, LiveStatusTagColumn)]

    @cached_property
    def header_more_buttons(self) -> list[object]:
        query = f"?{self.request.GET.urlencode()}" if self.request.GET else ""
        buttons = [
            Button(
                _("Export these questions"), url=reverse("questions_export") + query, icon_name="download", priority=90
            )
        ]
        if self.user_has_permission("add"):
            buttons.insert(
                0, Button(_("Import a file"), url=reverse("questions_imports"), icon_name="upload", priority=80)
            )
        return [*super().header_more_buttons, *buttons]

    @cached_property
    def _languages(self) -> int:
        return Locale.objects.count() if self.request.user.has_perm(SUBMIT) else 0

    def get_list_buttons(self, instance: Question) -> list[object]:
        """Return the buttons as Wagtail gives them, but that wagtail-localize, which asks twice for each row, is not
        asked: `dress` knows it already.
        """
        more = [*map(_as_button, self.get_list_more_buttons(instance)), *self._own_buttons(instance)]
        for hook in hooks.get_hooks("register_snippet_listing_buttons"):
            if not hook.__module__.startswith("wagtail_localize."):
                more.extend(hook(instance, self.request.user, self.request.path))
        label = _("More options for '%(title)s'") % {"title": str(instance)}
        return (
            [ButtonWithDropdown(buttons=more, icon_name="dots-horizontal", attrs={"aria-label": label})] if more else []
        )

    def _own_buttons(self, instance: Question) -> Iterator[Button]:
        title = {"title": str(instance)}
        yield Button(
            _("Try it"),
            url=reverse("questions_try", args=[instance.pk]),
            icon_name="view",
            priority=15,
            attrs={"aria-label": _("Try “%(title)s”") % title},
        )
        if len(instance.languages) < self._languages:
            url = reverse("wagtail_localize:submit_snippet_translation", args=["questions", "question", instance.pk])
            attrs = {"aria-label": _("Translate “%(title)s”") % title}
            yield Button(_("Translate"), url=url, icon_name="wagtail-localize-language", priority=100, attrs=attrs)
        if instance.source_pk and self._languages:
            url = (
                reverse("wagtail_localize:update_translations", args=[instance.source_pk])
                + f"?next={self.request.path}"
            )
            attrs = {"aria-label": _("Bring the translations of “%(title)s” up to date") % title}
            yield Button(_("Bring translations up to date"), url=url, icon_name="resubmit", priority=106, attrs=attrs)


def _as_button(item: object) -> object:
    return Button.from_menu_item(item) if isinstance(item, MenuItem) else item


class _WholeForm:
    """A form that comes without its blocks was not sent by the editor's page, and is no form. A draft is checked like
    what is published.

    So every draft can be marked, and whoever publishes it meets no new problem.
    """

    def setup(self, request: HttpRequest, *args: object, **kwargs: object) -> None:
        super().setup(request, *args, **kwargs)  # type: ignore[misc]  # of Wagtail's view
        self.saving_as_draft = False

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not {"body-count", "hints-count"} <= request.POST.keys():
            raise BadRequest
        return super().post(request, *args, **kwargs)  # type: ignore[misc]  # of Wagtail's view


class CreateView(_WholeForm, headings.CreateView):
    pass


class EditView(_WholeForm, headings.EditView):
    @cached_property
    def header_more_buttons(self) -> list[object]:
        tried = Button(_("Try it"), url=reverse("questions_try", args=[self.object.pk]), icon_name="view", priority=15)
        return [*super().header_more_buttons, tried]


class CopyView(_WholeForm, headings.CopyView):
    """A new question that begins as another one: it is translated anew,
    and another system's number stays with the first.
    """

    def get_initial_form_instance(self) -> Question:
        copied = self.get_object()
        copied.name = (_("Copy of %(question)s") % {"question": copied})[:120]
        copied.number = ""
        return copied


class DeleteView(snippets.DeleteView):
    """A question that learners have met, or that a quiz names, is not deleted: the editor reads why,
    and what to do instead.
    """

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        reasons = holds([self.object]) if self.user_has_permission("delete") else []
        if reasons:
            messages.error(request, reasons[0].sentence)
            return redirect("wagtailsnippets_questions_question:edit", self.object.pk)
        return super().dispatch(request, *args, **kwargs)


class UsageView(PermissionCheckedMixin, BaseObjectMixin, WagtailAdminTemplateMixin, TemplateView):
    """Page with the quizzes that use a question, and the number of people who have answered it."""

    model = Question
    index_url_name: Any = None
    edit_url_name: Any = None
    usage_url_name: Any = None
    any_permission_required = ["add", "change", "delete", "view"]
    page_title = gettext_lazy("Usage")
    template_name = "questions/admin/usage.html"

    def get_page_subtitle(self) -> str:
        return str(self.object)

    def get_breadcrumbs_items(self) -> list[dict[str, object]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse(self.index_url_name), "label": _("Questions")},
            {"url": reverse(self.edit_url_name, args=[self.object.pk]), "label": str(self.object)},
            {"url": "", "label": _("Usage"), "sublabel": str(self.object)},
        ]

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        context = super().get_context_data(**kwargs)
        key = self.object.translation_key
        held = holds([self.object])
        return {
            **context,
            "uses": uses.of([self.object])[key],
            "answered": answered_by(key),
            "hold": held[0].sentence if held else "",
        }


class _Kept(generic.DeleteView):
    """Mixin that refuses to delete a row on which others depend, and shows the editor the reason."""

    kept_message: Any = ""

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            return super().post(request, *args, **kwargs)
        except ProtectedError:
            messages.error(request, self.kept_message % {"name": self.object})
            return redirect(self.index_url_name)


class CategoryDeleteView(_Kept, snippets.DeleteView):
    kept_message = gettext_lazy(
        "“%(name)s” is not empty, or a quiz draws from it. Move what is in it first, and let no quiz draw from it."
    )


class ObjectiveDeleteView(_Kept, snippets.DeleteView):
    kept_message = gettext_lazy("A quiz draws questions by “%(name)s”. Change the quiz first.")
