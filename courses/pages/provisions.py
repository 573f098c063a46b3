"""Legal provisions that lessons cite. Who may not publish writes drafts of them; learners get what was published."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import DraftStateMixin, LockableMixin, RevisionMixin, WorkflowMixin

from lms.foundation.database.folded import FoldedField


class Provision(WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, models.Model):
    """A legal provision that lessons cite: one object, so that a changed statute lists every page that cites it.

    The row is what was published last; what somebody wrote since stands in its latest revision.
    """

    key = models.SlugField(max_length=80, unique=True)
    jurisdiction = models.CharField(_("jurisdiction"), max_length=80)
    country = models.CharField(_("country"), max_length=2, blank=True)
    instrument = models.CharField(_("instrument"), max_length=255)
    provision = models.CharField(_("provision"), max_length=80)
    numbering_edition = models.CharField(_("numbering edition"), max_length=120, blank=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    source = models.URLField(_("source"), blank=True)
    checked_by = models.CharField(_("checked by"), max_length=200, blank=True)
    checked_on = models.DateField(_("checked on"), null=True, blank=True)
    folded = FoldedField(source="searched_text")

    class Meta:
        verbose_name = _("law citation")
        verbose_name_plural = _("law citations")

    def __str__(self) -> str:
        return f"{self.jurisdiction}: {self.instrument}, {self.provision}"

    @property
    def searched_text(self) -> str:
        """The text by which lists find it."""
        return f"{self} {self.key}"
