"""What in HTML could harm its reader."""

from html.parser import HTMLParser

from courses.lessons.richtext import TAGS


class _Danger(HTMLParser):
    """What of a fragment could run or load anything: foreign tags, attributes, schemes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag not in TAGS:
            self.found.append(tag)
        for name, value in attrs:
            scheme = (value or "").split(":")[0].strip().lower() if ":" in (value or "") else ""
            if name not in ("href", "rel") or (
                name == "href" and scheme.isalpha() and scheme not in ("http", "https", "mailto", "tel")
            ):
                self.found.append(f"{tag} {name}={value}")


def dangers(html: str) -> list[str]:
    parser = _Danger()
    parser.feed(html)
    return parser.found
