"""The files that an item's texts name: found in the package, and carried with the draft. Pure."""

import re
from collections.abc import Mapping
from posixpath import basename, dirname, join, normpath
from urllib.parse import unquote

OWN_FOLDER = "media/"
"""Where the packages that we write keep what drafts carry."""
_BASE = re.compile(r"^(\$IMS[-_]CC[-_]FILE[-_]?BASE\$|%24IMS[-_]CC[-_]FILE[-_]?BASE%24)/*")
_ELSEWHERE = re.compile(r"^([a-z][a-z0-9+.-]*:|//|#)", re.IGNORECASE)
_LINK = re.compile(r"""\b(src|data|href|poster)\s*=\s*("[^"]*"|'[^']*')""", re.IGNORECASE)


class Media:
    """Files of a package for one item. `used` are the files that it uses, by the names that its texts have for them."""

    def __init__(self, package: Mapping[str, bytes] | None = None, base: str = "") -> None:
        self.package = package or {}
        self.base = dirname(base)
        self.used: dict[str, bytes] = {}

    def find(self, reference: str) -> str:
        """Return the path in the package that a reference means, or nothing.

        Beside the item, from the package's root, or the only file whose path ends so: tools differ in what they write.
        """
        if not reference or _ELSEWHERE.match(reference):
            return ""
        path = unquote(_BASE.sub("", reference)).split("?")[0].split("#")[0].replace("\\", "/").lstrip("/")
        for candidate in (normpath(join(self.base, path)), normpath(path)):
            if candidate in self.package:
                return candidate
        ends = [name for name in self.package if name.endswith("/" + normpath(path))]
        return ends[0] if len(ends) == 1 and basename(path) else ""

    def take(self, reference: str) -> str:
        """Return the name under which the draft carries a file from now on; nothing where the package has none."""
        path = self.find(reference)
        if not path:
            return ""
        name = path.removeprefix(OWN_FOLDER)
        self.used[name] = self.package[path]
        return name

    def link(self, reference: str) -> str:
        """Return a reference as a draft writes it: `file:NAME` for what the package has, else as it is."""
        name = self.take(reference)
        return f"file:{name}" if name else reference

    def relink(self, html: str) -> str:
        """Return HTML with its references so written."""

        def again(match: re.Match[str]) -> str:
            quote = match[2][0]
            return f"{match[1]}={quote}{self.link(match[2][1:-1])}{quote}"

        return _LINK.sub(again, html)
