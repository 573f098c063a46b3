"""Law citations and the glossary in Wagtail's admin."""

from typing import Any

from django.db.models import Model, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.chooser import ChooseResultsView, ChooseView, SnippetChooserViewSet
from wagtail.snippets.views.snippets import SnippetViewSet

from lms.people.directory.requests import SignedInRequest

from ..access.rows import visible
from ..pages.provisions import Provision
from ..pages.terms import Term
from .headings import CopyView, CreateView, EditView, FoldedIndexView


class _Theirs:
    """Choice that a chooser offers: drafts only to people with a right to their type."""

    request: SignedInRequest
    model_class: type[Model]

    def get_object_list(self) -> QuerySet[Any]:
        return visible(self.model_class, self.request.user)


class TheirsChooseView(_Theirs, ChooseView):
    pass


class TheirsChooseResultsView(_Theirs, ChooseResultsView):
    pass


class TheirsChooserViewSet(SnippetChooserViewSet):
    choose_view_class = TheirsChooseView
    choose_results_view_class = TheirsChooseResultsView


class ProvisionViewSet(SnippetViewSet):
    """One object for each provision, so that a changed statute lists every page that cites it (“Usage”)."""

    model = Provision
    icon = "openquote"
    menu_label = _("Law citations")
    menu_order = 310
    add_view_class = CreateView
    edit_view_class = EditView
    copy_view_class = CopyView
    chooser_viewset_class = TheirsChooserViewSet
    add_to_admin_menu = True
    list_display = ["jurisdiction", "instrument", "provision", "checked_on"]
    list_filter = ["country", "jurisdiction", "checked_on"]
    index_view_class = FoldedIndexView
    search_fields = ["folded"]
    ordering = ["jurisdiction", "instrument", "provision"]
    panels = [
        FieldPanel("key", required_on_save=True),
        FieldRowPanel([FieldPanel("jurisdiction"), FieldPanel("country")]),
        FieldRowPanel([FieldPanel("instrument"), FieldPanel("provision")]),
        FieldRowPanel([FieldPanel("numbering_edition"), FieldPanel("source")]),
        FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_to")]),
        MultiFieldPanel(
            [FieldPanel("checked_by"), FieldPanel("checked_on")], heading=_("Checked by a lawyer of the country")
        ),
    ]


def _linked(term: Term) -> str:
    return gettext("Yes") if term.linked else gettext("No")


class TermViewSet(SnippetViewSet):
    model = Term
    icon = "list-ul"
    menu_label = _("Glossary")
    menu_order = 320
    add_view_class = CreateView
    edit_view_class = EditView
    copy_view_class = CopyView
    chooser_viewset_class = TheirsChooserViewSet
    add_to_admin_menu = True
    list_display = [
        "term",
        "definition",
        Column("linked", label=capfirst(_("linked from lessons")), sort_key="linked", accessor=_linked),
    ]
    list_filter = ["linked"]
    index_view_class = FoldedIndexView
    search_fields = ["folded"]
    ordering = ["term"]
