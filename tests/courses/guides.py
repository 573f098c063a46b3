"""A package for a course of a test."""

from django.db.models import Model

from courses.models import CoursePage, GuidePage, Term

SECRET = "The right answer is 42."


def guide_of(term: Term, **fields: object) -> GuidePage:
    """A package with something of each kind, which is not in the tree yet."""
    return GuidePage(
        aims="<p>What the class is for.</p>",
        sessions=[("session", {"minutes": 45, "steps": [{"minutes": 45, "title": "Open", "text": "Say hello."}]})],
        answers=[("answer", {"about": "Lesson 1", "text": SECRET})],
        beliefs=[("belief", {"belief": "No border, no case.", "answer": "No border is needed."})],
        distress="<p>Offer a break.</p>",
        handout_title="On one page",
        handout="<p>Read the verb.</p>",
        reading=[("text", {"title": "The Protocol", "year": 2000, "url": "https://example.org/"})],
        terms=[("term", term)],
        **fields,
    )


def put_guide(parent: CoursePage) -> dict[str, Model]:
    """The word, and its revision, that a package lists which is put below `parent`."""
    term = Term.objects.create(term="ransom", definition="Money for letting go.", locale=parent.locale)
    parent.add_child(instance=guide_of(term, title="Package", slug="package", locale=parent.locale))
    return {"term": term, "term_revision": term.save_revision()}
