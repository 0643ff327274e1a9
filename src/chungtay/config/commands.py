"""`chungtay manage`: Django's own commands, for those who run the site."""

from __future__ import annotations

import click

from chungtay.cli import start_django


@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(arguments: tuple[str, ...]) -> None:
    """Run a Django command, e.g. `chungtay manage migrate`."""
    start_django()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["chungtay manage", *arguments])
