"""What a case has and what its author should look at, beside the file in the editor: as it was uploaded last."""

from typing import Any

from wagtail.admin.panels import Panel

from assessments.casework import warning

PARTS = ("seats", "cards", "injects", "decisions", "forms")


class CheckPanel(Panel):
    class BoundPanel(Panel.BoundPanel):
        template_name = "simulation/check.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            from .saying import sentence

            page = self.instance
            numbers = {part: len(page.structure.get(part, ())) for part in PARTS}
            found = [sentence(warning(what, place, **values)) for what, place, values in page.findings]
            said = {"numbers": numbers if page.structure else None, "findings": found, "languages": sorted(page.texts)}
            return {**super().get_context_data(parent_context), **said}
