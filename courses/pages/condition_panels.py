"""The panel of conditions in the editor: of each row the fields that its kind needs."""

import json
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel

from .condition_forms import ConditionForm, ConditionFormSet

COLUMNS = ("kind", "course", "activity", "percent", "day", "roles", "alternative")


class RowPanel(MultiFieldPanel):
    """One row: its columns, and the fields that kinds have of their own. Wagtail's rules show those of the kind that is
    chosen.
    """

    class BoundPanel(MultiFieldPanel.BoundPanel):
        template_name = "courses/admin/condition_row.html"

        def parts(self) -> Iterator[tuple[object, str, bool]]:
            """Yield each field with the rule by which it is shown, and whether it is hidden now."""
            *columns, alternative = self.visible_children
            for child in (*columns, *self._own(), alternative):
                name = child.field_name
                kinds = self.form.kinds_of(name)
                always = name in ("kind", "alternative")
                rule = "" if always else json.dumps({f"{self.form.prefix}-kind": kinds})
                yield child, rule, not always and self.form["kind"].value() not in kinds

        def _own(self) -> Iterator[FieldPanel.BoundPanel]:
            for name in (name for name in self.form.fields if "." in name):
                panel = FieldPanel(name, disable_comments=True).bind_to_model(self.panel.model)
                prefix = f"{self.prefix}-child-{name.replace('.', '-')}"
                yield panel.get_bound_panel(instance=self.instance, request=self.request, form=self.form, prefix=prefix)

        def render_missing_fields(self) -> str:
            """Give nothing: the template has all that are hidden."""
            return ""


class ConditionsPanel(InlinePanel):
    """The rows of a page."""

    def __init__(self, **kwargs: object) -> None:
        defaults: dict[str, Any] = {
            "relation_name": "opening_conditions",
            "panels": [FieldPanel(name) for name in COLUMNS],
            "heading": gettext_lazy("When it opens"),
            "label": gettext_lazy("Condition"),
            "classname": "collapsed",
            "help_text": gettext_lazy(
                "Without conditions the part is open to everybody who is enrolled. Work done before a "
                "condition was added stays done. A part that is only for other role families is not required "
                "of a learner."
            ),
        }
        super().__init__(**{**defaults, **kwargs})

    def clone_kwargs(self) -> dict[str, object]:
        return {**super().clone_kwargs(), "heading": self.heading, "classname": self.classname}

    @cached_property
    def child_edit_handler(self) -> RowPanel:
        return RowPanel(self.panel_definitions, heading=self.heading).bind_to_model(self.db_field.related_model)

    def get_form_options(self) -> dict[str, object]:
        options = super().get_form_options()
        options["formsets"][self.relation_name] |= {"form": ConditionForm, "formset": ConditionFormSet}
        return options
