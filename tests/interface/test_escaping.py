"""What Python writes is escaped as a template does it."""

import pytest
from django.template import Context, Template
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from lms.foundation.interface.escaping import escaped


class Text(str):
    pass


@pytest.mark.parametrize(
    "value",
    ["", "Mlima", "<b a=\"1\" b='2'>&amp;", mark_safe("<b>&amp;</b>"), Text("<b>"), gettext_lazy("<i>"), 4, 0.5, None],
)
def test_is_what_a_template_writes(value):
    assert escaped(value) == Template("{{ value }}").render(Context({"value": value}))
