"""Every order of events leads to a state that has words for both sides, on the real pages."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exchanges import states
from exchanges.asker_views import next_in_words
from exchanges.models import Question
from exchanges.states import By, Kind
from tests.factories import published

pytestmark = pytest.mark.django_db


@given(st.lists(st.tuples(st.sampled_from(list(Kind)), st.sampled_from(list(By))), max_size=12))
@settings(max_examples=150, suppress_health_check=list(HealthCheck))
def test_every_order_of_events_leads_to_a_state_with_words(happened):
    sheet = _sheet()
    question = Question.objects.create(
        sheet=sheet, submission_key="k", fact="costs", group="costs", text="Combien ?"
    )
    try:
        state, told = "", 0
        for kind, by in happened:
            event = question.note(kind, by)
            may = states.may_follow(state, kind)
            assert (event is not None) == may
            if not may:
                continue
            told += 1
            assert event.position == told
            if kind not in states.NOTES:
                state = kind
            fresh = Question.objects.prefetch_related("events").get(pk=question.pk)
            assert fresh.state == state
            words = fresh.words
            assert words.asker
            assert words.owner
            assert words.next
            assert "{" not in next_in_words(fresh)
            # What ended stays ended, and what is open can still be answered.
            assert (state in states.FINAL) != (state in states.OPEN | states.ANSWERED)
            assert states.may_follow(state, Kind.ANSWERED) == (state in states.OPEN)
            due = fresh.last_event.due_at
            assert (due is None) == (state in states.FINAL)
    finally:
        question.delete()


_made = {}


def _sheet():
    from catalogue.models import ProjectPage

    known = _made.get("pk")
    found = ProjectPage.objects.filter(pk=known).first() if known else None
    if found is None:
        found = published()
        _made["pk"] = found.pk
    return found


def test_every_state_says_who_acts():
    for state in ("", *states.STATES):
        assert states.WORDS[state].acts in (None, *By)
