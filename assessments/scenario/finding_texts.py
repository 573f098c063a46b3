"""Findings of the checker in sentences."""

from django.utils.translation import gettext as _

from assessments.casework import Finding


def sentence(finding: Finding) -> str:
    named = finding.values
    return {
        "no_scene": lambda: _("The scenario has no scene yet."),
        "no_choice": lambda: _("In the first scene nothing can be done. Give it at least two choices."),
        "goes_nowhere": lambda: (
            _("Scene %(number)s, “%(title)s”: a choice leads to a scene that is not there.") % named
        ),
        "goes_back": lambda: (
            _(
                "Scene %(number)s, “%(title)s”: its choices lead back to where the learner has been. "
                "A scene is played once: let them lead on."
            )
            % named
        ),
        "unreached": lambda: _("Scene %(number)s, “%(title)s”: no choice leads to it.") % named,
        "best_is_longest": lambda: (
            _("Scene %(number)s, “%(title)s”: the best choice is much longer than the others, which gives it away.")
            % named
        ),
        "best_is_shortest": lambda: (
            _("Scene %(number)s, “%(title)s”: the best choice is much shorter than the others, which gives it away.")
            % named
        ),
        "best_repeats": lambda: (
            _("Scene %(number)s, “%(title)s”: only the best choice repeats words of the question. Say it otherwise.")
            % named
        ),
        "alike": lambda: _("Scene %(number)s, “%(title)s”: two choices say almost the same. Change one.") % named,
        "one_choice": lambda: (
            _("Scene %(number)s, “%(title)s”: there is one choice alone. Add another, or join the scene to the next.")
            % named
        ),
        "no_words": lambda: _("Scene %(number)s, “%(title)s”: a title, a text or a choice is empty. Write it.") % named,
        "best_is_mistake": lambda: (
            _(
                "Scene %(number)s, “%(title)s”: the choice with the most marks is a critical mistake. "
                "Take away its marks, or the mistake."
            )
            % named
        ),
        "no_marks": lambda: _("No choice earns marks: everybody gets all of none."),
    }[finding.what]()
