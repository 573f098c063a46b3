"""The picture of a scenario and what the checker found, beside the scenes in the editor: as they were last saved."""

from wagtail.admin.panels import Panel

from assessments.casework import FAULT

from .checks import findings
from .graph import picture


class CheckPanel(Panel):
    class BoundPanel(Panel.BoundPanel):
        template_name = "scenario/check.html"

        def get_context_data(self, parent_context: object = None) -> dict[str, object]:
            from .compiler import counters_of, scenes_of
            from .finding_texts import sentence

            scenes = scenes_of(self.instance) if self.instance.pk else []
            found = findings(scenes, counters_of(self.instance)) if scenes else []
            said = [{"is_fault": finding.level == FAULT, "text": sentence(finding)} for finding in found]
            return {**super().get_context_data(parent_context), "picture": picture(scenes), "findings": said}
