"""A report: what learners gained between a test before and a test after."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import chain
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from courses.models import Activity
from lms.foundation.plugins.report import Change, Column, Guide, InvalidFilter, Param, Report, Row
from lms.people.directory.choices import REPORTING_ROLES, Sex
from lms.people.directory.institutions import Institution
from lms.people.directory.models import Cohort
from lms.people.directory.tree import indented, named_cohorts

from ..sitting.marking import ROUNDING
from . import gain_guide
from .gains import Pairs, Tests, equal_forms, pairs_of
from .measures.gain import Gain, gain

if TYPE_CHECKING:
    from lms.people.directory.models import User

THRESHOLDS = range(50, 100, 10)
USUAL = "70"
NARROW = ("institution", "cohort", "sex")
"""What leaves learners out. The gain of all whom the viewer may see then stands below, to compare with."""


class PairedGain(Report):
    """One row for each two tests that are equal forms, or for the two that were chosen, as a whole or by group;
    docs/use/statistics.md.
    """

    slug = "quiz_gain"
    name = gettext_lazy("Gain between two tests")
    change = Change("mean_pre", "mean_post", "mean_gain", "mean_gain_low", "mean_gain_high")

    def filters(self, viewer: "User") -> Sequence[Param]:
        quizzes = sorted(_quizzes().values(), key=lambda choice: choice[1].casefold())
        institutions = list(Institution.objects.visible_to(viewer, *REPORTING_ROLES))
        cohorts = Cohort.objects.visible_to(viewer, *REPORTING_ROLES)
        usual = _("%(share)s %%, as usual") % {"share": USUAL}
        return [
            Param("before", _("Test before"), "choice", quizzes),
            Param("after", _("Test after"), "choice", quizzes),
            Param("by", _("Group by"), "choice", [("institution", _("Institution")), ("sex", _("Sex"))], _("nothing")),
            Param("institution", _("Institution"), "choice", indented(institutions)),
            Param("cohort", _("Cohort"), "choice", named_cohorts(cohorts, institutions)),
            Param("sex", _("Sex"), "choice", [(Sex.FEMALE.value, Sex.FEMALE.label), (Sex.MALE.value, Sex.MALE.label)]),
            Param("threshold", _("Threshold"), "choice", [(str(share), f"{share} %") for share in THRESHOLDS], usual),
        ]

    def columns(self, params: Mapping[str, str]) -> list[Column]:
        about = {"threshold": params.get("threshold", USUAL)}
        group = _("Sex") if params.get("by") == "sex" else _("Institution")
        grouped = [Column("group", group)] if "by" in params else []
        return [
            Column("tests", _("Tests")),
            *grouped,
            Column("number_paired", _("Learners with both"), "number"),
            Column("number_missing", _("With one of them only"), "number"),
            Column("mean_pre", _("Mean before"), "percent"),
            Column("mean_post", _("Mean after"), "percent"),
            Column("mean_gain", _("Mean gain, in points of per cent"), "number"),
            Column("mean_gain_low", _("Gain: lower limit (95 %)"), "number"),
            Column("mean_gain_high", _("Gain: upper limit (95 %)"), "number"),
            Column("effect_size", _("Effect size"), "number"),
            Column("effect_size_low", _("Effect size: lower limit (95 %)"), "number"),
            Column("effect_size_high", _("Effect size: upper limit (95 %)"), "number"),
            Column("above_pre", _("Reached %(threshold)s %% before") % about, "percent"),
            Column("above_post", _("Reached %(threshold)s %% after") % about, "percent"),
            Column("improved", _("Did better after"), "percent"),
        ]

    def rows(self, viewer: object, params: Mapping[str, str], *, now: datetime) -> Iterable[Row]:
        quizzes = _quizzes()
        tests = _chosen(params, quizzes)
        if tests is None:
            tests = [one for one in equal_forms() if quizzes.keys() >= {*one}]
        if not tests:
            return iter(())
        pairs = pairs_of(viewer, tests, params)
        rows, below = self._rows(pairs, quizzes, params), self._below(viewer, tests, pairs, params)
        return chain(rows, below)

    def guide(self, viewer: object, params: Mapping[str, str], rows: Sequence[Row]) -> Guide | None:
        return gain_guide.guide(_quizzes(), params, rows)

    def _rows(
        self,
        by_group: Mapping[tuple[Tests, str], Pairs],
        quizzes: Mapping[UUID, tuple[str, str]],
        params: Mapping[str, str],
    ) -> Iterator[Row]:
        lines = [(_titled(tests, quizzes), _group(name, params), pairs) for (tests, name), pairs in by_group.items()]
        for title, name, pairs in sorted(lines, key=lambda line: (line[0].casefold(), line[1].casefold())):
            yield Row(_named(title, name, params) | _cells(pairs, params))

    def _below(
        self,
        viewer: object,
        tests: Sequence[Tests],
        by_group: Mapping[tuple[Tests, str], Pairs],
        params: Mapping[str, str],
    ) -> Iterator[Row]:
        """Yield the total rows of one pair of tests: all groups together, and all learners whom the viewer may see."""
        if len(tests) != 1 or not by_group:
            return
        if "by" in params:
            yield Row(
                _named(_("All of these"), "", params)
                | _cells([pair for pairs in by_group.values() for pair in pairs], params),
                total=True,
            )
        if any(name in params for name in NARROW):
            everybody = pairs_of(viewer, tests, {})
            label = _("Everybody you may see")
            yield Row(
                _named(label, "", params) | _cells([pair for pairs in everybody.values() for pair in pairs], params),
                total=True,
            )


def _named(title: str, group: str, params: Mapping[str, str]) -> dict[str, str]:
    return {"tests": title} | ({"group": group} if "by" in params else {})


def _quizzes() -> dict[UUID, tuple[str, str]]:
    """Return every quiz by id: what a filter calls it, and its title, with the name in its address where others have
    the same title.
    """
    rows = [(one.pk, one.slug, one.title_in(get_language() or "en")) for one in Activity.objects.filter(kind="quiz")]
    alike = Counter(title for _pk, _slug, title in rows)
    return {pk: (slug, f"{title} ({slug})" if alike[title] > 1 else title) for pk, slug, title in rows}


def _chosen(params: Mapping[str, str], quizzes: Mapping[UUID, tuple[str, str]]) -> list[Tests] | None:
    """Return the two tests that were chosen, none where it is only one, None where nothing was chosen.

    Raises `InvalidFilter`.
    """
    names = [params[name] for name in ("before", "after") if name in params]
    if len(names) < 2:
        return [] if names else None
    if names[0] == names[1]:
        raise InvalidFilter(
            [_("Choose two tests, the one before and the one after, or none to see all that are equal forms.")]
        )
    ids = {slug: pk for pk, (slug, _title) in quizzes.items()}
    return [(ids[names[0]], ids[names[1]])]


def _titled(tests: Tests, quizzes: Mapping[UUID, tuple[str, str]]) -> str:
    before, after = (quizzes[one][1] for one in tests)
    return gain_guide.titled(before, after)


def _group(name: str, params: Mapping[str, str]) -> str:
    return str(dict(Sex.choices)[name]) if params.get("by") == "sex" else name


def _cells(pairs: Pairs, params: Mapping[str, str]) -> dict[str, float | int | None]:
    figures: Gain = gain(pairs, threshold=int(params.get("threshold", USUAL)) / 100 - ROUNDING)
    low, high = _points(figures.mean_gain_interval)
    least, most = figures.effect_size_interval or (None, None)
    return {
        "number_paired": figures.number_paired,
        "number_missing": figures.number_missing,
        "mean_pre": figures.mean_pre,
        "mean_post": figures.mean_post,
        "mean_gain": _points((figures.mean_gain,))[0],
        "mean_gain_low": low,
        "mean_gain_high": high,
        "effect_size": _rounded(figures.effect_size),
        "effect_size_low": _rounded(least),
        "effect_size_high": _rounded(most),
        "above_pre": _share(figures.share_above_threshold_pre),
        "above_post": _share(figures.share_above_threshold_post),
        "improved": _share(figures.share_improved),
    }


def _points(shares: Sequence[float | None] | None) -> list[float | None]:
    """Return differences of shares in points of per cent, to one place."""
    return [None if share is None else round(100 * share, 1) for share in shares or (None, None)]


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


def _share(value: float | None) -> float | None:
    return None if value is None else value / 100
