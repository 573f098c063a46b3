"""How the question bank hangs in Wagtail's admin."""

from wagtail.snippets.models import register_snippet

from .viewsets import QuestionBank

register_snippet(QuestionBank)
