"""The rows of duplicates."""

from .rows import Row

PAIR = {"first": "person", "second": "twin"}
MERGING: dict[str, Row] = {
    "academy:duplicates": Row("302 404 404 404 404 404 404 404 200 200", "302 404 404 404 404 404 404 404 405 405"),
    "academy:pair": Row("302 404 404 404 404 404 404 404 200 200", "302 404 404 404 404 404 404 404 422 422", PAIR),
    "academy:pair-apart": Row(
        "302 404 404 404 404 404 404 404 405 405", "302 404 404 404 404 404 404 404 302 302", PAIR
    ),
    "academy:merge-undo": Row(
        "302 404 404 404 404 404 404 404 405 405", "302 404 404 404 404 404 404 404 302 302", {"pk": "merge"}
    ),
}
