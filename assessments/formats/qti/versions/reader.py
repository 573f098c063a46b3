"""A file of QTI, whatever it is, as a reading: an item, a test, a package, of any version. Pure."""

from collections.abc import Iterator, Mapping

from assessments.formats.draft import Description, Entry, Reading, Refused, reading_of

from ..manifest import ManifestItem, places, test_places
from ..media import Media
from ..package import Package, is_zip
from ..read.v1.file import entries as entries_of_1
from ..read.v2 import items
from ..refusal import DAMAGED, Unread
from ..tree import Node, parse

ITEM = "assessmentItem"
OLD = {"questestinterop", "assessment", "section", "objectbank", "item"}
DEEP = (RecursionError, MemoryError)


def read(data: bytes, *, name: str = "") -> Reading:
    """Read a file of QTI. Whatever the bytes are, it raises nothing."""
    try:
        if is_zip(data):
            return reading_of(_of_package(Package(data)), encoding="zip")
        if name.lower().endswith(".zip"):
            raise Unread("qti-zip-broken")
        return reading_of(_of_file(parse(data), {}, ManifestItem("")), encoding="xml")
    except Unread as unread:
        return Reading(fatal=_refused(unread, path=name))
    except DEEP:
        return Reading(fatal=Refused("qti-xml-too-large", path=name))
    except DAMAGED:
        return Reading(fatal=Refused("qti-damaged", path=name))


def _refused(unread: Unread, *, path: str, name: str = "", line: int = 0, kind: str = "") -> Refused:
    line = line or int(unread.values.get("line", 0))
    return Refused(unread.code, unread.values, name=name, line=line, path=path, type=kind)


def _of_package(package: Package) -> Iterator[Entry]:
    count = 0
    for place in places(package):
        count += 1
        try:
            yield from _of_place(package, place)
        except Unread as unread:
            yield _refused(unread, path=place.path, name=place.name)
    if not count:
        raise Unread("qti-no-items")


def _of_place(package: Mapping[str, bytes], place: ManifestItem) -> Iterator[Entry]:
    if place.path not in package:
        raise Unread("qti-missing-file", name=place.path)
    yield from _of_file(parse(package[place.path]), package, place)


def _of_file(root: Node, package: Mapping[str, bytes], place: ManifestItem) -> Iterator[Entry]:
    if root.tag == ITEM:
        yield _item(root, package, place)
    elif root.tag == "assessmentTest":
        yield from _of_test(root, package, place)
    elif root.tag in OLD:
        yield from entries_of_1(root, package, place)
    elif root.tag == "assessmentStimulus":
        media = Media(package, place.path)
        yield Description(_stimulus(root, media), root.get("title"), root.line)
    elif place.path and place.name == "":
        return
    else:
        raise Unread("qti-not-qti", element=root.tag)


def _of_test(root: Node, package: Mapping[str, bytes], place: ManifestItem) -> Iterator[Entry]:
    for item in test_places(root, package, place.path, {}):
        if item.path in package:
            yield from _of_place(package, item)
        else:
            yield Refused("qti-missing-file", {"name": item.path}, name=item.name, path=item.path)


def _item(node: Node, package: Mapping[str, bytes], place: ManifestItem) -> Entry:
    media = Media(package, place.path)
    try:
        above = _stimuli(node, package, media, place)
        return items.read(
            node, media, above=above, category=place.category, tags=place.tags, weight=place.weight, place=place.path
        )
    except Unread as unread:
        return _refused(unread, path=place.path, name=node.get("title"), line=node.line, kind=items.kind_of(node))
    except DEEP:
        return Refused("qti-xml-too-large", name=node.get("title"), path=place.path)
    except DAMAGED:
        return Refused("qti-damaged", name=node.get("title"), line=node.line, path=place.path, type=items.kind_of(node))


def _stimuli(node: Node, package: Mapping[str, bytes], media: Media, place: ManifestItem) -> str:
    """Return the texts of QTI 3.0 and 2.2 that an item shares with others, before its own."""
    texts = []
    for reference in node.children("assessmentStimulusRef"):
        path = media.find(reference.get("href"))
        if not path:
            raise Unread("qti-missing-file", name=reference.get("href"))
        other = Media(package, path)
        texts.append(_stimulus(parse(package[path]), other))
        media.used |= other.used
    return "".join(texts)


def _stimulus(root: Node, media: Media) -> str:
    from ..markup import Markup

    return Markup(media).inside(root.child("stimulusBody"))
