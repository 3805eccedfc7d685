"""What a visitor is told when something fails on our side: 503 in words when a part that is needed does not
answer, 500 for a defect. In the kind that was asked for, and with what was typed given back."""

import errno
import sys

from django.db import InterfaceError, InternalError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import loader
from django.views.defaults import server_error as defect

RETRY_AFTER = 60  # seconds
_BUSY = (
    "locked",
    "deadlock",
    "lock timeout",
    "statement timeout",
    "too many",
    "remaining connection",
)
_UNWRITABLE = (
    "readonly",
    "read-only",
    "disk is full",
    "no space left",
    "disk i/o",
    "could not extend",
)
_SECRET = ("password", "mot_de_passe", "token")
# Of a second factor; a sheet's form has names that hold the word, and no secret.
_SECRET_NAMES = ("otp", "code")
_MACHINE = ("csrfmiddlewaretoken", "jeton", "laissez_vide")
_KEPT = "Rien de ce que vous venez d’envoyer n’a été enregistré."
_REASONS = {
    "busy": (
        "Le site enregistre autre chose en ce moment",
        f"{_KEPT} Attendez une minute, puis envoyez de nouveau.",
        "Attendez une minute, puis rechargez la page.",
    ),
    "unwritable": (
        "Le site ne peut rien enregistrer pour l’instant",
        f"{_KEPT} Les pages restent lisibles. Réessayez plus tard ; si cela dure, prévenez l’éditeur du site.",
        "Les autres pages restent lisibles. Réessayez plus tard ; si cela dure, prévenez l’éditeur du site.",
    ),
    "down": (
        "La base de données ne répond pas",
        f"{_KEPT} Ce qui l’était avant n’est pas perdu. Réessayez dans quelques minutes.",
        "Rien de ce qui était enregistré n’est perdu. Rechargez la page dans quelques minutes.",
    ),
}


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's `handler500`: called while the exception is being handled, wherever it came from."""
    reason = reason_of(sys.exc_info()[1])
    if reason is None:
        return defect(request)
    title, when_sent, when_asked = _REASONS[reason]
    text = when_sent if request.method == "POST" else when_asked
    response = _answer(request, title, text)
    response["Retry-After"] = str(RETRY_AFTER)
    response["Cache-Control"] = "no-store"
    return response


def reason_of(error: BaseException | None) -> str | None:
    """ "busy", "unwritable" or "down"; None for a defect of ours."""
    if isinstance(error, OSError):
        full = (errno.ENOSPC, errno.EROFS, errno.EDQUOT)
        return "unwritable" if error.errno in full else None
    if not isinstance(error, OperationalError | InterfaceError | InternalError):
        return None
    words = str(error).lower()
    if any(one in words for one in _BUSY):
        return "busy"
    if any(one in words for one in _UNWRITABLE):
        return "unwritable"
    # A column or a table that is missing is a defect; so is a transaction that was broken before.
    is_defect = isinstance(error, InternalError) or "no such" in words or "syntax" in words
    return None if is_defect else "down"


def _answer(request: HttpRequest, title: str, text: str) -> HttpResponse:
    path = request.path_info
    wants_json = path.endswith(".json") or not request.accepts("text/html")
    if path.endswith((".ics", ".atom", ".png", ".xml", ".txt")):
        return HttpResponse(
            f"{title}. {text}\n", status=503, content_type="text/plain; charset=utf-8"
        )
    if wants_json or request.headers.get("X-Requested-With") == "XMLHttpRequest":
        return JsonResponse({"error": title, "detail": text}, status=503)
    context = {"title": title, "text": text, "path": request.get_full_path()} | typed(request)
    return HttpResponse(loader.render_to_string("503.html", context), status=503)


def typed(request: HttpRequest) -> dict:
    """{"sent": [(name, value)], "typed": [text]}: what a form can send again, and what a person would miss.

    Empty when a secret is among it: no page repeats a password.
    """
    if request.method != "POST":
        return {"sent": [], "typed": []}
    pairs = [(name, value) for name, values in request.POST.lists() for value in values]
    if any(_is_secret(name.lower()) for name, _ in pairs if name not in _MACHINE):
        return {"sent": [], "typed": []}
    texts = [value for name, value in pairs if name not in _MACHINE and len(value) > 2]
    return {"sent": pairs, "typed": texts}


def _is_secret(name: str) -> bool:
    return name in _SECRET_NAMES or any(word in name for word in _SECRET)
