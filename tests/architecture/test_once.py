"""What is written once is written nowhere else, and each rule catches the breach it is there for."""

from pathlib import Path

import pytest

from . import once

pytestmark = pytest.mark.once


@pytest.fixture
def breach(tmp_path):
    """A house of one module that holds the lines given."""

    def write(*lines: str) -> Path:
        (tmp_path / "certificates").mkdir()
        (tmp_path / "certificates" / "extra.py").write_text("\n".join(lines) + "\n")
        return tmp_path

    return write


def test_who_sees_rows_of_an_institution_is_written_once(breach):
    assert once.rewritten_visibility() == []
    root = breach(
        "class Rows:",
        "    def visible_to(self, viewer, *roles):",
        "        return self.filter(institution__in=Institution.objects.visible_to(viewer, *roles))",
    )
    assert len(once.rewritten_visibility(root)) == 1
