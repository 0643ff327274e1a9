"""The screens that pages are tried on, in CSS pixels."""

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}
