"""Health as Prometheus reads it: its text format, version 0.0.4, written by hand, since all are gauges without a state.

Source: https://prometheus.io/docs/instrumenting/exposition_formats/
"""

from collections.abc import Iterator, Mapping

from lms.foundation.plugins.health import DOWN, UP, WARNING, Finding
from lms.version import VERSION

from . import hosts

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_LEVELS = {UP: 0, WARNING: 1, DOWN: 2}


def exposition(findings: Mapping[str, Finding]) -> str:
    """Return every finding as gauges: the status of each part, its figures, and the disks of all machines."""
    return "\n".join(_lines(findings)) + "\n"


def _lines(findings: Mapping[str, Finding]) -> Iterator[str]:
    yield from _head("build_info", "The version of the program.")
    yield _sample("build_info", 1, version=VERSION)
    yield from _head("part_status", "Health of a part: 0 up, 1 warning, 2 down.")
    for name, finding in findings.items():
        yield _sample("part_status", _LEVELS[finding.status], part=name)
    yield from _head("part_figure", "A figure of a part, named as on /health/.")
    for name, finding in findings.items():
        for figure, value in (finding.figures or {}).items():
            if isinstance(value, bool | int | float):
                yield _sample("part_figure", value, part=name, figure=figure)
    yield from _head("disk_free_bytes", "Free bytes of a disk.")
    for process, one in hosts.marks().items():
        for disk in one["disks"]:
            yield _sample("disk_free_bytes", disk["free"], process=process, disk=disk["kind"])


def _head(name: str, explanation: str) -> Iterator[str]:
    yield f"# HELP mafunzo_{name} {explanation}"
    yield f"# TYPE mafunzo_{name} gauge"


def _sample(name: str, value: float, **labels: str) -> str:
    written = ",".join(f'{label}="{_escaped(text)}"' for label, text in labels.items())
    return (
        f"mafunzo_{name}{{{written}}} {float(value):g}"
        if isinstance(value, float)
        else f"mafunzo_{name}{{{written}}} {int(value)}"
    )


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
