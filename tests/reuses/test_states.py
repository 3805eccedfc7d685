"""Every order of events leads to a state that has words for both sides, for everybody, and for the editors."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reuses import states
from reuses.declaring_views import next_in_words
from reuses.models import Node, Reuse
from reuses.reading import certainty, state_words
from reuses.states import By, Kind

pytestmark = pytest.mark.django_db

_EVENTS = st.lists(
    st.tuples(st.sampled_from(list(Kind)), st.sampled_from(list(By))), min_size=1, max_size=12
)


@given(_EVENTS, st.sampled_from(["", By.REUSER, By.OWNER]))
@settings(max_examples=100, suppress_health_check=list(HealthCheck))
def test_every_order_of_events_leads_to_a_state_with_words(happened, side):
    reuse = Reuse.objects.create(
        original=Node.objects.create(name="Boé"),
        reuser=Node.objects.create(name="Agen"),
        declared_by=side,
    )
    try:
        state, told = "", 0
        for kind, by in happened:
            event = reuse.note(kind, by)
            may = states.may_follow(state, kind)
            assert (event is not None) == may
            if not may:
                continue
            told += 1
            assert event.position == told
            state = state if kind in states.NOTES else kind
        fresh = Reuse.objects.prefetch_related("events").get(pk=reuse.pk)
        assert fresh.state == state
        assert (Reuse.objects.with_state().get().current or "") == state
        words = states.WORDS[state]
        assert words.declarer
        assert words.other
        assert words.acts == "" or words.acts in states.ACTS
        assert "{" not in next_in_words(fresh)
        shown = state_words(fresh, state, "Boé", "Agen")
        assert "{" not in shown
        assert bool(shown) == (state not in states.GONE and state != "")
        assert certainty(fresh, state) in ("confirmed", "contested", "documented", "declared")
        # Whoever was asked may always say; what is gone stays gone, but for a source or a new declaration.
        assert states.may_follow(state, Kind.CONFIRMED) == (
            state in states.OPEN | {Kind.CONTESTED, Kind.CLOSED}
        )
        due = fresh.last_event.due_at if fresh.last_event else None
        assert (due is not None) == (state in states.WAIT)
    finally:
        Node.objects.all().delete()


def test_the_clock_has_a_next_step_for_each_state_that_waits():
    for kind in states.WAIT:
        assert kind in states.TO_SEND or states.may_follow(kind, Kind.UNANSWERED)
    assert set(states.WORDS) == {"", *states.STATES}
