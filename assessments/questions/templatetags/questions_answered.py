"""{% load questions_answered %}: the options of a question that was answered."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.simple_tag(takes_context=True)
def answered_options(context: Any, options: Iterable[Mapping[str, object]]) -> SafeString:
    """Render the options with the chosen ones, the right ones and the reasons; texts and feedback are safe HTML.

    Written here, since a result has a hundred of them: a loop of a template took a fifth of the whole page.
    """
    spoken = conditional_escape(context.get("spoken", ""))
    lines = "\n".join(_line(option, spoken) for option in options)
    return mark_safe(f'<ul class="review">\n{lines}\n</ul>')


def _line(option: Mapping[str, Any], spoken: str) -> str:
    look, said, feedback = (option.get(name) or "" for name in ("look", "said", "feedback"))
    cls = f' class="{conditional_escape(look)}"' if look else ""
    word = f"<b>{conditional_escape(said)}</b> " if said else ""
    why = f'\n<div class="small soft"{spoken}>{feedback}</div>' if feedback else ""
    return f"<li{cls}>{word}<span{spoken}>{option['text']}</span>{why}</li>"
