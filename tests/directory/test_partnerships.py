"""Partnerships and members: the founding documents on one page each, and who is a member of whom."""

import json
import re

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse
from icalendar import Calendar

from bench.limits import QUERIES
from core.importing import ImportRefused
from core.reference_data.merging import merge
from groups.importing import import_groups
from groups.models import Group, Meeting
from network.importing import import_memberships, import_organisations, import_partnerships
from network.models import JointAction, Membership, Organisation, Partnership, Party
from search.index.outbox import rebuild
from taxonomy.importing import import_themes
from tests.events.factories import published as published_event
from tests.factories import AuthorityFactory, editor, published

pytestmark = pytest.mark.django_db
DEMO = settings.BASE_DIR / "data" / "demo"


@pytest.fixture(scope="module")
def content():
    cases = json.loads((DEMO / "cases.json").read_text("utf-8"))
    return cases | json.loads((DEMO / "groups.json").read_text("utf-8"))


def text(visitor, path) -> str:
    answer = visitor.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def words(html) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_the_founding_documents_each_stand_on_one_page(
    visitor, content, django_assert_max_num_queries
):
    for code, name, kind in (
        ("243100633", "Sicoval", "communaute_agglo"),
        ("244400404", "Nantes Métropole", "metropole"),
        ("243100518", "Toulouse Métropole", "metropole"),
    ):
        AuthorityFactory(code=code, name=name, type=kind)
    AuthorityFactory(
        code="200039204",
        name="Lacq-Orthez",
        type="communaute_communes",
        full_name="Communauté de communes Lacq-Orthez",
    )
    import_themes(content["meta"]["taxonomy"]["themes"])
    import_organisations(content["organisations"])
    named = "39e Congrès national de la FNCCR (signature de la convention Avicca–FNCCR)"
    published(title=named)  # a sheet of that title is no event
    congress = published_event(title=named)
    wanted = {"Convention Avicca – FNCCR", "Commission Numérique commune"}
    wanted |= {"Partenariat Territoires Numériques BFC – Maximilien"}
    import_partnerships([one for one in content["partnerships"] if one["name"] in wanted])
    ids = ("commission-numerique", "comite-pilotage-avicca-fnccr")
    import_groups([one for one in content["groups"] if one["id"] in ids])

    with django_assert_max_num_queries(QUERIES["partnership"]):
        html = text(visitor, "/partenariats/convention-avicca-fnccr/")
    said = words(html)
    for fact in (
        *("juin 2024", "évaluer un rapprochement", "Statut des données territoriales"),
        *("Cybersécurité", "Comité de pilotage", "Ce qui est prévu", "Journées d’études communes"),
        *("Xavier Pintat", "Patrick Chaize", "1 120 adhérents des deux associations"),
    ):
        assert fact in said, fact
    assert "Ce qui a été fait" not in said
    for url in (
        *("/organisations/avicca/", "/organisations/fnccr/", congress.relative_url(None)),
        "/groupes/comite-pilotage-avicca-fnccr/",
    ):
        assert f'href="{url}"' in html, url
        assert 'href="/partenariats/convention-avicca-fnccr/"' in text(visitor, url), url

    html = text(visitor, "/partenariats/partenariat-territoires-numeriques-bfc-maximilien/")
    said = words(html)
    for fact in (
        *("Transformation numérique des collectivités", "Commande publique et achat responsable"),
        *("Données publiques ouvertes", "Avec des tiers Partenaires industriels communs"),
        "Pourrait s’y joindre Mégalis Bretagne",
    ):
        assert fact in said, fact
    joined = text(visitor, "/organisations/megalis-bretagne/")
    assert "veut s’y joindre" in joined

    commission = "/groupes/commission-numerique/"
    then = text(visitor, f"{commission}?au=2021-02-11")
    sat = re.split(r"<h3|<form", then[then.index('id="qui"') :])[0]
    assert set(re.findall(r"<dt>([^<]+)</dt>", sat)) == {
        *("Francky Trichet", "Bertrand Serp", "Jacques Oberti", "Marlène Le Dieu de Ville")
    }
    now = text(visitor, commission)
    assert "Aucun mandat en cours n’est connu de nous." in now
    assert "Jacques Oberti" in now  # stays in the history
    rebuild()
    assert 'href="/partenariats/convention-avicca-fnccr/"' in text(
        visitor, "/partenariats/?reseau=fnccr&theme=cybersecurite"
    )
    assert commission in text(visitor, "/recherche/?q=Oberti&rubrique=groupe")


def member(organisation, **fields) -> Membership:
    return Membership.objects.create(
        **{"organisation": organisation, "source_title": "Les statuts"} | fields
    )


