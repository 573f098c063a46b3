"""`manage.py plugins`: what is installed, whether it runs, what it adds, what it keeps about people,
and where it is on.
"""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import DatabaseError
from django.utils import timezone

from lms.foundation.plugins.runtime.activation import is_on
from lms.people.directory.institutions import Institution
from lms.switchboard import addresses, deliveries, recent_faults
from lms.switchboard.circuit_breaker import breaker, suspended_calls
from lms.switchboard.missing_tables import missing
from lms.switchboard.models import Delivery
from lms.switchboard.plugin_status import PluginStatus, plugin_statuses
from lms.switchboard.setting_values import encrypt_again
from lms.switchboard.switch_tree import switches_of


class Command(BaseCommand):
    help = "List the plugins: what runs and why not, what each adds, what it keeps about people, and where it is on."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="for machines")
        parser.add_argument(
            "--deliver-again", metavar="PLUGIN", help="try the events again whose delivery to this plugin was given up"
        )

        parser.add_argument("--take-up", metavar="PLUGIN", help="use again what was put aside of this plugin")
        parser.add_argument(
            "--encrypt-again",
            action="store_true",
            help="encrypt the secrets of all plugins with the present SECRET_KEY",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if plugin := options["take_up"] or options["deliver_again"]:
            _known(plugin)
        if options["take_up"]:
            self.stdout.write(f"{breaker.take_up(plugin)} parts of the plugin are used again.")
            return
        if options["deliver_again"]:
            self.stdout.write(
                f"{deliveries.try_again(plugin=plugin, now=timezone.now())} events will be delivered again."
            )
            return
        if options["encrypt_again"]:
            done, lost = encrypt_again()
            self.stdout.write(f"{done} secrets are encrypted with the present key; {lost} cannot be read.")
            return
        addresses.read()
        listed = [asdict(fact) | _faults(fact.slug) | _in_the_database(fact) for fact in plugin_statuses()]
        if options["json"]:
            self.stdout.write(json.dumps(listed, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2))
            return
        for plugin in listed:
            self.stdout.write("\n".join(_lines(plugin)) + "\n")


def _known(plugin: str) -> None:
    """Raise `CommandError` if no plugin has this slug."""
    slugs = sorted(fact.slug for fact in plugin_statuses())
    if plugin not in slugs:
        raise CommandError(f"There is no plugin “{plugin}”; there are {', '.join(slugs)}.")


def _faults(plugin: str) -> dict[str, object]:
    """Return the faults within the hour, by socket, and the suspended calls."""
    return {
        "faults_within_the_hour": recent_faults.sockets_by_plugin([plugin]).get(plugin, []),
        "put_aside": suspended_calls().get(plugin, []),
    }


def _in_the_database(fact: PluginStatus) -> dict[str, object]:
    """Return the institutions at which the plugin is on, and the open work; empty if the database is not there yet."""
    try:
        institutions = list(Institution.objects.only("plugins")) if fact.runs else []
        switches = [
            {
                "institution": switch.institution.name,
                "id": switch.institution_id,
                "on": switch.on,
                "changed_at": switch.changed_at,
                "changed_by": switch.changed_by and switch.changed_by.service_number,
            }
            for switch in switches_of(fact.slug)
        ]
        return {
            "on_at": sum(is_on(fact.slug, row) for row in institutions),
            "institutions": Institution.objects.count(),
            "switches": switches,
            "to_migrate": missing().get(fact.slug, []) if fact.runs else [],
            "given_up_deliveries": Delivery.objects.stuck().filter(plugin=fact.slug).count(),
        }
    except DatabaseError:
        return {
            "on_at": None,
            "institutions": None,
            "switches": [],
            "to_migrate": ["everything"],
            "given_up_deliveries": None,
        }


def _lines(plugin: dict[str, Any]) -> list[str]:
    origin = "built in" if plugin["built_in"] else plugin["distribution"] or "no package"
    title = f"{plugin['slug']}: {plugin['name']} {plugin['version']} ({origin}), {plugin['status']}"
    rows = {
        "why": plugin["problem"],
        "raised": plugin["detail"],
        "faults within the hour": ", ".join(plugin["faults_within_the_hour"]),
        "put aside": ", ".join(plugin["put_aside"]),
        "what": plugin["summary"],
        "api": plugin["api"],
        "languages": ", ".join(plugin["languages"]),
        "offline": "yes" if plugin["offline"] else "",
        "requires": ", ".join(plugin["requires"]),
        **{f"adds {socket}": ", ".join(things) for socket, things in plugin["adds"].items()},
        **{
            f"keeps {data['model']}": f"{data['what']} ({data['erased']} when the person is erased)"
            for data in plugin["personal_data"]
        },
        **{
            f"setting {value['name']}": "(hidden)" if value["hidden"] else value["value"]
            for value in plugin["settings"]
        },
        "on at": f"{plugin['on_at']} of {plugin['institutions']} institutions"
        if plugin["institutions"] and plugin["adds"]
        else "",
        "switches": ", ".join(
            f"{switch['institution']}: {'on' if switch['on'] else 'off'}" for switch in plugin["switches"]
        ),
        "to do": "run “manage.py migrate”" if plugin["to_migrate"] else "",
        "given up": f"{plugin['given_up_deliveries']} deliveries" if plugin["given_up_deliveries"] else "",
    }
    return [title, *(f"  {label}: {text}" for label, text in rows.items() if text)]
