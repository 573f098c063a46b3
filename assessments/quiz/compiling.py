"""What the page of a quiz becomes: its sections with their draws, its settings, and the questions."""

from typing import Any

from django.utils.translation import gettext as _

from lms.plugins.activity import Compiled, NotReady

from .bank import pools


def compiled(page: Any, *, language: str) -> Compiled:
    """The content of the quiz in `language`. Raises `NotReady`."""
    drawn, shown, media = pools(page, language=language)
    for pool in drawn:
        if len(pool["questions"]) < pool["number"]:
            raise NotReady(
                _("“%(title)s” draws %(number)s questions from “%(category)s”, which holds %(count)s.")
                % {"title": page.title, "number": pool["number"], "category": pool["category"], "count": len(pool["questions"])}
            )
    if not shown:
        raise NotReady(_("“%(title)s” has no question yet.") % {"title": page.title})
    draws = [{"number": pool["number"], "questions": pool["questions"], "mark": 1.0} for pool in drawn]
    definition = {
        "introduction": page.introduction,
        "pass_mark": page.pass_mark / 100,
        "attempts": page.attempts,
        "shuffle": page.shuffle,
        "sections": [{"heading": "", "introduction": "", "draws": draws}],
        "questions": shown,
    }
    return Compiled(title=page.title, definition=definition, media=tuple(sorted(media)))