def test_members_are_counted_honestly_and_those_in_common_are_listed(visitor):
    one = Organisation.objects.create(
        name="Syndicat", acronym="SIA", members_count=8, members_date="2020"
    )
    other = Organisation.objects.create(name="Agence")
    boe, agen = AuthorityFactory(name="Boé", code="47031"), AuthorityFactory(name="Agen")
    for organisation in (one, other):
        member(organisation, authority=boe, begins="2015")
    member(one, authority=agen)
    member(one, authority=AuthorityFactory(name="Nérac"), ends="2020")
    html = text(visitor, "/organisations/sia/")
    assert "2 adhérents connus de nous sur 8 annoncés (2020)" in words(html)
    assert "Nérac" not in html
    assert "Syndicat" in text(visitor, "/territoires/47031/")
    common = text(visitor, "/organisations/sia/adherents/?avec=agence")
    assert "1 adhérent connu de nous ; aucun total daté n’a été lu" in words(common)
    assert "/territoires/47031/" in common
    assert "Agen<" not in common
    everybody = text(visitor, "/organisations/sia/adherents/?avec=%00&page=x&page=-1")
    assert "Agen" in everybody
    assert visitor.get("/organisations/agence/adherents/").status_code == 200
    assert visitor.get("/organisations/inconnue/adherents/").status_code == 404


def test_what_an_organisation_may_not_be_is_said_at_its_field(client):
    client.force_login(editor())
    top = Organisation.objects.create(name="Fédération")
    middle = Organisation.objects.create(name="Section", part_of=top)
    bottom = Organisation.objects.create(name="Antenne", part_of=middle)
    sent = {"name": "Fédération", "part_of": bottom.pk, "members_count": "12", "members_date": ""}
    sent |= dict.fromkeys(
        ("acronym", "former_name", "kind", "area", "created", "members_stated", "website"), ""
    )
    sent |= dict.fromkeys(("description", "authority", "source_title", "source_url"), "")
    address = reverse("wagtailsnippets_network_organisation:edit", args=[top.pk])
    for parent in (top, middle, bottom):
        errors = client.post(address, sent | {"part_of": parent.pk}).context["form"].errors
        assert "ne fait pas partie d’elle-même" in str(errors["part_of"]), parent
        assert "dit sa date" in str(errors["members_date"])
    with pytest.raises(ValidationError, match="font partie"):
        merge(bottom, top)
    errors = (
        client.post(address, sent | {"founders": [top.pk], "statutes_url": "https://exemple.fr/"})
        .context["form"]
        .errors
    )
    assert "ne se fonde pas" in str(errors["founders"])
    assert "disent leur date" in str(errors["statutes_date"])
    boe = AuthorityFactory()
    adding = reverse("wagtailsnippets_network_membership:add")
    sent = {"organisation": top.pk, "authority": boe.pk, "member": "", "begins": "2020", "ends": ""}
    sent |= {"source_title": "Les statuts", "source_url": "", "source_date": ""}
    for wrong, field, said in (
        ({"ends": "2019"}, "ends", "avant d’avoir commencé"),
        ({"member": bottom.pk}, "member", "pas les deux"),
        ({"authority": "", "member": top.pk}, "member", "à elle-même"),
        ({"authority": ""}, "authority", "qui adhère"),
    ):
        errors = client.post(adding, sent | wrong).context["form"].errors
        assert said in str(errors[field]), wrong
    assert client.post(adding, sent).status_code == 302
    kept = Organisation.objects.create(name="Autre")
    merge(top, kept)
    assert Membership.objects.get().organisation == kept
    middle.refresh_from_db()
    assert middle.part_of == kept


def test_founders_and_statutes_are_told_and_lead_both_ways(visitor, client):
    row = {"name": "Les Interconnectés", "founders": ["France urbaine"]}
    row |= {"statutes": {"date": "2021-03", "url": "https://exemple.fr/statuts"}}
    assert import_organisations([row, {"name": "France urbaine"}]) == 2
    founded, founder = (
        Organisation.objects.get(name=one) for one in ("Les Interconnectés", "France urbaine")
    )
    html = text(visitor, founded.get_absolute_url())
    said = words(html)
    assert "Statuts, mars 2021" in said
    assert "Fondée par France urbaine" in said
    assert f'href="{founder.get_absolute_url()}"' in html
    assert "A fondé Les Interconnectés" in words(text(visitor, founder.get_absolute_url()))
    with pytest.raises(ValidationError, match="fondées l’une par l’autre"):
        merge(founder, founded)
    client.force_login(editor())
    other = Organisation.objects.create(name="Autre réseau")
    address = reverse("wagtailsnippets_network_organisation:edit", args=[founded.pk])
    form = BeautifulSoup(client.get(address).content, "html.parser").select_one(
        "form:has([name=founders])"
    )
    shown = [
        one["value"] for one in form.select("[name=founders]:checked, [name=founders] [selected]")
    ]
    assert shown == [str(founder.pk)]
    merge(founder, other)
    assert founded.founders.get() == other


