"""Law citations in Wagtail's admin."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.snippets.views.chooser import ChooseResultsView, ChooseView, SnippetChooserViewSet
from wagtail.snippets.views.snippets import SnippetViewSet

from lms.people.directory.requests import SignedInRequest

from ..access.rows import visible
from ..pages.provisions import Provision
from .headings import CopyView, CreateView, EditView, FoldedIndexView


class _Theirs:
    """Choice that a chooser offers: drafts only to people with a right to citations."""

    request: SignedInRequest

    def get_object_list(self) -> QuerySet[Provision]:
        return visible(Provision, self.request.user)


class ProvisionChooseView(_Theirs, ChooseView):
    pass


class ProvisionChooseResultsView(_Theirs, ChooseResultsView):
    pass


class ProvisionChooserViewSet(SnippetChooserViewSet):
    choose_view_class = ProvisionChooseView
    choose_results_view_class = ProvisionChooseResultsView


class ProvisionViewSet(SnippetViewSet):
    """One object for each provision, so that a changed statute lists every page that cites it (“Usage”)."""

    model = Provision
    icon = "openquote"
    menu_label = _("Law citations")
    menu_order = 310
    add_view_class = CreateView
    edit_view_class = EditView
    copy_view_class = CopyView
    chooser_viewset_class = ProvisionChooserViewSet
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
