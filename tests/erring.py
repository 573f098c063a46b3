"""How a page says what is wrong with a form: in a summary that has the focus, with a link to the field,
and beside the field.
"""

import re


def assert_says(response, field: str, sentence: str) -> None:
    """The answer refuses the form and says `sentence` in both places;
    `field` is the id of the element that it is about.
    """
    page = response.content.decode()
    assert response.status_code == 422
    [summary] = re.findall(r'class="error-summary" role="alert" tabindex="-1" autofocus>.*?</div>', page, re.DOTALL)
    assert re.search(rf'<a href="#{re.escape(field)}">[^<]*{re.escape(sentence)}', summary), summary
    assert len(re.findall(rf'\bid="{re.escape(field)}"', page)) == 1
    beside = re.findall(r'<p class="error"[^>]*>([^<]*)</p>', page)
    assert any(sentence in text for text in beside), beside
