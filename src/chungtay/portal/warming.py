"""Ask a new process for its heaviest public pages once, so that the first reader does not wait for its modules to load.

May import Django.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable
from typing import Any
from wsgiref.util import setup_testing_defaults

from django.db import connections
from django.urls import reverse

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
PAGES = ("portal:home", "portal:province")
log = logging.getLogger(__name__)


def warm_up(application: Application) -> threading.Thread:
    """Ask for the pages beside the caller, who does not wait; what goes wrong is only written to the log.

    Returns the thread. The pages are asked as a visitor's browser would, without a network.
    """
    thread = threading.Thread(target=_ask, args=(application,), name="warm-up", daemon=True)
    thread.start()
    return thread


def _ask(application: Application) -> None:
    try:
        for name in PAGES:
            environ: dict[str, Any] = {"PATH_INFO": reverse(name), "REQUEST_METHOD": "GET"}
            setup_testing_defaults(environ)
            answer = application(environ, lambda *_: None)
            for _part in answer:
                pass
            if hasattr(answer, "close"):
                answer.close()
    except Exception:
        log.warning("The pages could not be asked for beforehand.", exc_info=True)
    finally:
        connections.close_all()