def test_what_was_planned_is_told_from_what_was_done(visitor):
    agreed = Partnership(name="Accord", duration="trois ans")
    agreed.parties = [Party(label="Un <tiers>", part=Party.Part.THIRD, role="observateur")]
    agreed.actions = [
        JointAction(text="un guide", status=JointAction.Status.DONE, date="2022"),
        JointAction(text="un colloque", status=JointAction.Status.PLANNED),
        JointAction(text="un label"),
    ]
    agreed.save()
    said = words(text(visitor, "/partenariats/accord/"))
    assert (
        "Ce qui a été fait Un guide 2022 Ce qui est prévu Un colloque Ce que la source cite" in said
    )
    assert "Un &lt;tiers&gt; observateur" in said
    assert "Trois ans" in said or "trois ans" in said
    assert visitor.get("/partenariats/inconnu/").status_code == 404
    Group.objects.create(name="Son comité", kind="comite", partnership=agreed)
    assert "/groupes/son-comite/" in text(visitor, "/partenariats/accord/?f=x")


def test_a_partnership_has_its_calendar(visitor):
    published_event(title="Congrès <commun>", start="2024-06-10")
    congress = published_event(title="Congrès", start="2024-06-11")
    draft = published_event(title="Brouillon secret", start="2025-01-15")
    draft.unpublish()
    cancelled = published_event(
        title="Visite du réseau", start="2199-02-01", change="annule", change_reason="Grève."
    )
    agreed = Partnership(name="Accord", date="2024-06", signed_at=congress)
    agreed.actions = [
        JointAction(text="un colloque", date="2999-03"),
        JointAction(text="une journée", event=draft),
        JointAction(text="un guide"),
        JointAction(text="une charte", date="2025-06", status="planned"),
        JointAction(text="un fonds", date="2999-05", status="dropped"),
        JointAction(text="une visite", event=cancelled, status="done"),
    ]
    agreed.save()
    group = Group(name="Comité", kind="comite", partnership=agreed)
    group.meetings = [
        Meeting(date="2024-06", subject="Signature au congrès", event=congress),
        Meeting(date="2025-02-03", subject="Bilan de la première année"),
    ]
    group.save()
    html = text(visitor, "/partenariats/accord/")
    said = words(html[html.index('id="calendrier"') : html.index('id="pilotage"')])
    assert (
        "À venir 1er février 2199 Une visite (événement annulé) Visite du réseau Mars 2999" in said
    )
    assert (
        "Un colloque Passé Juin 2025 Une charte (prévu) 3 février 2025 Bilan de la première" in said
    )
    assert said.count("Congrès") == 1
    assert "Signature au congrès" not in said
    assert "Brouillon" not in html
    assert "/partenariats/accord.ics" in html
    calendar = visitor.get("/partenariats/accord.ics")
    assert calendar["Content-Type"].startswith("text/calendar")
    entries = Calendar.from_ical(calendar.content).walk("VEVENT")
    assert [str(one["SUMMARY"]) for one in entries if one["STATUS"] == "CONFIRMED"] == ["Congrès"]
    assert visitor.get("/partenariats/inconnu.ics").status_code == 404


def test_the_form_of_a_partnership_shows_the_box_that_it_asks_for(client):
    client.force_login(editor())
    Partnership.objects.create(name="Convention Avicca – FNCCR")
    address = reverse("wagtailsnippets_network_partnership:add")
    form = BeautifulSoup(client.get(address).content, "html.parser").select_one("form[novalidate]")
    # Where its own panel is, under the name: Wagtail puts what no panel has at the end of the form.
    box = form.select_one("#panel-is_another-section input[name=is_another]")
    assert box is not None
    sent = {one["name"]: one.get("value", "") for one in form.select("input[type=hidden][name]")}
    sent |= {"name": "Convention Avicca FNCCR 2024", "kind": "", "date": "", "duration": ""}
    assert "nom proche" in str(client.post(address, sent).context["form"].errors["name"])
    assert client.post(address, sent | {box["name"]: "on"}).status_code == 302


def test_memberships_of_a_file_come_in_once_or_not_at_all():
    AuthorityFactory(code="47031", name="Boé")
    told = {
        "organisation": "SIA",
        "member": "Boé",
        "insee": "47031",
        "source": {"title": "Statuts"},
    }
    with pytest.raises(ImportRefused, match="00000"):
        import_memberships([told, told | {"member": "X", "insee": "00000"}])
    assert not Organisation.objects.exists()
    assert [import_memberships([told]) for _ in range(2)] == [1, 0]
    assert Membership.objects.get().holder.startswith("Boé")
