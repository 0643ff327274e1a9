"""`chungtay manage build_assets`: chart engine, type and compiled translations, from installed packages."""

from __future__ import annotations

from django.core.management.base import BaseCommand

from chungtay.messages import say
from chungtay.portal.assets import build_assets
from chungtay.portal.translations import compile_translations


class Command(BaseCommand):
    help = "Lay out the chart engine and fonts and compile translations; does nothing where all is up to date."

    def handle(self, *args: object, **options: object) -> None:
        built = build_assets()
        fresh = [one.path for one in built if one.fresh] + compile_translations()
        for path in fresh:
            self.stdout.write(str(path))
        self.stdout.write(
            say(f"Đã dựng {len(fresh)} tệp cho trang web.", f"{len(fresh)} files laid out for the site.")
            if fresh
            else say("Tệp cho trang web đã đủ.", "The files of the site are up to date.")
        )
