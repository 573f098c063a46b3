"""Quizzes of learners that the questions of an import reach once they are published."""

from ..bank.categories import Category
from ..bank.usage import QuestionUse, uses
from .models import Import, ImportEntry


def reached_by(batch: Import) -> list[QuestionUse]:
    """Return the quizzes of learners that could ask the questions of an import that was read, once these are
    published.
    """
    trails = {tuple(name.lower() for name in category.trail): category.path for category in Category.objects.in_order()}
    target = next((trail for trail, path in trails.items() if batch.category and path == batch.category.path), ())
    paths = {batch.category.path} if batch.category else set()
    named = ImportEntry.objects.filter(batch=batch).exclude(draft={}).values_list("draft__category", flat=True)
    for names in {tuple(str(name).lower() for name in names or ()) for names in named}:
        known = (trails.get((*target, *names[:end])) for end in range(len(names), 0, -1))
        paths |= {path for path in known if path}
    return uses.reaching(paths)
