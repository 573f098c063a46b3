"""Models of this room, in the place where Django looks for them."""

from .bank.categories import Category, Objective
from .bank.models import Question, QuestionQuerySet, TaggedQuestion
from .bank.trial_storage import Trial
from .imports.models import Import, ImportEntry

__all__ = ["Category", "Import", "ImportEntry", "Objective", "Question", "QuestionQuerySet", "TaggedQuestion", "Trial"]
