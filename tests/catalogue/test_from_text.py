"""A draft from a pasted text or from addresses: suggested, ticked, made; nothing pasted is lost."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Comment, CommentReply, PageLogEntry

from catalogue import pasted_kept
from catalogue.models import ProjectPage, ProjectSource
from core.reference_data.merging import merge
from taxonomy.models import Tool
from tests.factories import (
    AuthorityFactory,
    ThemeFactory,
    ToolFactory,
    UserFactory,
    catalogue_page,
    draft,
    editor,
    published,
)
from tests.naughty import NAUGHTY

pytestmark = pytest.mark.django_db

TEXT = """Un éclairage qui s’adapte
La ville de Boé avait un problème de vétusté. Depuis mars 2021, elle remplace ses lampadaires, suivis dans OpenMaint.
Le coût est de 12 500 € HT. Le projet a permis une baisse de 40 % de la consommation : https://www.boe.fr/bilan."""


@pytest.fixture
def desk():
    AuthorityFactory(code="47031", name="Boé")
    ToolFactory(name="OpenMaint")
    catalogue_page()
    client = Client()
    client.force_login(editor())
    return client


def words(answer) -> str:
    return answer.content.decode().replace("\u202f", " ").replace("\u00a0", " ")


def keys(answer, *kinds) -> list[str]:
    return [one.key for one in answer.context["form"].found if one.kind in kinds]


def test_a_draft_holds_what_was_ticked_and_all_that_was_pasted(desk):
    lighting, canteen = ThemeFactory(name="Éclairage"), ThemeFactory(name="Cantine")
    published(title="Des lampadaires à Boé", main_theme=lighting)
    published(title="Le problème de la cantine de Boé", main_theme=canteen)
    cited = published(title="Le même éclairage")
    cited.sources.add(ProjectSource(title="Bilan", url="http://boe.fr/bilan/"))
    cited.save()
    assert reverse("sheet_from_text") in words(
        desk.get(
            reverse(
                "wagtailadmin_pages:add", args=["catalogue", "projectpage", catalogue_page().pk]
            )
        )
    )
    url = reverse("sheet_from_text")
    data = {"title": "", "text": TEXT, "addresses": "https://www.sudouest.fr/boe"}
    count = ProjectPage.objects.count()
    shown = desk.post(url, data | {"action": "lire"})
    html = words(shown)
    assert ProjectPage.objects.count() == count
    assert " checked" not in html
    assert "Le même éclairage" in html
    assert "elle remplace ses lampadaires, suivis dans OpenMaint. »" in html
    ticked = keys(shown, "authority", "theme", "start", "cost", "tool", "source", "results_text")
    made = desk.post(url, data | {"action": "faire", "choix": ticked})
    sheet = ProjectPage.objects.latest("pk")
    assert made.url == reverse("wagtailadmin_pages:edit", args=[sheet.pk])
    assert not sheet.live
    assert sheet.title == "Un éclairage qui s’adapte"
    assert sheet.authority.name == "Boé"
    assert {sheet.main_theme, *sheet.other_themes.all()} >= {lighting, canteen}
    assert sheet.start == "2021"
    assert "12 500 € HT : « Le coût est" in sheet.costs_text.replace("\u00a0", " ")
    assert "baisse de 40" in sheet.results_text
    assert sheet.context == ""  # was suggested, and not ticked
    assert [row.tool.name for row in sheet.tools.all()] == ["OpenMaint"]
    assert [row.url for row in sheet.sources.all()] == [
        "https://www.boe.fr/bilan",
        "https://www.sudouest.fr/boe",
    ]
    kept = Comment.objects.get(page=sheet).text
    assert TEXT in kept
    assert "https://www.sudouest.fr/boe" in kept
    assert desk.get(made.url).status_code == 200


def test_a_sheet_that_is_there_is_completed_where_it_is_empty(desk):
    agen = AuthorityFactory(code="47001", name="Agen")
    sheet = draft(title="Éclairage", authority=agen, start="")
    sheet.save_revision()
    url = reverse("sheet_text_onto", args=[sheet.pk])
    assert url in words(desk.get(reverse("wagtailadmin_pages:edit", args=[sheet.pk])))
    shown = desk.post(url, {"text": TEXT, "addresses": "", "action": "lire"})
    assert not keys(shown, "authority")
    assert "La fiche le dit déjà" in words(shown)
    assert "Agen" in words(shown)
    data = {"text": TEXT, "addresses": "", "action": "faire", "choix": keys(shown, "start", "tool")}
    desk.post(url, data)
    latest = ProjectPage.objects.get(pk=sheet.pk).get_latest_revision_as_object()
    assert (latest.authority, latest.start, latest.title) == (agen, "2021", "Éclairage")
    assert latest.tools.count() == 1
    # Once more: there already.
    again = desk.post(url, data | {"action": "lire", "choix": []})
    assert not keys(again, "start", "tool")


def test_what_waits_on_a_sheet_that_is_online_stays(desk):
    sheet = published(title="Éclairage", summary="En ligne", start="")
    waiting = sheet.get_latest_revision_as_object()
    waiting.summary, waiting.start = "Écrit par un collègue", "2019"
    waiting.save_revision()
    url = reverse("sheet_text_onto", args=[sheet.pk])
    shown = desk.post(url, {"text": TEXT, "addresses": "", "action": "lire"})
    assert not keys(shown, "start")
    data = {"text": TEXT, "addresses": "", "action": "faire", "choix": keys(shown, "tool")}
    assert desk.post(url, data).status_code == 302
    sheet = ProjectPage.objects.get(pk=sheet.pk)
    latest = sheet.get_latest_revision_as_object()
    assert (latest.summary, latest.start) == ("Écrit par un collègue", "2019")
    assert latest.tools.count() == 1
    assert (sheet.summary, sheet.tools.count()) == ("En ligne", 0)


