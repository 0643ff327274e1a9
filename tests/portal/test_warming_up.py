"""A new process asks itself for its heaviest pages, and comes to no harm by it."""

from __future__ import annotations

from django.db import connections
from django.urls import reverse

from chungtay.portal import warming


def without_threads(monkeypatch) -> None:
    """Run at once, on the test's own connection, which stays open."""
    monkeypatch.setattr(connections, "close_all", lambda: None)


def test_it_asks_for_the_first_page_and_the_province(monkeypatch):
    without_threads(monkeypatch)
    asked, closed = [], []

    class Answer(list):
        def close(self):
            closed.append(True)

    def application(environ, start_response):
        asked.append((environ["REQUEST_METHOD"], environ["PATH_INFO"], environ["HTTP_HOST"]))
        return Answer([b"page"])

    warming.warm_up(application).join()
    assert asked == [("GET", reverse("portal:home"), "127.0.0.1"), ("GET", reverse("portal:province"), "127.0.0.1")]
    assert closed == [True, True]


def test_a_page_that_fails_stops_nothing(monkeypatch, caplog):
    without_threads(monkeypatch)

    def application(environ, start_response):
        raise RuntimeError("broken")

    warming.warm_up(application).join()
    assert "could not be asked" in caplog.text
