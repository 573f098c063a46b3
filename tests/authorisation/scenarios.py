"""Scenarios in the matrix: a page in the course of the cohort, and the addresses beside it."""

from typing import Any

from assessments.scenario.models import ScenarioPage

from .rows import Row

SCENARIOS: dict[str, Row] = {
    "scenario:story": Row(
        "302 404 404 404 404 404 404 404 404 200 200 200 200 404 404",
        "302 404 404 404 404 404 404 404 404 422 422 422 422 404 404",
        {"page": "scenario_page"},
    ),
    "scenario:story-draft": Row(
        "302 405 405 405 405 405 405 405 405 405",
        "302 404 404 404 404 404 404 404 404 302 302 302 302 404 404",
        {"page": "scenario_page"},
    ),
}


def scenario(course_page: Any) -> dict[str, int]:
    page = ScenarioPage(title="At the checkpoint", slug="checkpoint", scenes=[])
    return {"scenario_page": course_page.add_child(instance=page).pk}