def test_no_tick_is_lost_to_what_is_wrong_beside_it(desk):
    twin = published(title="Le même éclairage")
    twin.sources.add(ProjectSource(title="Bilan", url="https://www.boe.fr/z-bilan"))
    twin.save()
    url = reverse("sheet_from_text")
    shown = desk.post(url, {"text": TEXT, "addresses": "", "action": "lire"})
    ticked = keys(shown, "start", "tool")
    many = [f"https://www.sudouest.fr/{number}" for number in range(20)]
    data = {"text": TEXT, "action": "faire", "choix": ticked}
    for wrong in (
        {"addresses": "\n".join(["boe.fr", "https://www.boe.fr/z-bilan"])},
        {"addresses": "\n".join([*many, "https://www.boe.fr/z-bilan"]), "title": "é" * 256},
    ):
        answer = desk.post(url, data | wrong)
        assert answer.status_code == 422
        assert words(answer).count(" checked") == len(ticked) == 2
        assert "Le même éclairage" in words(answer)
    nothing = desk.post(url, {"text": "", "addresses": "", "action": "lire", "choix": ticked})
    assert "Collez un texte" in words(nothing)
    assert "Faire le brouillon" not in words(nothing)


def test_what_was_merged_or_retired_is_not_suggested(desk):
    old, kept = Tool.objects.get(name="OpenMaint"), ToolFactory(name="OpenMAINT 2")
    merge(old, kept)
    gone = ToolFactory(name="Minitel", retired_on=datetime.date(2026, 1, 1))
    lighting, lamps = ThemeFactory(name="Éclairage"), ThemeFactory(name="Réverbères")
    published(title="Des lampadaires à Boé", main_theme=lighting)
    published(title="Les lampadaires de Boé", main_theme=lamps)
    lamps.retired_on = datetime.date(2026, 1, 1)
    lamps.save()
    data = {"text": f"{TEXT} Suivi par {gone.name}.", "addresses": "", "action": "lire"}
    shown = desk.post(reverse("sheet_from_text"), data)
    assert keys(shown, "tool", "theme") == [f"theme:{lighting.pk}", f"tool:{kept.pk}"]


def test_a_draft_of_one_long_address_has_a_title(desk):
    address = "https://www.boe.fr/" + "a" * 150
    answer = desk.post(reverse("sheet_from_text"), {"text": address, "action": "faire"})
    assert answer.status_code == 302
    assert ProjectPage.objects.latest("pk").title == f"{address[:119]}…"


def test_what_was_pasted_is_erased_after_a_year_wherever_it_was_copied(desk):
    data = {"text": TEXT, "addresses": "", "action": "faire"}
    edit = desk.post(reverse("sheet_from_text"), data).url
    sheet, kept = ProjectPage.objects.latest("pk"), Comment.objects.get()
    kept.log_edit(user=kept.user)
    CommentReply.objects.create(comment=kept, user=kept.user, text="Vérifié")
    sheet.get_latest_revision_as_object().save_revision()

    def versions():
        return str([*sheet.revisions.values_list("content", flat=True)])

    def logged():
        return str([*PageLogEntry.objects.filter(page=sheet.pk).values_list("data", flat=True)])

    now = timezone.now()
    assert pasted_kept.forget(now + datetime.timedelta(days=364)) == 0
    for text in (versions(), logged(), desk.get(edit).content.decode()):
        assert "remplace ses lampadaires" in text
    assert pasted_kept.forget(now + datetime.timedelta(days=366)) == 1
    kept.refresh_from_db()
    for text in (versions(), logged(), kept.text, desk.get(edit).content.decode()):
        assert "remplace ses lampadaires" not in text
    assert kept.replies.get().text == "Vérifié"
    assert pasted_kept.forget(now + datetime.timedelta(days=366)) == 0


def test_bad_input_is_said_and_stays_in_the_form(desk):
    url = reverse("sheet_from_text")
    for data, said in (
        ({"text": " "}, "Collez un texte"),
        ({"text": "é" * 20_001}, "raccourcissez-le de 1."),
        ({"text": "Gardé", "addresses": "boe.fr"}, "« boe.fr »"),
        ({"text": "Gardé", "title": "é" * 256}, "raccourcissez-le de 1."),
        (
            {"text": "Gardé", "choix": "start:1999", "action": "faire"},
            "ne vient pas de votre texte",
        ),
    ):
        answer = desk.post(url, {"action": "lire"} | data)
        assert said in words(answer)
        assert data["text"].strip() in words(answer)
    assert not ProjectPage.objects.exists()
    for string in (*NAUGHTY, "<script>alert(1)</script>\x00 & <b>"):
        answer = desk.post(url, {"text": string, "addresses": string, "action": "lire"})
        assert answer.status_code in (200, 422)
        assert "<script>alert" not in words(answer)
    desk.post(url, {"text": "<b>À Boé</b>\x00, un problème.", "action": "faire"})
    assert "<b>À Boé</b>, un problème." in Comment.objects.get().text


def test_only_who_may_write_the_sheet_gets_there(desk):
    sheet = draft(title="Éclairage", main_theme=ThemeFactory())
    stranger = Client()
    stranger.force_login(UserFactory())
    for url in (reverse("sheet_from_text"), reverse("sheet_text_onto", args=[sheet.pk])):
        assert stranger.get(url).status_code in (302, 403)
        assert Client().get(url).status_code == 302
    assert desk.get(reverse("sheet_text_onto", args=[999_999])).status_code == 404
