"""Signing in and out, one's own account, one's own password. May import the room and Django."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import login, logout, update_session_auth_hash
from django.contrib.auth.forms import PasswordChangeForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from chungtay.accounts.audit import record
from chungtay.accounts.demo_accounts import demo_accounts
from chungtay.accounts.forms import SignInForm
from chungtay.accounts.gates import signed_in
from chungtay.accounts.held import roles_held
from chungtay.accounts.models import User
from chungtay.accounts.rights import Right, rights_of


@sensitive_post_parameters("password")
@never_cache
def sign_in(request: HttpRequest) -> HttpResponse:
    """Show the form; with the right name and password go on to where the reader wanted to go."""
    onward = _onward(request)
    if request.user.is_authenticated:
        return redirect(onward)
    form = SignInForm(request, request.POST if request.method == "POST" else None)
    if form.is_valid() and form.user is not None:
        login(request, form.user)
        record(form.user, "accounts.sign_in", form.user.username)
        return redirect(onward)
    status = 429 if form.has_error("__all__", "shut") else 200
    context = {"form": form, "next": onward, "demo_accounts": demo_accounts()}
    return render(request, "accounts/sign_in.html", context, status=status)


def _onward(request: HttpRequest) -> str:
    """Where to go after signing in: the address asked for if it is one of this site, else the first page."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if ours else resolve_url("portal:home")


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    messages.success(request, _("Đã đăng xuất."))
    return redirect("portal:home")


@signed_in
def me(request: HttpRequest) -> HttpResponse:
    """Say which roles the reader holds, where, since when, and what each opens."""
    assert isinstance(request.user, User)
    roles = [
        {"held": held, "rights": [right.label for right in Right if right in rights_of(held.role, held.level)]}
        for held in roles_held(request.user)
    ]
    return render(request, "accounts/me.html", {"roles": roles})


@sensitive_post_parameters()
@signed_in
def password(request: HttpRequest) -> HttpResponse:
    """Change one's own password; the other sessions of the account end."""
    assert isinstance(request.user, User)
    form = PasswordChangeForm(request.user, request.POST if request.method == "POST" else None)
    form.fields["new_password1"].help_text = _("Từ 10 ký tự trở lên, không phải từ thường gặp.")
    if form.is_valid():
        user = form.save()
        update_session_auth_hash(request, user)
        record(user, "accounts.change_password", user.username)
        messages.success(request, _("Đã đổi mật khẩu."))
        return redirect("accounts:me")
    return render(request, "accounts/password.html", {"form": form})
