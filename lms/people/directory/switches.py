"""Switches of plugins at institutions."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PluginSwitch(models.Model):
    """A plugin switched on or off at a node of the tree, for that node and all below it that has no closer switch."""

    institution = models.ForeignKey(
        "people.Institution", models.CASCADE, related_name="switches", verbose_name=_("institution")
    )
    plugin = models.CharField(_("plugin"), max_length=60)
    on = models.BooleanField(_("on"))
    changed_at = models.DateTimeField(_("changed at"))
    changed_by = models.ForeignKey(
        "people.User", models.SET_NULL, null=True, related_name="+", verbose_name=_("changed by")
    )

    class Meta:
        verbose_name = _("plugin switch")
        verbose_name_plural = _("plugin switches")
        constraints = [
            models.UniqueConstraint(fields=["institution", "plugin"], name="plugin_switch_once_at_an_institution")
        ]

    def __str__(self) -> str:
        return f"{self.plugin}: {'on' if self.on else 'off'}, {self.institution}"
