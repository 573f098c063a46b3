"""The rows of transfers between institutions."""

from .rows import Row

TRANSFERS: dict[str, Row] = {
    "academy:transfers": Row("302 404 404 404 404 404 404 404 200 200", "302 404 404 404 404 404 404 404 405 405"),
    "academy:transfer-ask": Row("302 404 404 404 404 404 404 404 405 405", "302 404 404 404 404 404 404 404 422 422"),
    "academy:transfer-answer": Row(
        "302 404 404 404 404 404 404 404 405 405", "302 404 404 404 404 404 404 404 422 422"
    ),
    "academy:transfer-withdraw": Row(
        "302 404 404 404 404 404 404 404 405 405", "302 404 404 404 404 404 404 404 302 302", {"pk": "transfer"}
    ),
    "own-transfers": Row("302 200 200 200 200 200 200 200 200 200", "302 405 405 405 405 405 405 405 405 405"),
}
