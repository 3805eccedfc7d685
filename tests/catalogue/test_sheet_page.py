"""The page of a sheet, as a visitor reads it."""

import datetime
import json
import re
from decimal import Decimal

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from wagtail.models import PageViewRestriction

from bench.limits import QUERIES
from catalogue.models import (
    OwnerConfirmation,
    ProjectCost,
    ProjectDifficulty,
    ProjectFunding,
    ProjectMeans,
    ProjectPage,
    ProjectPartner,
    ProjectResult,
    ProjectSource,
    ProjectTool,
)
from core import page_cache
from tests.factories import AuthorityFactory, ThemeFactory, ToolFactory, draft, published
from tests.reuses.made import documented

pytestmark = pytest.mark.django_db


# The least that a sheet written with its authority needs.
ANSWERED = {
    "start": "2020",
    "context": "<p>a</p>",
    "objectives": "<p>a</p>",
    "actions": "<p>a</p>",
    "means_unknown": True,
    "investment_unknown": True,
    "running_unknown": True,
    "results_too_early": True,
    "difficulties_text": "<p>a</p>",
    "reproducibility": "<p>a</p>",
    "contact_function": "a",
}


def read(visitor, sheet) -> str:
    response = visitor.get(f"/projets/{sheet.slug}/")
    assert response.status_code == 200
    return response.content.decode()


def words(html: str) -> str:
    """What is read of a page: without tags, with ordinary spaces."""
    body = html.partition("<main")[2].partition("</main>")[0]
    text = re.sub(r"<script.*?</script>|<[^>]+>", " ", body, flags=re.DOTALL)
    return re.sub(r"[\s\u00a0\u202f]+", " ", text).replace("’", "'")


def full(**fields):
    """A sheet with every field and every kind of row filled."""
    sheet = draft(
        origin="validee",
        validated_on=datetime.date(2026, 5, 12),
        start="2020-03",
        end="2021-05",
        context="<p>Le contexte.</p>",
        trigger="Le déclencheur",
        objectives="<p>Les objectifs.</p>",
        actions="<p>Les actions.</p>",
        governance="<p>La gouvernance.</p>",
        reproducibility="<p>La reproduction.</p>",
        prerequisites="<p>Les prérequis.</p>",
        risks="<p>Les risques.</p>",
        minimum_population=500,
        again="<p>À refaire.</p>",
        success_factors="<p>Ce qui aide.</p>",
        data_text="<p>Les données.</p>",
        legal_text="<p>Le droit.</p>",
        environment_text="<p>La sobriété.</p>",
        inclusion_text="<p>L’inclusion.</p>",
        licence_spdx="AGPL-3.0-or-later",
        code_state="pas_encore",
        contact_function="Directrice du numérique",
        contact_name="Camille Personne",
        contact_email="camille@exemple.fr",
        answers_questions=True,
        **fields,
    )
    sheet.costs = [
        ProjectCost(
            label="Achat", nature="investissement", amount=Decimal(36000), tax="HT", year=2020
        ),
        ProjectCost(
            label="Maintenance",
            nature="fonctionnement",
            amount=1200,
            period="yearly",
            role="partie",
        ),
    ]
    sheet.funding = [ProjectFunding(funder="La Région", rate=Decimal("50.5"))]
    sheet.means = [ProjectMeans(skill="chef de projet", quantity=20, unit="jours")]
    sheet.tools = [ProjectTool(tool=ToolFactory(name="Decidim"))]
    sheet.partners = [ProjectPartner(label="L’association du coin", role="association")]
    sheet.results = [ProjectResult(indicator="Signalements", before=3, after=1404, unit="par an")]
    sheet.difficulties = [ProjectDifficulty(type="adhesion_agents", text="Des agents réticents.")]
    sheet.save_revision().publish()
    sheet.refresh_from_db()
    return sheet


