"""The base of every plugin's app configuration: it plugs in, or it is put in quarantine while the rest goes on."""

import importlib
import pkgutil
from typing import Any, ClassVar

from django.apps import AppConfig
from django.apps import apps as installed
from django.utils.module_loading import module_has_submodule

from . import institution_settings
from .manifest import Manifest
from .runtime import activation, check_guard, exits, guard, hook_guard, quarantine

BROUGHT = ("wagtail_hooks", "urls", "tasks", "image_formats", "templatetags", "migrations")
"""Modules, and packages of them, that somebody imports later by name: a plugin that breaks in one of them is found at
the start.
"""


class Plugin(AppConfig):
    """A Django app with a `manifest`, whose `plug` fills the sockets. Its label is the plugin's slug."""

    default = False
    manifest: ClassVar[Manifest]
    packages: ClassVar[tuple[str, ...]] = ()
    """Packages of its own besides that of the app, such as a library that it brings along."""
    address: ClassVar[str] = ""
    """The word below `/x/` at which a plugin of the house has its addresses, where it is not the slug."""

    def __init__(self, app_name: str, app_module: Any) -> None:
        super().__init__(app_name, app_module)
        for package in (self.name, *self.packages):
            activation.know(self.label, package=package, on_by_default=self.manifest.on_by_default)
        if self.name.partition(".")[0] in guard.HOUSE:
            guard.trust(self.label)
        institution_settings.declare(self.label, self.manifest.institution_settings)
        vars(self)["ready"] = self._load  # what Django calls, also where a plugin has a `ready` of its own

    def plug(self) -> None:
        """Register activity types, reports, receivers and whatever else this plugin brings, and do what other apps do
        in `ready`, such as to connect signals. What it raises puts this plugin alone into quarantine.
        """

    def ready(self) -> None:
        """Leave Django's hook empty: the `ready` of a plugin is called after `plug`, and as guarded."""

    def import_models(self) -> None:
        try:
            super().import_models()
        except BaseException as error:  # whatever somebody else's module raises
            if exits.is_exit_order(error):
                raise
            self.models, self.models_module = {}, None
            quarantine.put(self.label, error)

    def _load(self) -> None:
        for need in self.manifest.requires:
            if quarantine.problem_of(need) and not quarantine.problem_of(self.label):
                quarantine.lacks(self.label, need)
        if quarantine.problem_of(self.label):
            return quarantine.seal(installed, self.label)
        try:
            with activation.plugging(self.label):
                self._import_what_it_brings()
                self.plug()
                type(self).ready(self)
            hook_guard.protect(self.label)
            check_guard.protect(self.label)
        except BaseException as error:  # whatever somebody else's module raises
            if exits.is_exit_order(error):
                raise
            quarantine.put(self.label, error)
            quarantine.seal(installed, self.label)

    def _import_what_it_brings(self) -> None:
        for name in BROUGHT:
            if module_has_submodule(self.module, name):
                brought = importlib.import_module(f"{self.name}.{name}")
                self._import_modules_of(brought)
        for urls in filter(None, (self.manifest.urls, self.manifest.public_urls)):
            importlib.import_module(urls)

    def _import_modules_of(self, package: Any) -> None:
        """Import the modules in `package`, which may be broken: those of the house are tried by tests."""
        if not guard.is_trusted(self.label):
            for one in pkgutil.iter_modules(getattr(package, "__path__", ())):
                importlib.import_module(f"{package.__name__}.{one.name}")


def loaded() -> list[Plugin]:
    """Return the plugins that run."""
    return [config for config in installed.get_app_configs() if isinstance(config, Plugin)]
