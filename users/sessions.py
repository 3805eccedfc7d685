"""How long a log-in lasts, and where one is logged in.

A session ends after SESSION_IDLE_HOURS without use and SESSION_MAX_DAYS in any case; at a change of password (Django
compares its hash) and at deactivation. What the session itself holds decides; the row shows it to its owner.
"""

import datetime
import ipaddress
import re

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from core.network_address import network_address
from core.retention import Concerns, Retention

from .login import REMEMBER
from .models import OpenSession

_BEGAN, _SEEN, _ROW, _KEY = "began", "seen", "row", "key"  # in the session
_NOTED_EVERY = 60  # seconds: one row a minute, not one a request
# A page that was left open asks for itself: nobody is there.
_BY_ITSELF = ("/admin/editing-sessions/ping/",)


def begin(sender, request, user, **kwargs) -> None:
    """At each log-in."""
    session = request.session
    if not session.pop(REMEMBER, False):
        session.set_expiry(0)  # with the browser
    if session.session_key is None:
        session.create()
    now = timezone.now()
    row = OpenSession.objects.create(
        user=user,
        session_key=session.session_key,
        device=device(request.headers.get("User-Agent", "")),
        address=shortened(network_address(request)),
    )
    session[_BEGAN] = session[_SEEN] = now.timestamp()
    session[_ROW], session[_KEY] = row.pk, row.session_key


class SessionLifeMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Without the cookie nobody is logged in, and a session that is not read is not asked for.
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            now = timezone.now().timestamp()
            if _is_over(request.session, now):
                logout(request)
                messages.info(
                    request, "Votre connexion a pris fin. Connectez-vous de nouveau pour continuer."
                )
            elif not request.path_info.startswith(_BY_ITSELF):
                _note(request, now)
        return self.get_response(request)


def _is_over(session, now: float) -> bool:
    idle = now - session.get(_SEEN, now)
    age = now - session.get(_BEGAN, now)
    return idle > settings.SESSION_IDLE_HOURS * 3600 or age > settings.SESSION_MAX_DAYS * 86400


def _note(request: HttpRequest, now: float) -> None:
    session = request.session
    # Django gives it another key when the password changes.
    is_renamed = session.get(_KEY) != session.session_key
    if now - session.get(_SEEN, 0) < _NOTED_EVERY and not is_renamed:
        return
    session.setdefault(_BEGAN, now)
    session[_SEEN], session[_KEY] = now, session.session_key
    seen = {
        "session_key": session.session_key,
        "last_seen": timezone.now(),
        "address": shortened(network_address(request)),
    }
    if not OpenSession.objects.filter(pk=session.get(_ROW)).update(**seen):
        # Logged in before rows were kept.
        words = device(request.headers.get("User-Agent", ""))
        session[_ROW] = OpenSession.objects.create(user=request.user, device=words, **seen).pk


@require_http_methods(["GET", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    """Where I am logged in; end one, or all others."""
    rows = OpenSession.objects.filter(user=request.user)
    current = request.session.get(_ROW)
    if request.method == "POST":
        others = rows.exclude(pk=current)
        number = request.POST.get("end", "")
        if number.isascii() and number.isdigit():
            others = others.filter(pk=int(number[:18]))
        elif number:
            others = others.none()
        count = end(others)
        messages.success(
            request,
            "La connexion a pris fin." if count == 1 else f"{count} connexions ont pris fin.",
        )
        return redirect("users_sessions")
    alive = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
    context = {
        "sessions": rows.filter(session_key__in=alive).order_by("-last_seen"),
        "current": current,
        "idle_hours": settings.SESSION_IDLE_HOURS,
        "max_days": settings.SESSION_MAX_DAYS,
        "page_title": "Mes connexions",
    }
    return TemplateResponse(request, "users/sessions.html", context)


@transaction.atomic
def end(rows) -> int:
    """rows: of OpenSession. How many ended."""
    keys = list(rows.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    return rows.delete()[0]


def end_of_inactive(sender=None, instance=None, **kwargs) -> None:
    """Reactivated later, the account does not come back logged in. instance: saved just now, or None for all."""
    if instance is not None and instance.is_active:
        return
    rows = OpenSession.objects.filter(user__is_active=False)
    if rows.exists():
        end(rows)


def forget_session(sender, request, user, **kwargs) -> None:
    """At each log-out."""
    OpenSession.objects.filter(pk=request.session.get(_ROW)).delete()


_BROWSERS = (("Firefox", r"Firefox|FxiOS"), ("Edge", r"Edg"), ("Opera", r"OPR|Opera"))
_BROWSERS += (("Chrome", r"Chrome|CriOS|Chromium"), ("Safari", r"Safari"))
_SYSTEMS = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"))
_SYSTEMS += (("Mac", "Mac OS"), ("Linux", "Linux|X11"))


def device(user_agent: str) -> str:
    """« Firefox, Windows »: enough to know one's own, and nothing that tells people apart."""
    words = [
        next((name for name, pattern in table if re.search(pattern, user_agent)), "")
        for table in (_BROWSERS, _SYSTEMS)
    ]
    return ", ".join(word for word in words if word) or "Appareil inconnu"


def shortened(address: str) -> str:
    """The network, not the machine: "192.0.2.x"; of IPv6 three groups."""
    try:
        parsed = ipaddress.ip_address(address.partition("/")[0])
    except ValueError:
        return ""
    if parsed.version == 4:
        return str(parsed).rpartition(".")[0] + ".x"
    return ":".join(group.lstrip("0") or "0" for group in parsed.exploded.split(":")[:3]) + ":…"


def _forget(now: datetime.datetime) -> int:
    """Rows of sessions that are over, and the sessions that nobody will use again."""
    end_of_inactive()
    Session.objects.filter(expire_date__lte=now).delete()
    idle = now - datetime.timedelta(hours=settings.SESSION_IDLE_HOURS)
    oldest = now - datetime.timedelta(days=settings.SESSION_MAX_DAYS)
    gone = OpenSession.objects.filter(last_seen__lte=idle) | OpenSession.objects.filter(
        began__lte=oldest
    )
    return end(gone)


RETENTION = (
    Retention(
        what="les connexions d’un compte : navigateur et système en deux mots, adresse réseau raccourcie, première et dernière "
        "utilisation",
        why="vous laisser voir et fermer vos propres sessions",
        who_sees="vous seul, dans Mon compte > Sécurité",
        kept="jusqu’à la fin de la session : déconnexion, 4 heures sans utilisation, 7 jours au plus (réglages de "
        "l’installation)",
        concerns=Concerns.ACCOUNTS,
        where="users/sessions.py",
        forget=_forget,
    ),
)
