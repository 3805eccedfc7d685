"""Reuses that wait for the word of an authority: on its page."""

from django.db.models import Q

from . import states
from .models import Declaration
from .models.reuses import Reuse
from .states import By

LONGEST = 200


def waiting_for(authority) -> list[Declaration]:
    """What was declared of them, the oldest first, each with its `reuse`. Two statements."""
    is_owner = Q(declared_by=By.REUSER, original__sheet__authority=authority)
    is_reuser = Q(declared_by=By.OWNER) & (
        Q(reuser__authority=authority) | Q(reuser__sheet__authority=authority)
    )
    open_ones = Reuse.objects.with_state().filter(is_owner | is_reuser, current__in=states.OPEN)
    found = (
        Declaration.objects.confirmed()
        .filter(reuse__in=list(open_ones.values_list("pk", flat=True)[:LONGEST]))
        .select_related("sheet", "authority", "reuse")
        .order_by("confirmed_at", "pk")
    )
    last = {one.reuse_id: one for one in found}
    return list(last.values())
