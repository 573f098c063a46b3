"""Files of a course that somebody sends as a folder or ZIP: nothing but a course of a sensible size is read."""

import io
import stat
import zipfile

import pytest

from home.curriculum.schema import BadFile
from home.exchange import packing

pytestmark = pytest.mark.once


@pytest.mark.parametrize("name", ["../en.toml", "/en.toml", "en.toml/../x", "media/x.jpg", "evil.py", "EN.toml", ""])
def test_a_name_that_is_no_part_of_a_course_is_refused(name):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr(zipfile.ZipInfo(name or "media/"), b"x")
    if name:
        with pytest.raises(BadFile):
            packing.read_zip(data.getvalue())
    else:
        assert packing.read_zip(data.getvalue()) == {}


def test_a_bomb_is_refused_unopened():
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("en.toml", b"\0" * (packing.LARGEST + 1))
    with pytest.raises(BadFile, match="too large"):
        packing.read_zip(data.getvalue())


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_that_comes_twice_no_zip_and_a_broken_one_are_refused():
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("en.toml", b"one")
        archive.writestr("en.toml", b"two")
    for content in (data.getvalue(), b"", b"PK\x03\x04", data.getvalue()[:-10], data.getvalue()[10:]):
        with pytest.raises(BadFile):
            packing.read_zip(content)


def test_a_link_in_a_folder_is_not_followed(tmp_path):
    (tmp_path / "en.toml").symlink_to("/etc/passwd")
    with pytest.raises(BadFile, match="plain files"):
        packing.read(tmp_path)
    link = zipfile.ZipInfo("en.toml")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    assert packing.read_zip(data.getvalue()) == {"en.toml": b"/etc/passwd"}
