"""What visitors leave with a recommendation, as docs/personal-data.md tells it."""

from core.retention import Retention
from core.visitor_requests.retention import unconfirmed

from .models import Follow
from .models.following import WITHOUT_NEWS

RETENTION = (
    unconfirmed(Follow, "address of who follows a recommendation"),
    Retention(
        what="address of who follows a recommendation",
        why="to tell what becomes of it",
        who_sees="nobody",
        kept=f"until its owner leaves by the link in each e-mail, or {WITHOUT_NEWS.days} days without news; then deleted",
        where="publications/models/following.py",
        forget=Follow.objects.forget,
    ),
)
