"""A block of a lesson: a situation to practise with a partner."""

from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from lms.foundation.plugins.block import LessonBlock


class Prompt(LessonBlock):
    slug = "fieldnotes_prompt"

    def block(self) -> Any:
        return blocks.StructBlock(
            [
                ("situation", blocks.CharBlock(label=_("situation"), max_length=300)),
                ("questions", blocks.ListBlock(blocks.CharBlock(max_length=200), label=_("questions to try"))),
            ],
            label=_("Practise an interview"),
            icon="group",
        )

    def html(self, value: Any, *, language: str, country: str) -> str:
        questions = format_html_join("", "<li>{}</li>", ((question,) for question in value["questions"]))
        return format_html("<h3>{}</h3><ol>{}</ol>", value["situation"], questions)
