"""Whether the site works: /health/."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from search import engines
from search.models import Outbox

# A worker that is this late is not working.
MAX_LAG = 600  # seconds


@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """200 when database and engine answer and the outbox is drained, else 503; why, in JSON."""
    state: dict = {"database": "ok", "engine": None, "records": None, "outbox": None}
    healthy = True
    try:
        connection.ensure_connection()
        waiting = Outbox.objects.waiting().order_by("created_at")
        count, oldest = waiting.count(), waiting.first()
        lag = round((timezone.now() - oldest.created_at).total_seconds()) if oldest else 0
        state["outbox"] = {"waiting": count, "lag_seconds": lag}
        healthy = lag < MAX_LAG
    except DatabaseError:
        state["database"] = "unavailable"
        healthy = False
    engine = engines.get_engine().health()
    state["engine"] = {"name": engine.engine, "ok": engine.ok, "message": engine.message}
    state["records"] = engine.records if engine.ok else None
    healthy = healthy and engine.ok
    response = JsonResponse({"ok": healthy} | state, status=200 if healthy else 503)
    response["Cache-Control"] = "no-store"
    return response
