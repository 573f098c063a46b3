"""What is written in QTI is read back as it was, for every type and version."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.questions.formats.draft import Draft
from assessments.questions.formats.qti.reading import read
from assessments.questions.formats.qti.out.pack import write


from .qti_drafts import BODIES, drafts

VERSIONS = ["1.2", "2.1", "2.2", "3.0"]


def bare(draft):
    """A draft without where it was found."""
    return replace(draft, place="", line=0)


def again(written, version):
    data, media_type = write(written, version=version)
    assert media_type == "application/zip"
    reading = read(data)
    assert reading.fatal is None
    assert not list(reading.refused), list(reading.refused)
    return [bare(draft) for draft in reading.drafts]


@pytest.mark.parametrize("version", VERSIONS[1:])
@pytest.mark.parametrize("kind", BODIES)
@given(data=st.data())
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_a_question_comes_back_as_it_was(kind, version, data):
    draft = data.draw(drafts(kind))
    assert again([draft], version) == [draft]
