"""What a case has and what its author should look at, beside the file in the editor: as it was saved last."""

from typing import Any

from wagtail.admin.panels import Panel

from assessments.casework import FAULT, read_texts

PARTS = ("seats", "cards", "injects", "decisions", "forms")


class CheckPanel(Panel):
    class BoundPanel(Panel.BoundPanel):
        template_name = "simulation/check.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            from .case_files import findings_of
            from .saying import sentence

            page = self.instance
            numbers = {part: len(page.structure.get(part, ())) for part in PARTS}
            texts = read_texts(page.texts.get(page.locale.language_code, {})) if page.structure else None
            found = [
                {"is_fault": one.level == FAULT, "text": sentence(one, texts)} for one in findings_of(page) if texts
            ]
            said = {
                "page": page,
                "numbers": numbers if page.structure else None,
                "findings": found,
                "languages": sorted(page.texts),
            }
            return {**super().get_context_data(parent_context), **said}
