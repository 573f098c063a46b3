"""The options of a question that was answered, as a result shows them."""

from django.template import Context, Template
from django.utils.safestring import mark_safe

OPTIONS = [
    {"id": "a", "text": "<em>Ask</em>", "look": "correct yours", "said": "Your answer", "feedback": "<p>Why</p>"},
    {"id": "b", "text": "Wait", "look": "", "said": "", "feedback": ""},
    {"id": "c", "text": "Go", "chosen": False},
]


def drawn(options, **context) -> str:
    template = Template("{% load questions_answered %}{% answered_options options %}")
    return template.render(Context({"options": options, **context}))


def test_each_says_what_it_was_worth():
    assert drawn(OPTIONS) == (
        '<ul class="review">\n'
        '<li class="correct yours"><b>Your answer</b> <span><em>Ask</em></span>\n'
        '<div class="small soft"><p>Why</p></div></li>\n'
        "<li><span>Wait</span></li>\n"
        "<li><span>Go</span></li>\n"
        "</ul>"
    )


def test_say_in_which_language_they_are():
    page = drawn(OPTIONS[:1], spoken=mark_safe(' lang="fr" dir="ltr"'))
    assert '<span lang="fr" dir="ltr"><em>Ask</em></span>' in page
    assert '<div class="small soft" lang="fr" dir="ltr">' in page


def test_what_is_no_html_is_escaped():
    page = drawn([{"id": "a", "text": "A", "look": '"><script>', "said": "<b>"}], spoken='"><script>')
    assert "<script>" not in page
    assert "&lt;b&gt;" in page


def test_a_question_without_options_has_an_empty_list():
    assert "<li" not in drawn([])
