"""Panel of the editor: parts of a case as it was saved last, findings for its author, and its picture."""

from django import forms
from wagtail.admin.panels import Panel

from assessments.casework import FAULT, read_case, read_texts

PARTS = ("seats", "cards", "injects", "decisions", "forms")


class CheckPanel(Panel):
    class BoundPanel(Panel.BoundPanel):
        template_name = "simulation/check.html"

        def get_context_data(self, parent_context: object = None) -> dict[str, object]:
            from ..page.case_files import findings_of
            from ..page.finding_texts import sentence

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


class PicturePanel(Panel):
    """Seats by time as a drawing, and the injects as a table."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "simulation/picture.html"
        media = forms.Media(css={"all": ["simulation/case_admin.css"]})

        def get_context_data(self, parent_context: object = None) -> dict[str, object]:
            from .tables import table

            page, said = self.instance, super().get_context_data(parent_context)
            if not page.structure:
                return {**said, "case": None}
            case = read_case(page.structure)
            texts = read_texts(page.texts.get(page.locale.language_code, {}))
            return {**said, "case": case, "texts": texts, "msel": table(case, texts, "injects")}
