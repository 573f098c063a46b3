"""A package: items or one file of them, what they carry, and the manifest. Pure."""

import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO
from itertools import count

from assessments.formats.draft import Draft
from assessments.formats.qti.manifest import MANIFEST
from assessments.formats.qti.media import OWN_FOLDER
from assessments.formats.qti.tree import Node
from lms.foundation.plugins.content_format import NotWritable

from ..parts import CannotHold
from ..xml import Content, document, node
from . import items
from .items import NAMESPACES

MEDIA_TYPE = "application/zip"
_PACKAGING = {"2.1": "imscp_v1p1", "2.2": "imscp_v1p1", "3.0": "qti/qtiv3p0/imscp_v1p1", "1.2": "imscp_v1p1"}
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The time that is written for every file, so that the same drafts give the same bytes."""


def write(drafts: Sequence[Draft], *, version: str) -> tuple[bytes, str]:
    """Return a package of QTI 2 or 3: an item for each draft, and a test with their order, categories and marks.

    Raises `NotWritable`.
    """
    written, refused = {}, {}
    for place, draft in enumerate(drafts, 1):
        try:
            written[f"items/item-{place}.xml"] = items.write(draft, version=version, place=place)
        except CannotHold as reason:
            refused[place - 1] = reason.code, {"type": draft.kind}
    if refused:
        raise NotWritable(refused)
    files = media(drafts)
    short = version.replace(".", "p")
    resources = [
        resource(
            f"item-{place}",
            f"imsqti_item_xmlv{short}",
            f"items/item-{place}.xml",
            draft.tags,
            [OWN_FOLDER + name for name in draft.files],
        )
        for place, draft in enumerate(drafts, 1)
    ]
    resources.insert(0, resource("test", f"imsqti_test_xmlv{short}", "test.xml"))
    test = document(_test(drafts, version), three=version == "3.0")
    return zipped({MANIFEST: manifest(resources, version), "test.xml": test, **written, **files}), MEDIA_TYPE


def media(drafts: Sequence[Draft]) -> dict[str, bytes]:
    """Return the files of the drafts, by path. Raises `NotWritable` where two carry different files of one name."""
    files: dict[str, bytes] = {}
    clashing = {}
    for place, draft in enumerate(drafts):
        for name, data in draft.files.items():
            if files.setdefault(OWN_FOLDER + name, data) != data:
                clashing[place] = "qti-file-names", {"name": name}
    if clashing:
        raise NotWritable(clashing)
    return files


def _test(drafts: Sequence[Draft], version: str) -> Node:
    """Return the test. Sections are the categories: a new one wherever the next draft's differs."""
    numbers = count(1)
    root = node("testPart", {"identifier": "part", "navigationMode": "nonlinear", "submissionMode": "individual"})
    previous: tuple[str, ...] | None = None
    inner = root
    for place, draft in enumerate(drafts, 1):
        if draft.category != previous:
            inner, previous = root, draft.category
            for title in draft.category or ("",):
                section = node(
                    "assessmentSection", {"identifier": f"section-{next(numbers)}", "title": title, "visible": True}
                )
                inner.content.append(section)
                inner = section
        weight = [node("weight", {"identifier": "MARK", "value": float(draft.mark)})] if draft.mark != 1 else []
        inner.content.append(
            node("assessmentItemRef", {"identifier": f"item-{place}", "href": f"items/item-{place}.xml"}, *weight)
        )
    return node("assessmentTest", {"xmlns": NAMESPACES[version], "identifier": "test", "title": "Mafunzo"}, root)


def resource(name: str, kind: str, path: str, tags: Sequence[str] = (), files: Sequence[str] = ()) -> Node:
    keywords = [_plain("keyword", {}, _plain("string", {}, tag)) for tag in tags]
    general = _plain("lom", {"xmlns": "http://ltsc.ieee.org/xsd/LOM"}, _plain("general", {}, *keywords))
    content: list[Content] = [_plain("metadata", {}, general)] if keywords else []
    content += [_plain("file", {"href": file}) for file in (path, *files)]
    return _plain("resource", {"identifier": f"resource-{name}", "type": kind, "href": path}, *content)


def manifest(resources: Sequence[Node], version: str) -> bytes:
    root = _plain(
        "manifest",
        {"xmlns": f"http://www.imsglobal.org/xsd/{_PACKAGING[version]}", "identifier": "manifest"},
        _plain("metadata", {}, _plain("schema", {}, "QTI Package"), _plain("schemaversion", {}, version)),
        _plain("organizations", {}),
        _plain("resources", {}, *resources),
    )
    return document(root)


def _plain(tag: str, attrs: Mapping[str, str], *content: Content) -> Node:
    return Node(tag, dict(attrs), content=list(content), ours=False)


def zipped(files: Mapping[str, bytes]) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), data, zipfile.ZIP_DEFLATED)
    return target.getvalue()
