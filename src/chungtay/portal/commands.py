"""`chungtay serve`: the site on this machine. Imports the room lazily, after Django is set up."""

from __future__ import annotations

import click

from chungtay.cli import home_option, start_django
from chungtay.messages import fail, say


@click.command()
@home_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Địa chỉ nghe / address to listen on")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="Cổng / port")
@click.option("--threads", default=8, show_default=True, type=click.IntRange(1, 64), help="Số luồng / threads")
def serve(host: str, port: int, threads: int) -> None:
    """Mở trang web trên máy này / serve the site on this machine.

    \b
    Ví dụ / example:
      chungtay serve --port 8080
      chungtay serve --home ./tinh-mau
    """
    start_django()
    serve_site(host, port, threads)


def serve_site(host: str = "127.0.0.1", port: int = 8000, threads: int = 8) -> None:
    """Lay out the static files, check the database and serve until stopped. Django must be set up.

    port  0 takes any free port. Raises UserError where the database is behind or the port is taken.
    """
    import socket

    from django.conf import settings
    from waitress.server import create_server

    lay_out_files()
    check_database()
    if host not in {"127.0.0.1", "localhost", "::1"} and host not in settings.ALLOWED_HOSTS:
        settings.ALLOWED_HOSTS.append("*" if host in {"0.0.0.0", "::"} else host)
    from chungtay.config.wsgi import application
    from chungtay.portal.warming import warm_up

    try:
        server = create_server(application, host=host, port=port, threads=threads, ident="chungtay")
    except (OSError, socket.gaierror) as error:
        raise fail(
            f"Không mở được cổng {port} tại {host}: {error.strerror}.",
            f"Cannot listen on port {port} at {host}: {error.strerror}.",
            do_vi="Tắt chương trình đang dùng cổng này, hoặc chọn cổng khác: chungtay serve --port 8080",
            do_en="Stop the program that uses the port, or choose another: chungtay serve --port 8080",
            code="port_taken",
        ) from error
    shown = f"[{host}]" if ":" in host else host
    url = f"http://{shown}:{server.effective_port}/"
    click.echo(say(f"Trang đang mở tại {url}  (Ctrl+C để dừng)", f"Serving at {url}  (Ctrl+C to stop)"))
    warm_up(application)
    try:
        server.run()
    except KeyboardInterrupt:
        pass
    finally:
        server.close()
    click.echo(say("Đã dừng.", "Stopped."))


def lay_out_files() -> None:
    """Build what packages bring, compile translations, and collect static files with compressed copies.

    What is unchanged is left alone, so a second start takes a moment only.
    """
    from django.core.management import call_command

    from chungtay.portal.assets import build_assets
    from chungtay.portal.translations import compile_translations

    build_assets()
    compile_translations()
    call_command("collectstatic", interactive=False, verbosity=0)


def check_database() -> None:
    """Raise UserError where tables are missing or behind this version of the program."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor
    from django.db.utils import OperationalError

    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except OperationalError as error:
        raise fail(
            f"Không mở được cơ sở dữ liệu: {error}",
            f"The database cannot be opened: {error}",
            do_vi="Kiểm tra CHUNGTAY_DATABASE_URL và CHUNGTAY_HOME.",
            do_en="Check CHUNGTAY_DATABASE_URL and CHUNGTAY_HOME.",
            code="no_database",
        ) from error
    if waiting:
        raise fail(
            f"Cơ sở dữ liệu chưa theo kịp phiên bản này: còn {len(waiting)} bước.",
            f"The database is behind this version: {len(waiting)} steps are left.",
            do_vi="Chạy: chungtay manage migrate (hoặc chungtay demo để dựng tỉnh mẫu)",
            do_en="Run: chungtay manage migrate (or chungtay demo to build the demo province)",
            code="behind",
        )
