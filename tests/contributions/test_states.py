"""Whatever comes in whatever order: a state that has words for both sides, few mails, and no page changed."""

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue.models import ProjectPage
from contributions import exchange, states
from contributions.models import Contribution
from core.models import OutgoingMail
from tests.factories import AuthorityFactory, UserFactory, published

pytestmark = pytest.mark.django_db


def _publish(story, user):
    """As an editor would, by whatever way; the worker comes by."""
    story.refresh_from_db()
    if story.sheet_id:
        ProjectPage.objects.filter(pk=story.sheet_id).update(live=True)
    exchange.tell_published()


def _forget(story, user):
    Contribution.objects.forget(timezone.now())


DEEDS = {
    "confirm": lambda story, user: story.confirm(),
    "take": exchange.take,
    "ask": lambda story, user: exchange.ask(story, "Combien ?", user),
    "answer": lambda story, user: exchange.answer(story, "Peu."),
    "decline": lambda story, user: exchange.decline(story, "Non.", user),
    "withdraw": lambda story, user: exchange.withdraw(story),
    "publish": _publish,
    "worker": lambda story, user: exchange.tell_published(),
    "forget": _forget,
    "type": lambda story, user: story.save_answers("besoin", {"context": "Autre"}),
}


@pytest.fixture
def world():
    page = published()
    return page, AuthorityFactory(), UserFactory()


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=st.lists(st.sampled_from(sorted(DEEDS)), max_size=14))
def test_every_order_leads_to_a_state_with_words(world, deeds):
    page, authority, user = world
    before = (page.title, page.summary, page.latest_revision_id)
    with transaction.atomic():
        story = Contribution.objects.create(
            submission_key="a" * 32,
            begun_by="b" * 32,
            authority=authority,
            email="claude@boe.invalid",
            answers={"titre": {"title": "Un projet"}},
        )
        path = [story.current_state()]
        for deed in deeds:
            DEEDS[deed](story, user)
            story.refresh_from_db()
            state = story.current_state()
            words = states.WORDS[state]
            assert words.label
            assert words.author
            assert words.next_to_act
            assert state == path[-1] or states.may_follow(path[-1], state)
            assert (state == states.DRAFT) == (story.confirmed_at is None)
            path.append(state)
        mails = OutgoingMail.objects.count()
        # A confirmation comes before these.
        assert mails <= 4
        if states.Kind.WITHDRAWN in path:
            assert story.email == ""
            assert path[-1] == states.Kind.WITHDRAWN
        assert ProjectPage.objects.exclude(pk=page.pk).count() <= 1
        page.refresh_from_db()
        assert (page.title, page.summary, page.latest_revision_id) == before
        transaction.set_rollback(True)


def test_each_kind_has_words_and_may_be_reached():
    assert set(states.WORDS) == set(states.NEXT) == {states.DRAFT, *states.Kind.values}
    assert set().union(*states.NEXT.values()) == set(states.Kind.values)