def test_everything_that_is_known_is_shown(visitor):
    sheet = full()
    text = words(read(visitor, sheet))
    for fact in (
        sheet.title,
        sheet.summary,
        "5 846",
        "Lot-et-Garonne",
        "Le contexte.",
        "Le déclencheur",
        "Les objectifs.",
        "Les actions.",
        "La gouvernance.",
        "La reproduction.",
        "Les prérequis.",
        "Les risques.",
        "À refaire.",
        "Ce qui aide.",
        "Les données.",
        "Le droit.",
        "La sobriété.",
        "36 000 €",
        "1 200 €",
        "La Région",
        "50,5 %",
        "20 jours",
        "Decidim",
        "L'association du coin",
        "1 404",
        "Adhésion des agents",
        "Des agents réticents.",
        "AGPL-3.0-or-later",
        "pas encore publié",
        "Directrice du numérique",
        "répondre à des questions",
        "1 an et 2 mois",
        "Bulletin municipal",
        "Licence Ouverte 2.0",
    ):
        assert fact in text, fact


def test_an_address_is_never_printed_and_a_name_only_with_consent(visitor):
    sheet = full()
    html = read(visitor, sheet)
    assert "camille@exemple.fr" not in html
    assert "Camille Personne" not in html
    sheet.contact_consent = True
    sheet.save_revision().publish()
    assert "Camille Personne" in read(visitor, sheet)


def test_nothing_is_shown_for_what_is_not_filled(visitor):
    text = words(read(visitor, published()))
    for absent in ("Objectifs", "Gouvernance", "non connu", "trop tôt", "None", "Outils"):
        assert absent not in text, absent


def test_a_documentary_sheet_says_what_its_sources_do_not_say(visitor):
    text = words(read(visitor, published()))
    for title in ("Coûts", "Moyens humains", "Ce qui a été difficile", "Conditions", "Délai"):
        assert f"{title} Les sources n'en disent rien." in text, title


def test_what_the_sources_say_or_somebody_answered_is_no_silence(visitor):
    told = published(
        start="2020-01",
        end="2020-06",
        costs_text="<p>Peu.</p>",
        means_unknown=True,
        difficulties_text="<p>Le calendrier.</p>",
        reproducibility="<p>Un réseau.</p>",
    )
    assert "n'en disent rien" not in words(read(visitor, told))
    assert "n'en disent rien" not in words(read(visitor, published(origin="proposee", **ANSWERED)))


def test_a_measure_without_an_after_has_no_arrow(visitor):
    sheet = draft()
    sheet.results = [ProjectResult(indicator="Ancienne plateforme", before=Decimal(4000))]
    sheet.save_revision().publish()
    html = read(visitor, sheet)
    assert "avant&nbsp;: 4 000" in words(html)
    assert "measure__arrow" not in html


def test_non_connu_is_shown_where_somebody_said_so(visitor):
    sheet = published(investment_unknown=True, running_unknown=True, results_too_early=True)
    text = words(read(visitor, sheet)).lower()
    assert "non connu" in text
    assert "trop tôt pour le dire" in text


def test_a_documentary_sheet_says_that_its_authority_did_not_validate_it(visitor):
    sources = [ProjectSource(title="a", date="2020-11"), ProjectSource(title="b", date="2021")]
    text = words(read(visitor, published(sources=sources)))
    assert "Fiche documentaire établie à partir de sources publiques" in text
    assert "non validée par la collectivité" in text
    assert "2020-2021" in text.replace("–", "-")
    assert "non validée par la collectivité" not in words(read(visitor, full()))


def test_a_debate_shows_its_own_group_and_other_kinds_do_not(visitor):
    debate = {"debate_question": "Comment déployer la 5G ?", "debate_method": "Ateliers"}
    sheet = published(kind="debat_local", **debate)
    assert "Comment déployer la 5G ?" in words(read(visitor, sheet))
    # As an older version may have it: publishing refuses what the nature does not show.
    ProjectPage.objects.filter(pk=sheet.pk).update(kind="projet")
    page_cache.content_changed()
    assert "Comment déployer la 5G ?" not in words(read(visitor, sheet))


def test_an_older_draft_does_not_bring_back_a_confirmation(visitor):
    sheet = published()
    older = sheet.get_latest_revision()
    OwnerConfirmation.objects.create(sheet=sheet, confirmed_on=datetime.date(2026, 3, 4))
    older.publish()
    assert "4 mars 2026" in words(read(visitor, sheet))


