"""The sign-in form: one column, the error says what to do. May import Django."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chungtay.accounts.models import User
from chungtay.accounts.sign_in_guard import minutes_shut, note_failure, note_success


class SignInForm(forms.Form):
    """User name and password; `user` is set once both are right."""

    username = forms.CharField(
        label=gettext_lazy("Tên đăng nhập"),
        max_length=150,
        error_messages={"required": gettext_lazy("Hãy nhập tên đăng nhập.")},
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label=gettext_lazy("Mật khẩu"),
        strip=False,
        error_messages={"required": gettext_lazy("Hãy nhập mật khẩu.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, request: HttpRequest, data: Any = None) -> None:
        super().__init__(data)
        self.request = request
        self.user: User | None = None

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        username, password = values.get("username"), values.get("password")
        if not username or not password:
            return values
        address = self.request.META.get("REMOTE_ADDR", "")
        if minutes := minutes_shut(username, address):
            raise forms.ValidationError(_shut(minutes), code="shut")
        self.user = authenticate(self.request, username=username, password=password)
        if self.user is None:
            note_failure(username, address)
            if minutes := minutes_shut(username, address):
                raise forms.ValidationError(_shut(minutes), code="shut")
            self.add_error("username", _("Tên đăng nhập hoặc mật khẩu không đúng. Kiểm tra lại rồi nhập lại cả hai."))
            return values
        note_success(username, address)
        return values


def _shut(minutes: int) -> str:
    return _(
        "Đã nhập sai nhiều lần, tài khoản tạm khóa ở máy này. Hãy thử lại sau %(minutes)s phút, "
        "hoặc nhờ Cơ quan thường trực cấp tỉnh đặt lại mật khẩu."
    ) % {"minutes": minutes}
