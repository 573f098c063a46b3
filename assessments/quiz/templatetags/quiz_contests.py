"""Names of the authors of answers to contests: the journal keeps the number of the person, the page shows the name."""

from typing import Any

from django import template

from lms.people.directory.names import names_of

register = template.Library()


@register.simple_tag(takes_context=True)
def responder(context: Any, by: object) -> str:
    """Return the name of whoever answered, or nothing where the account is gone.

    One query a page, whatever the number of answers.
    """
    kept = context.render_context
    if "responders" not in kept:
        remarks = [entry for item in context["activity"]["items"] for entry in item.get("contests", ())]
        kept["responders"] = names_of(entry["by"] for entry in remarks if entry["what"] == "responded")
    return kept["responders"].get(by, "")