def test_permalink_leads_to_the_sheet_even_after_its_slug_changed(
    visitor, django_capture_on_commit_callbacks
):
    sheet = published()
    assert visitor.get(sheet.permalink)["Location"] == f"/projets/{sheet.slug}/"
    old = sheet.slug
    sheet.slug = "autre-adresse"
    with django_capture_on_commit_callbacks(execute=True):
        sheet.save_revision().publish()
    assert visitor.get(sheet.permalink)["Location"] == "/projets/autre-adresse/"
    response = visitor.get(f"/projets/{old}/", follow=True)
    assert response.redirect_chain[-1][0].endswith("/projets/autre-adresse/")
    assert response.status_code == 200


def test_drafts_and_private_sheets_do_not_exist_for_a_visitor(visitor):
    hidden, private = draft(), published()
    restriction = PageViewRestriction.objects.create(page=private, restriction_type="groups")
    restriction.groups.add(Group.objects.create(name="membres"))
    for sheet in (hidden, private):
        assert visitor.get(sheet.permalink).status_code == 404
    assert visitor.get(f"/projets/{hidden.slug}/").status_code == 404
    assert visitor.get(f"/projets/{private.slug}/").status_code in (302, 403)
    sitemap = visitor.get("/sitemap.xml").content.decode()
    assert published().slug in visitor.get("/sitemap.xml").content.decode()
    assert hidden.slug not in sitemap
    assert private.slug not in sitemap


@pytest.mark.parametrize("number", ["0", "999999", "9" * 40])
def test_a_number_that_was_never_given_is_not_found(visitor, number):
    assert visitor.get(f"/f/{number}/").status_code == 404


def test_a_sheet_whose_authority_is_retired_still_shows(visitor):
    sheet = published(authority=AuthorityFactory(retired_on=datetime.date(2024, 1, 1)))
    assert sheet.authority.name in read(visitor, sheet)


def test_hostile_texts_are_escaped_everywhere(visitor):
    hostile = "<script>alert(1)</script>\"'&<b>"
    sheet = draft(
        title=f"T {hostile}",
        summary=hostile,
        trigger=hostile,
        context=f"<p>ok</p>{hostile}",
        licence_text=hostile,
        kind="debat_local",
        debate_question=hostile,
        sources=[ProjectSource(title=hostile, author=hostile)],
        main_theme=ThemeFactory(name=hostile),
        authority=AuthorityFactory(name=hostile),
    )
    sheet.partners = [ProjectPartner(label=hostile)]
    sheet.difficulties = [ProjectDifficulty(type="budget", text=hostile)]
    sheet.save_revision().publish()
    html = read(visitor, sheet)
    assert "<script>alert" not in html
    data = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    assert json.loads(data[1])["@graph"][0]["headline"] == f"T {hostile}"


def test_statements_do_not_grow_with_the_rows(visitor, django_assert_max_num_queries):
    sheet = full()
    for count in (1, 12):
        sheet.difficulties = [
            ProjectDifficulty(type="budget", text=f"Difficulté {n}") for n in range(count)
        ]
        sheet.partners = [ProjectPartner(label=f"Partenaire {n}") for n in range(count)]
        sheet.tools = [ProjectTool(tool=ToolFactory()) for n in range(count)]
        sheet.save_revision().publish()
        for _number in range(count):
            documented(sheet, published())
        call_command("search_rebuild", verbosity=0)
        read(visitor, sheet)
        with django_assert_max_num_queries(QUERIES["sheet"]) as captured:
            read(visitor, sheet)
        statements = [query["sql"] for query in captured.captured_queries]
        assert max(map(statements.count, statements)) <= 2


def test_a_source_that_does_not_open_any_more_has_its_archived_version(visitor):
    archived = "https://web.archive.org/web/2023/https://exemple.fr/b"
    source = ProjectSource(title="Bulletin", url="https://exemple.fr/b", archived_url=archived)
    page = read(visitor, published(sources=[source, ProjectSource(title="Autre")]))
    assert page.count("Version archivée") == 1
    assert f'href="{archived}"' in page
