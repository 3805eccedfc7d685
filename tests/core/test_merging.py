"""Two editors on one page: the second sees what differs, and puts both together field by field."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Comment, PageLogEntry
from wagtail.test.utils.form_data import rich_text

from catalogue.choices import CostNature, CostRole, Period
from catalogue.models import ProjectPage
from core.models import OutgoingMail
from tests.events.factories import draft as draft_event
from tests.factories import ThemeFactory, draft, editor, published
from tests.page_form import fields_of

pytestmark = pytest.mark.django_db


class Editor:
    """One of two, with the form open."""

    def __init__(self, page):
        self.client, self.page = Client(), page
        self.user = editor()
        self.client.force_login(self.user)
        self.url = reverse("wagtailadmin_pages:edit", args=[page.pk])
        self.open()

    def open(self):
        self.form = fields_of(self.client.get(self.url))

    def save(self, action="", **typed):
        return self.client.post(self.url, self.form | typed | ({action: "1"} if action else {}))

    def save_by_itself(self, **typed):
        """As the browser does while one types."""
        answer = self.client.post(self.url, self.form | typed, HTTP_ACCEPT="application/json")
        if answer.status_code == 200:
            self.form["overwrite_revision_id"] = str(answer.json()["revision_id"])
        return answer

    def latest(self):
        return type(self.page).objects.get(pk=self.page.pk).get_latest_revision_as_object()


@pytest.fixture(params=[draft, published], ids=["draft", "live"])
def sheet(request):
    return request.param(
        title="La cantine", summary="Une phrase.", objectives="<p>Servir mieux.</p>"
    )


def two(page) -> tuple[Editor, Editor]:
    return Editor(page), Editor(page)


def merge(editor, answer, **chosen):
    page = editor.client.get(answer.url)
    sent = {"latest": page.context["latest"]} | {
        row["name"]: row["chosen"] or "" for row in page.context["rows"]
    }
    return editor.client.post(
        answer.url, sent | {f"garder-{name}": side for name, side in chosen.items()}
    )


def rows_of(editor, answer) -> dict:
    rows = editor.client.get(answer.url).context["rows"]
    return {row["difference"].name: row["chosen"] for row in rows}


def test_what_each_changed_is_kept_of_each(sheet):
    first, second = two(sheet)
    first.save(title="La cantine du midi")
    answer = second.save(summary="Une autre phrase.")
    assert rows_of(second, answer) == {"title": "theirs", "summary": "mine"}
    html = second.client.get(answer.url).content.decode()
    assert '<span class="deletion"> du midi</span>' in html
    assert str(first.user) in html
    assert merge(second, answer).url == second.url
    latest = second.latest()
    assert (latest.title, latest.summary) == ("La cantine du midi", "Une autre phrase.")


def test_what_both_changed_is_chosen_and_the_other_stays_in_the_history(sheet):
    first, second = two(sheet)
    first.save(title="Titre de l’une")
    answer = second.save(title="Titre de l’autre", action="action-publish")
    assert rows_of(second, answer) == {"title": None}
    # Without a choice, nothing.
    merge(second, answer)
    assert second.latest().title == "Titre de l’une"
    merge(second, answer, title="theirs")
    assert second.latest().title == "Titre de l’une"
    titles = [one.as_object().title for one in sheet.revisions.all()]
    assert "Titre de l’autre" in titles
    assert ProjectPage.objects.get(pk=sheet.pk).title != "Titre de l’autre"


def test_rich_text_of_both_follows_one_another(sheet):
    first, second = two(sheet)
    first.save(objectives=rich_text("<p>Servir plus.</p>"))
    answer = second.save(objectives=rich_text("<p>Servir <b>bio</b>.</p>"))
    merge(second, answer, objectives="both")
    text = second.latest().objectives
    assert "Servir plus." in text
    assert "<b>bio</b>" in text


def a_source(place: int, title: str, **fields) -> dict:
    row = {"id": "", "ORDER": str(place + 1), "DELETE": "", "title": title, **fields}
    return {"sources-TOTAL_FORMS": str(place + 1)} | {
        f"sources-{place}-{name}": value for name, value in row.items()
    }


def test_rows_that_both_added_are_both_there(sheet):
    first, second = two(sheet)
    first.save(**a_source(1, "Le compte rendu", url="https://exemple.fr/c"))
    answer = second.save(**a_source(1, "Le journal", url="https://exemple.fr/j"))
    assert rows_of(second, answer) == {"sources": "both"}
    merge(second, answer)
    titles = [row.title for row in second.latest().sources.all()]
    assert titles == ["Bulletin municipal", "Le compte rendu", "Le journal"]
    assert second.client.get(second.url).status_code == 200


def test_a_row_that_one_removed_stays_away(sheet):
    first, second = two(sheet)
    first.save(**{"sources-0-DELETE": "on"})
    answer = second.save(**a_source(1, "Le journal", url="https://exemple.fr/j"))
    merge(second, answer)
    assert [row.title for row in second.latest().sources.all()] == ["Le journal"]


def test_relations_are_merged_too(sheet):
    theme = ThemeFactory()
    first, second = two(sheet)
    first.save(title="Autre")
    answer = second.save(other_themes=[str(theme.pk)])
    merge(second, answer)
    assert list(second.latest().other_themes.all()) == [theme]
    assert second.latest().title == "Autre"


def test_what_could_not_be_read_is_kept_as_typed(sheet):
    first, second = two(sheet)
    first.save(title="Autre")
    answer = second.save(start="printemps 2022")
    merge(second, answer)
    assert second.latest().doubtful["start"]["typed"] == "printemps 2022"


def test_the_same_words_twice_are_no_conflict(sheet):
    first, second = two(sheet)
    first.save(title="Le même")
    assert second.save(title="Le même").url == second.url


def test_a_version_that_was_overwritten_meanwhile_gives_nothing_away(sheet):
    first = Editor(sheet)
    first.save_by_itself(title="Un")
    second = Editor(sheet)
    first.save_by_itself(title="Deux")
    answer = second.save(summary="Une autre phrase.")
    # Nobody knows any more who changed what: each is asked.
    assert rows_of(second, answer) == {"title": None, "summary": None}
    assert second.latest().title == "Deux"


def test_what_saves_itself_stops_and_the_button_leads_to_the_merge(sheet):
    first, second = two(sheet)
    second.save_by_itself(summary="Écrit seul.")
    first.open()
    first.save(title="Autre")
    assert second.save_by_itself(summary="Écrit encore.").status_code == 400
    answer = second.save(summary="Écrit encore.")
    assert rows_of(second, answer) == {"title": "theirs", "summary": "mine"}


def test_a_third_version_in_between_is_asked_about_again(sheet):
    first, second = two(sheet)
    first.save(title="Un")
    answer = second.save(summary="Une autre phrase.")
    page = second.client.get(answer.url)
    first.open()
    first.save(title="Deux")
    sent = {"latest": page.context["latest"], "garder-title": "theirs", "garder-summary": "mine"}
    assert "encore changé" in second.client.post(answer.url, sent).content.decode()
    merge(second, answer)
    assert (second.latest().title, second.latest().summary) == ("Deux", "Une autre phrase.")


def test_a_comment_of_the_second_is_not_lost(sheet):
    first, second = two(sheet)
    first.save(title="Un")
    second.save(
        summary="Une autre phrase.",
        **{
            "comments-TOTAL_FORMS": "1",
            "comments-INITIAL_FORMS": "0",
            "comments-0-text": "Est-ce vrai ?",
            "comments-0-contentpath": "summary",
            "comments-0-id": "",
            "comments-0-replies-TOTAL_FORMS": "0",
            "comments-0-replies-INITIAL_FORMS": "0",
        },
    )
    assert Comment.objects.get().text == "Est-ce vrai ?"


def a_comment(sheet, by):
    return Comment.objects.create(page=sheet, user=by, text="Est-ce vrai ?", contentpath="summary")


def test_an_answer_to_a_comment_and_its_end_are_not_lost(sheet):
    asked, settled = a_comment(sheet, editor()), a_comment(sheet, editor())
    first, second = two(sheet)
    first.save(title="Un")
    second.save(
        summary="Une autre phrase.",
        comment_notifications="on",
        **{
            "comments-TOTAL_FORMS": "2",
            "comments-INITIAL_FORMS": "2",
            "comments-0-text": asked.text,
            "comments-0-contentpath": "summary",
            "comments-0-id": str(asked.pk),
            "comments-0-replies-TOTAL_FORMS": "1",
            "comments-0-replies-INITIAL_FORMS": "0",
            "comments-0-replies-0-text": "Oui, vérifié.",
            "comments-0-replies-0-id": "",
            "comments-1-text": settled.text,
            "comments-1-contentpath": "summary",
            "comments-1-id": str(settled.pk),
            "comments-1-resolved": "on",
            "comments-1-replies-TOTAL_FORMS": "0",
            "comments-1-replies-INITIAL_FORMS": "0",
        },
    )
    assert [reply.text for reply in asked.replies.all()] == ["Oui, vérifié."]
    settled.refresh_from_db()
    assert settled.resolved_by == second.user
    told = {row.to for row in OutgoingMail.objects.filter(template="review_comments")}
    assert told == {asked.user.email, settled.user.email}
    logged = set(PageLogEntry.objects.filter(page=sheet).values_list("action", flat=True))
    assert {"wagtail.comments.resolve", "wagtail.comments.create_reply"} <= logged
    assert second.user.page_subscriptions.get(page=sheet).comment_notifications


def test_a_form_that_is_shown_again_still_leads_to_the_merge(sheet):
    first, second = two(sheet)
    first.save(title="Un")
    empty = {
        "comments-TOTAL_FORMS": "1",
        "comments-INITIAL_FORMS": "0",
        "comments-0-text": "",
        "comments-0-contentpath": "summary",
        "comments-0-id": "",
        "comments-0-replies-TOTAL_FORMS": "0",
        "comments-0-replies-INITIAL_FORMS": "0",
    }
    answer = second.save(summary="Une autre phrase.", **empty)
    assert answer.status_code == 200
    second.form = fields_of(answer)
    assert second.form["summary"] == "Une autre phrase."
    assert second.save_by_itself().status_code == 400
    answer = second.save(**{"comments-TOTAL_FORMS": "0"})
    assert rows_of(second, answer) == {"title": "theirs", "summary": "mine"}


def test_rows_that_could_not_be_read_are_kept_of_both(sheet):
    first, second = two(sheet)
    first.save(**a_source(1, "Le compte rendu", url="pas une adresse"))
    answer = second.save(**a_source(1, "Le journal", url="le site du journal"))
    merge(second, answer, sources="both")
    second.open()
    shown = [
        (second.form[f"sources-{place}-title"], second.form[f"sources-{place}-url"])
        for place in range(3)
    ]
    assert shown[1:] == [
        ("Le compte rendu", "pas une adresse"),
        ("Le journal", "le site du journal"),
    ]


def a_cost(label: str, amount: str) -> dict:
    row = {"id": "", "ORDER": "1", "DELETE": "", "label": label, "amount": amount}
    row |= {"nature": CostNature.INVESTMENT, "role": CostRole.WHOLE, "period": Period.TOTAL}
    return {"costs-TOTAL_FORMS": "1"} | {f"costs-0-{name}": value for name, value in row.items()}


def test_rows_that_could_not_be_saved_are_kept_of_both(sheet):
    first, second = two(sheet)
    first.save(**a_cost("Les capteurs", "environ 3 000"))
    answer = second.save(**a_cost("La pose", "deux jours"))
    assert rows_of(second, answer) == {"costs": "both"}
    merge(second, answer)
    second.open()
    assert [second.form[f"costs-{place}-label"] for place in (0, 1)] == ["Les capteurs", "La pose"]
    doubts = second.latest().doubtful["costs"]
    assert [doubts[place]["doubts"]["amount"]["typed"] for place in ("0", "1")] == [
        "environ 3 000",
        "deux jours",
    ]


def test_it_holds_for_events_and_for_who_may_edit_alone(client):
    event = draft_event(title="Étape")
    first, second = two(event)
    first.save(title="Autre étape")
    answer = second.save(venue="La mairie")
    client.force_login(editor())
    merge(second, answer)
    assert (second.latest().title, second.latest().venue) == ("Autre étape", "La mairie")
    client.logout()
    assert client.get(answer.url).status_code == 302
