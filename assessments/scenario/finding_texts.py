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
        "asks_nothing": lambda: (
            _("Scene %(number)s, “%(title)s”, choice “%(choice)s”: a way on has no condition. Add one, or remove it.")
            % named
        ),
        "asks_gone": lambda: (
            _(
                "Scene %(number)s, “%(title)s”, choice “%(choice)s”: it names a choice or a counter that is not there. "
                "Choose it again."
            )
            % named
        ),
        "never_true": lambda: (
            _("Scene %(number)s, “%(title)s”, choice “%(choice)s”: a condition is never true. Change it, or remove it.")
            % named
        ),
        "never_offered": lambda: (
            _(
                "Scene %(number)s, “%(title)s”: the choice “%(choice)s” is never offered. "
                "Change its conditions, or remove it."
            )
            % named
        ),
        "none_offered": lambda: (
            _(
                "Scene %(number)s, “%(title)s”: some learners find no choice here, because of the conditions. "
                "Let one choice have none."
            )
            % named
        ),
        "never_reached": lambda: (
            _("Scene %(number)s, “%(title)s”: because of the conditions nobody comes here. Change them.") % named
        ),
        "not_counted": lambda: (
            _("Counter “%(name)s”: no choice changes it. Let a choice add to it, or remove it.") % named
        ),
        "not_asked": lambda: (
            _("Counter “%(name)s”: no condition uses it. Use it in one, show it to learners, or remove it.") % named
        ),
        "no_marks": lambda: _("No choice earns marks. Give marks to what is right."),
    }[finding.what]()
