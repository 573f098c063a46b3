"""Manifest of a package: the files that are items, their order and their categories. Pure.

Source: IMS Content Packaging 1.1.4 and 1.2; IMS QTI 2.2 information model, 13 (Test structure).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from posixpath import basename, dirname, join, normpath
from urllib.parse import unquote

from .declarations import number
from .package import Package
from .refusal import Unread
from .tree import Node, parse

MANIFEST = "imsmanifest.xml"
DEEPEST_SECTION = 40


@dataclass(frozen=True)
class ManifestItem:
    """Path of an item, and its properties in the test and the manifest."""

    path: str
    category: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    weight: float = 1.0
    name: str = ""


@dataclass(frozen=True)
class Resource:
    path: str
    type: str
    tags: tuple[str, ...] = ()


def places(package: Package) -> Iterator[ManifestItem]:
    """Yield the files with items: those of tests first, in their order, then the manifest's others. Without a manifest,
    every XML file.

    Raises `Unread` for a manifest that is no XML.
    """
    path = _manifest(package)
    if not path:
        yield from (ManifestItem(name) for name in sorted(package) if name.lower().endswith(".xml"))
        return
    resources = _resources(parse(package[path]), dirname(path))
    tags = {resource.path: resource.tags for resource in resources}
    seen: set[str] = set()
    for resource in (resource for resource in resources if "_test_" in resource.type):
        for place in _of_test(package, resource.path, tags):
            seen.add(place.path)
            yield place
    for resource in resources:
        if _is_item(resource.type) and resource.path not in seen:
            seen.add(resource.path)
            yield ManifestItem(resource.path, tags=resource.tags)


def _manifest(package: Package) -> str:
    """Return the manifest nearest to the root."""
    names = [name for name in package if basename(name).lower() == MANIFEST and not name.startswith("__MACOSX/")]
    return min(names, key=lambda name: (name.count("/"), name), default="")


def _is_item(kind: str) -> bool:
    kind = kind.lower()
    return (
        "imsqti_item" in kind or "imsqti_xmlv1p" in kind or "assessment" in kind or "question-bank" in kind
    ) and "_test_" not in kind


def _resources(manifest: Node, base: str) -> list[Resource]:
    if manifest.tag != "manifest":
        raise Unread("qti-manifest")
    return [
        Resource(normpath(join(base, _href(node))), node.get("type"), _keywords(node))
        for holder in manifest.all("resources")
        for node in holder.children("resource")
        if _href(node)
    ]


def _href(node: Node) -> str:
    """Return the path of a resource: its own address, or its only XML file."""
    files = [file.get("href") for file in node.children("file") if file.get("href").lower().endswith(".xml")]
    return unquote(node.get("href") or (files[0] if files else ""))


def _keywords(node: Node) -> tuple[str, ...]:
    metadata = node.child("metadata")
    keywords = (keyword.plain() for keyword in metadata.all("keyword")) if metadata is not None else ()
    return tuple(dict.fromkeys(keyword for keyword in keywords if keyword))


def _of_test(package: Package, path: str, tags: Mapping[str, tuple[str, ...]]) -> Iterator[ManifestItem]:
    if path not in package:
        yield ManifestItem(path)
        return
    yield from test_places(parse(package[path]), package, path, tags)


def test_places(
    test: Node, package: Mapping[str, bytes], path: str, tags: Mapping[str, tuple[str, ...]]
) -> Iterator[ManifestItem]:
    """Yield the items that a test names, in its order, in the categories of its sections."""
    for part in test.children("testPart", "assessmentSection", "assessmentSectionRef"):
        yield from _of_section(part, package, path, tags, (), 0)


def _of_section(
    node: Node,
    package: Mapping[str, bytes],
    path: str,
    tags: Mapping[str, tuple[str, ...]],
    category: tuple[str, ...],
    depth: int,
) -> Iterator[ManifestItem]:
    if depth > DEEPEST_SECTION:
        raise Unread("qti-manifest")
    if node.tag == "assessmentSection" and node.get("title").strip():
        category = (*category, node.get("title"))
    for child in node.children():
        href = normpath(join(dirname(path), unquote(child.get("href"))))
        if child.tag == "assessmentItemRef":
            yield ManifestItem(href, category, tags.get(href, ()), _weight(child), child.get("identifier"))
        elif child.tag == "assessmentSectionRef":
            yield from _elsewhere(package, href, tags, category, depth)
        elif child.tag in {"assessmentSection", "testPart"}:
            yield from _of_section(child, package, path, tags, category, depth + 1)


def _elsewhere(
    package: Mapping[str, bytes], href: str, tags: Mapping[str, tuple[str, ...]], category: tuple[str, ...], depth: int
) -> Iterator[ManifestItem]:
    if href not in package:
        yield ManifestItem(href, category)
        return
    yield from _of_section(parse(package[href]), package, href, tags, category, depth + 1)


def _weight(reference: Node) -> float:
    weight = reference.child("weight")
    value = number(weight.get("value")) if weight is not None else None
    return value if value is not None and value > 0 else 1.0
