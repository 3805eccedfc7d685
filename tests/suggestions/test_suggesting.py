"""What somebody outside says of a field, until somebody who answers for the sheet decides."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue.choices import Kind as Nature
from catalogue.choices import SaidHow
from catalogue.fields import FIELDS
from catalogue.models import ProjectCost, ProjectPage, ProjectSource
from catalogue.provenance import mark_of, said_of
from core.publishing import PublicationRefused
from suggestions import states
from suggestions.accepting import accept, refuse
from suggestions.forms import form_of, may_be_suggested
from suggestions.models import Suggestion
from suggestions.republishing import CannotChange
from suggestions.states import By, Kind
from suggestions.suggesting import suggest, withdraw
from suggestions.values import put, standing
from tests.factories import UserFactory, editor, published

pytestmark = pytest.mark.django_db

DSI = "Direction des systèmes d’information"
DAY = datetime.date(2027, 3, 14)
WORDS = "Dit par Direction des systèmes d’information, mars 2027"
# What one types in a column, where another text is not read.
_TYPED = {
    "source_code_url": "https://exemple.fr/code",
    "url": "https://exemple.fr/code",
    "archived_url": "https://exemple.fr/copie",
    "amount": "12 500,50 €",
}
_BY_KIND = {
    "BooleanField": True,
    "PartialDateFormField": "mars 2024",
    "DecimalFormField": "12",
    "IntegerFormField": "12",
}
SUGGESTED = [name for name in FIELDS if may_be_suggested(name)]


def say(sheet, field="again", value="Commencer par deux démarches.", **fields):
    return suggest(
        sheet,
        field,
        value,
        **{"said_by": DSI, "how": SaidHow.ANSWER, "said_on": DAY, **fields},
    )


def typed(name: str) -> dict:
    """What somebody types in each field of the form, numbers and dates as French people do."""
    form = form_of(name)()
    found = {}
    for column, field in form.fields.items():
        kind = type(field).__name__
        if column in _TYPED:
            found[column] = _TYPED[column]
        elif kind == "ChoiceField":
            found[column] = next(value for value, _ in field.choices if value)
        elif "year" in column:
            found[column] = "2024"
        else:
            found[column] = _BY_KIND.get(kind, "Un ornithorynque")
    return found


def test_what_editors_decide_is_not_to_be_suggested():
    closed = set(FIELDS) - set(SUGGESTED)
    assert {"origin", "validated_on", "authority", "main_theme", "text_licence"} <= closed
    assert {"contact_name", "contact_email", "contact_consent", "pictures", "attachments"} <= closed
    assert {"again", "costs", "means", "difficulties", "status", "contact_function"} <= {*SUGGESTED}
    with pytest.raises(ValueError, match="origin"):
        say(published(), "origin", "validee")


def test_each_field_is_read_kept_accepted_and_says_who_said_it():
    sheet = published(kind=Nature.LOCAL_DEBATE)
    for name in SUGGESTED:
        made = say(sheet, name, typed(name))
        assert made is not None, name
        assert made.state == Kind.PROPOSED
        # Nothing changes by itself.
        assert not said_of(ProjectPage.objects.get(pk=sheet.pk))
        # What was read can be read again.
        assert form_of(name)(made.value).is_valid(), (name, made.value)
        fresh = ProjectPage.objects.get(pk=sheet.pk)
        holder = put(fresh, name, made.value, made.replaces)
        assert standing(fresh, name), name
        assert holder is not None
    waiting = list(Suggestion.objects.filter(field__in=("again", "costs", "means_text", "start")))
    done = accept(waiting, by=By.EDITOR, user=editor())
    assert len(done.accepted) == 4
    fresh = ProjectPage.objects.get(pk=sheet.pk)
    assert fresh.costs.get().amount == Decimal("12500.50")
    assert fresh.again == "<p>Un ornithorynque</p>"
    assert fresh.start == "2024-03"
    said = said_of(fresh)
    assert set(said) == {"again", "costs", "means_text", "start"}
    assert {one.words for those in said.values() for one in those} == {WORDS}
    assert said["costs"][0].row == "Un ornithorynque"
    event = done.accepted[0].events.get(kind=Kind.ACCEPTED)
    assert event.revision == fresh.live_revision


def test_a_wrong_value_and_an_address_are_refused_in_words():
    sheet = published()
    with pytest.raises(ValidationError) as refused:
        say(sheet, "costs", {"label": "", "amount": "beaucoup", "nature": "investissement"})
    assert set(refused.value.message_dict) == {"label", "amount"}
    assert "Écrivez un nombre" in refused.value.message_dict["amount"][0]
    with pytest.raises(ValidationError, match="raccourcissez"):
        say(sheet, "again", "x" * 6000)
    for who in ("dsi@baugy.fr", "", "Voir https://baugy.fr", " \u200b "):
        with pytest.raises(ValidationError):
            say(sheet, said_by=who)
    assert not Suggestion.objects.exists()


def test_said_twice_is_one_and_what_the_sheet_says_already_is_none():
    sheet = published(again="<p data-block-key='x'>Commencer par <b>deux</b> démarches.</p>")
    assert say(sheet) is None
    assert say(sheet, value="Autre chose.").pk == say(sheet, value="Autre chose.").pk
    cost = {"label": "Site", "nature": "investissement", "amount": "12 000"}
    sheet.costs = [ProjectCost(label="Site", nature="investissement", amount=Decimal("12000.00"))]
    assert say(sheet, "costs", cost) is None
    assert say(sheet, "costs", cost | {"amount": "12 001"}) is not None


def test_a_row_is_corrected_or_taken_away_by_its_mark():
    rows = [
        ProjectCost(
            label=label,
            nature="investissement",
            amount=1,
            sort_order=at,
            source_number=1,
            second_source_number=2,
        )
        for at, label in enumerate(("Un", "Deux", "Trois"))
    ]
    sources = [
        ProjectSource(title="Article", voice="presse", author="La Gazette"),
        ProjectSource(title="Bilan", voice="collectivite", author="Agen"),
    ]
    sheet = published(costs=rows, sources=sources)
    first, second, _ = (mark_of(row, "costs") for row in sheet.costs.all())
    right = say(
        sheet, "costs", {"label": "Un", "nature": "investissement", "amount": "2"}, replaces=first
    )
    gone = say(sheet, "costs", {}, replaces=second)
    accept([right, gone], by=By.EDITOR)
    fresh = ProjectPage.objects.get(pk=sheet.pk)
    # No source said, nor confirmed, what was changed.
    assert [(row.label, row.amount, row.cited) for row in fresh.costs.all()] == [
        ("Un", 2, ()),
        ("Trois", 1, (1, 2)),
    ]
    assert say(fresh, "costs", {}, replaces=second) is None


def test_a_value_takes_away_the_not_known_that_it_denies():
    sheet = published(means_unknown=True, running_unknown=True, investment_unknown=True)
    accept([say(sheet, "means_text", "Dix jours.")], by=By.EDITOR)
    cost = {"label": "Abonnement", "nature": "fonctionnement", "amount": "900"}
    accept([say(sheet, "costs", cost)], by=By.EDITOR)
    fresh = ProjectPage.objects.get(pk=sheet.pk)
    assert (fresh.means_unknown, fresh.running_unknown) == (False, False)
    assert fresh.investment_unknown


def test_a_draft_of_an_editor_is_neither_lost_nor_without_the_change():
    sheet = published()
    colleague = UserFactory()
    draft = ProjectPage.objects.get(pk=sheet.pk)
    draft.title, draft.risks = "Un titre en cours", "<p>Ce que j’écris</p>"
    draft.save_revision(user=colleague)
    done = accept([say(sheet), say(sheet, "risks", "Autre chose.")], by=By.EDITOR)
    assert done.left_in_draft == ["Risques"]
    fresh = ProjectPage.objects.get(pk=sheet.pk)
    assert fresh.title == sheet.title
    assert "Autre chose" in fresh.risks
    assert fresh.has_unpublished_changes
    latest = fresh.get_latest_revision()
    assert latest.user == colleague
    kept = latest.as_object()
    assert (kept.title, kept.risks) == (draft.title, draft.risks)
    assert "deux démarches" in kept.again
    assert set(said_of(kept)) == {"again"}
    latest.publish()
    assert set(said_of(ProjectPage.objects.get(pk=sheet.pk))) == {"again"}


def test_who_said_it_goes_with_the_value_and_not_without():
    sheet = published()
    before = sheet.latest_revision
    accept([say(sheet)], by=By.EDITOR)
    fresh = ProjectPage.objects.get(pk=sheet.pk)
    # Opened and saved by an editor, who changed nothing of it.
    fresh.again = '<p data-block-key="a1b2c">Commencer par <b>deux</b> démarches.</p>'
    fresh.save_revision().publish()
    assert "again" in said_of(ProjectPage.objects.get(pk=sheet.pk))
    fresh.again = "<p>Commencer par trois démarches.</p>"
    fresh.save_revision().publish()
    assert not said_of(ProjectPage.objects.get(pk=sheet.pk))
    before.publish()
    assert not said_of(ProjectPage.objects.get(pk=sheet.pk))


def test_what_may_not_be_published_changes_nothing():
    sheet = published()
    bad = say(sheet, "end", "2019")
    ProjectPage.objects.filter(pk=sheet.pk).update(start="2024")
    with pytest.raises(PublicationRefused, match="fin vient avant"):
        accept([bad], by=By.EDITOR)
    assert bad.state == Kind.PROPOSED
    assert ProjectPage.objects.get(pk=sheet.pk).end == ""


def test_of_two_values_for_one_field_one_is_chosen():
    sheet = published()
    both = [say(sheet), say(sheet, value="Autre chose.")]
    with pytest.raises(CannotChange, match="2 propositions"):
        accept(both, by=By.EDITOR)
    accept(both[:1], by=By.EDITOR)
    assert accept(both[:1], by=By.EDITOR).accepted == []
    assert refuse(both, "Déjà dit.", by=By.EDITOR) == 1
    assert [one.state for one in both] == [Kind.ACCEPTED, Kind.REFUSED]


def test_a_version_that_has_its_day_is_not_undone():
    sheet = published()
    draft = ProjectPage.objects.get(pk=sheet.pk)
    draft.go_live_at = timezone.now() + datetime.timedelta(days=3)
    draft.save_revision().publish()
    one = say(sheet)
    with pytest.raises(CannotChange, match="programmée"):
        accept([one], by=By.EDITOR)
    assert one.state == Kind.PROPOSED


def test_a_year_after_the_decision_nothing_of_what_was_said_is_kept_but_on_the_sheet():
    sheet = published()
    kept, refused, waiting = say(sheet), say(sheet, "risks", "Faux."), say(sheet, "title", "Autre")
    accept([kept], by=By.EDITOR)
    refuse([refused], "Parce que.", by=By.EDITOR)
    now = timezone.now()
    assert Suggestion.objects.forget(now + datetime.timedelta(days=364)) == 0
    assert Suggestion.objects.forget(now + datetime.timedelta(days=366)) == 2
    assert Suggestion.objects.forget(now + datetime.timedelta(days=366)) == 0
    assert Suggestion.objects.forget(now + datetime.timedelta(days=731)) == 1
    for one in (kept, refused, waiting):
        one.refresh_from_db()
        assert (one.value, one.said_by) == ({}, "")
        assert not one.events.exclude(text="").exists()
    assert waiting.state == Kind.WITHDRAWN
    assert said_of(ProjectPage.objects.get(pk=sheet.pk))["again"][0].who == DSI


EVENTS = st.lists(
    st.sampled_from(["accept", "accept", "refuse", "withdraw", "forget", "hand"]), max_size=6
)


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=EVENTS)
def test_every_order_leads_to_a_state_with_words(deeds):
    sheet = _sheet()
    one = say(sheet, value="Une chose.", exchange="question-1")
    late = timezone.now() + datetime.timedelta(days=800)
    try:
        path = [one.state]
        for deed in deeds:
            if deed == "accept":
                accept([one], by=By.EDITOR)
            elif deed == "refuse":
                refuse([one], "Non.", by=By.EDITOR)
            elif deed == "withdraw":
                withdraw("question-1")
            elif deed == "forget":
                Suggestion.objects.forget(late)
            else:
                page = ProjectPage.objects.get(pk=sheet.pk)
                page.again = "<p>À la main.</p>"
                page.save_revision().publish()
            one.refresh_from_db()
            state = one.state
            assert states.WORDS[state]
            assert state == path[-1] or states.may_follow(path[-1], state)
            path.append(state)
            fresh = ProjectPage.objects.get(pk=sheet.pk)
            # What the sheet says that somebody said, it holds; and nothing came by itself.
            assert bool(said_of(fresh)) == (fresh.again == "<p>Une chose.</p>")
            if Kind.ACCEPTED not in path:
                assert "Une chose" not in fresh.again
        assert one.events.count() <= 2
    finally:
        one.delete()
        page = ProjectPage.objects.get(pk=sheet.pk)
        page.again = ""
        page.save_revision().publish()


def _sheet():
    return ProjectPage.objects.filter(slug="une-seule").first() or published(slug="une-seule")
