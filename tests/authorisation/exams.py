"""Rows of the matrix for the room of an exam and its minutes; the sitting is planned, and there is one entry."""

from .rows import Row

EXAMS: dict[str, Row] = {
    "quiz:minute": Row(
        "302 404 404 404 200 404 404 404 200 200", "302 404 404 404 422 404 404 404 422 422", {"pk": "minute"}
    ),
    "quiz:minutes": Row(
        "302 404 404 404 200 404 404 404 200 200", "302 404 404 404 422 404 404 404 422 422", {"pk": "sitting"}
    ),
    "quiz:minutes-board": Row(
        "302 405 405 405 405 405 405 405 405 405", "302 404 404 404 302 404 404 404 302 302", {"pk": "sitting"}
    ),
    "quiz:minutes-paper": Row(
        "302 404 404 404 200 404 404 404 200 200", "302 405 405 405 405 405 405 405 405 405", {"pk": "sitting"}
    ),
    "quiz:minutes-sign": Row(
        "302 405 405 405 405 405 405 405 405 405", "302 404 404 404 302 404 404 404 302 302", {"pk": "sitting"}
    ),
    "quiz:room": Row(
        "302 404 404 404 200 404 404 404 200 200", "302 404 404 404 422 404 404 404 422 422", {"pk": "sitting"}
    ),
    "quiz:room-paper": Row(
        "302 404 404 404 200 404 404 404 200 200", "302 405 405 405 405 405 405 405 405 405", {"pk": "sitting"}
    ),
    "quiz:room-rest": Row(
        "302 405 405 405 405 405 405 405 405 405", "302 404 404 404 302 404 404 404 302 302", {"pk": "sitting"}
    ),
}
