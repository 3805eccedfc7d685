"""Every order of events leads to a state that has words for both sides."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue.models import ProjectPage
from confirmations import facts, states
from confirmations.models import Check
from confirmations.on_sheet import silence
from confirmations.states import By, Kind
from tests.factories import published

pytestmark = pytest.mark.django_db


@given(st.lists(st.tuples(st.sampled_from(list(Kind)), st.sampled_from(list(By))), max_size=12))
@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_order_of_events_leads_to_a_state_with_words(happened):
    sheet = ProjectPage.objects.first() or published()
    try:
        check = Check.objects.plan(sheet, sheet.first_published_at.date())
        state, told, rows = Kind.PLANNED, 1, []
        for kind, by in happened:
            event = check.note(kind, by)
            may = states.may_follow(state, kind)
            assert (event is not None) == may
            if not may:
                continue
            told += 1
            assert event.position == told
            rows.append((event.kind, event.by, event.at))
            if kind not in states.NOTES:
                state = kind
            fresh = Check.objects.prefetch_related("events").get(pk=check.pk)
            assert fresh.state == state
            assert fresh.words.owner
            assert fresh.words.editor
            assert fresh.words.acts in (None, *By)
            # What is over has made way for the next; what is open can be answered, or is being corrected.
            assert Check.objects.open().filter(sheet=sheet).count() == 1
            assert Check.objects.count() == 1 + (state in states.FINAL)
            answerable = states.may_follow(state, Kind.TRUE)
            assert answerable == (state in states.OPEN - states.TO_CORRECT)
            waits = state in states.FINAL | states.TO_CORRECT
            assert (fresh.last_event.due_at is None) == waits
            # A sheet is silent only after its authority was asked.
            since, _ = silence(rows)
            assert since is None or any(kind == Kind.ASKED for kind, *_ in rows)
    finally:
        Check.objects.all().delete()


def test_every_state_has_a_next_step_or_waits_for_somebody():
    for state in states.STATES:
        assert state in states.WORDS
        goes_on = state in states.NEXT or state in states.TO_ASK | {Kind.WITH_EDITORS}
        assert goes_on == (state in states.WAIT)
        assert goes_on or state in states.FINAL | states.TO_CORRECT
    for state, after in states.NEXT.items():
        assert states.may_follow(state, after)


def test_the_facts_that_age_are_those_of_the_catalogue():
    assert list(facts.AGING.values()) == [
        *("avancement", "coût de fonctionnement", "outil", "résultats", "contact")
    ]
    assert {fact.name for fact in facts.aging_facts(published())} == set(facts.AGING)
