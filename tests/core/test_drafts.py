"""A draft is never refused: whatever is typed in whatever field of whatever page is there when it is opened again."""

import html
import json

import pytest
from django import forms
from django.apps import apps
from django.urls import reverse
from wagtail.admin.rich_text import DraftailRichTextArea
from wagtail.models import Page
from wagtail.test.utils.form_data import rich_text

from catalogue.choices import CostNature, CostRole, Period
from catalogue.models import ProjectCost, ProjectPage
from core.models import BasePage
from core.publishing import PublicationRefused
from curation.models import CollectionPage
from home.models import HomePage, PlainPage
from publications.models import PublicationPage
from tests.curation.test_collections import collection
from tests.events.factories import EventFactory, TourFactory
from tests.factories import AuthorityFactory, DepartementFactory, SheetFactory
from tests.publications.made import publication

pytestmark = pytest.mark.django_db

TYPES = [model for model in apps.get_models() if issubclass(model, BasePage)]
DOUBTFUL = "bientôt, « peut-être » & <autres>"
LONG = "a" * 4000


def page_of(model: type[BasePage]) -> BasePage:
    made = {"ProjectPage": SheetFactory, "EventPage": EventFactory, "TourPage": TourFactory}
    if factory := made.get(model.__name__):
        return factory()
    if issubclass(model, PlainPage):
        return HomePage.objects.get().add_child(instance=model(title="Une page", slug="une"))
    if model is CollectionPage:
        return collection(SheetFactory())
    if model is PublicationPage:
        return publication()
    return model.objects.get()


def form_of(page: BasePage, user) -> forms.ModelForm:
    form_class = page.get_edit_handler().get_form_class()
    return form_class(instance=page, parent_page=page.get_parent(), for_user=user)


def doubtful_value(name: str, field: forms.Field, text: str):
    if isinstance(field.widget, DraftailRichTextArea):
        return rich_text(f"<p>Un texte pour {name}</p>")
    if isinstance(field, forms.BooleanField):
        return "on"
    return f"{text} {name}"


def doubtful_data(form, text: str) -> dict[str, str]:
    """What a browser would send with words everywhere, and one row more in each group of rows."""
    data = {
        form.add_prefix(name): doubtful_value(name, field, text)
        for name, field in form.fields.items()
    }
    for formset in form.formsets.values():
        existing = len(formset.forms)
        added = existing + (formset.prefix != "comments")
        data |= {
            f"{formset.prefix}-TOTAL_FORMS": added,
            f"{formset.prefix}-INITIAL_FORMS": existing,
        }
        for place in range(added):
            is_new = place == existing
            row = formset.empty_form if is_new else formset.forms[place]
            for name, field in row.fields.items():
                value = doubtful_value(f"{formset.prefix} {place} {name}", field, text)
                own = {
                    "id": "" if is_new else row.instance.pk or "",
                    "ORDER": place + 1,
                    "DELETE": "",
                }
                data[f"{formset.prefix}-{place}-{name}"] = own.get(name, value)
    return data


def shown(client, page: BasePage) -> str:
    response = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert response.status_code == 200
    return html.unescape(response.content.decode())


def lost(data: dict, text: str) -> list[str]:
    typed = {name: str(value) for name, value in data.items() if DOUBTFUL in str(value)}
    return [name for name, value in typed.items() if value not in text]


@pytest.mark.parametrize("model", TYPES, ids=lambda model: model.__name__)
@pytest.mark.parametrize("live", [False, True], ids=["draft", "live"])
def test_every_word_of_every_field_comes_back(admin_client, admin_user, model, live):
    page = page_of(model)
    if not live:
        Page.objects.filter(pk=page.pk).update(live=False)
        page = model.objects.get(pk=page.pk)
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    data = doubtful_data(form_of(page, admin_user), DOUBTFUL)
    response = admin_client.post(url, data)
    assert response.status_code == 302
    text = shown(admin_client, page)
    assert "à préciser avant de publier" in text
    assert lost(data, text) == []
    # What the public may read has not moved.
    assert not live or model.objects.get(pk=page.pk).title == page.title
    with pytest.raises(PublicationRefused):
        model.objects.get(pk=page.pk).get_latest_revision().publish()
    # Once more, as the form that was opened would send it: nothing is added, nothing goes.
    again = model.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert (
        admin_client.post(url, doubtful_data(form_of(again, admin_user), DOUBTFUL)).status_code
        == 302
    )


@pytest.mark.parametrize("model", TYPES, ids=lambda model: model.__name__)
def test_a_form_that_saves_itself_is_not_refused_either(admin_client, admin_user, model):
    page = page_of(model)
    data = doubtful_data(form_of(page, admin_user), DOUBTFUL)
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    response = admin_client.post(url, data, headers={"accept": "application/json"})
    assert response.json()["success"], response.json()
    # The browser was told which rows are known now, and sends them again.
    updates = response.json()["field_updates"]
    data |= updates | {"overwrite_revision_id": response.json()["revision_id"]}
    response = admin_client.post(url, data, headers={"accept": "application/json"})
    assert response.json()["success"], response.json()
    assert lost(data, shown(admin_client, page)) == []


@pytest.mark.parametrize(
    "text", [LONG, "-1", "31/12/9999", "0001", "9" * 40, "1e400", "\x00", "é\u2028"]
)
@pytest.mark.parametrize("model", [ProjectPage, type(None)], ids=["sheet", "event"])
def test_no_value_of_any_field_fails(admin_client, admin_user, model, text):
    page = SheetFactory() if model is ProjectPage else EventFactory()
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    data = doubtful_data(form_of(page, admin_user), text)
    assert admin_client.post(url, data).status_code == 302
    assert admin_client.post(url, data | {"action-publish": "1"}).status_code == 200


@pytest.mark.parametrize("model", [ProjectPage], ids=["sheet"])
def test_a_new_page_keeps_all_that_was_typed(admin_client, admin_user, model):
    from tests.factories import catalogue_page

    parent = catalogue_page()
    form_class = model.get_edit_handler().get_form_class()
    data = doubtful_data(
        form_class(instance=model(), parent_page=parent, for_user=admin_user), DOUBTFUL
    )
    url = reverse("wagtailadmin_pages:add", args=["catalogue", "projectpage", parent.pk])
    for title in (data["title"], ""):
        assert admin_client.post(url, data | {"title": title}).status_code == 302
        sheet = ProjectPage.objects.order_by("pk").last()
        assert lost(data | {"title": title}, shown(admin_client, sheet)) == []
    assert sheet.title == "Sans titre"


def test_what_is_doubtful_is_said_and_once_mended_it_goes_live(admin_client, admin_user):
    region = DepartementFactory(code="93", name="Seine-Saint-Denis")
    for departement in (region, DepartementFactory()):
        AuthorityFactory(name="Saint-Denis", departement=departement)
    sheet = SheetFactory()
    url = reverse("wagtailadmin_pages:edit", args=[sheet.pk])
    data = sent_as_shown(form_of(sheet, admin_user)) | {
        "covered_territories": "Saint-Denis",
        "start": "printemps 2022",
        "costs-TOTAL_FORMS": 1,
        "costs-0-label": "Les capteurs",
        "costs-0-nature": CostNature.INVESTMENT,
        "costs-0-role": CostRole.WHOLE,
        "costs-0-period": Period.TOTAL,
        "costs-0-amount": "",
        "costs-0-ORDER": 1,
    }
    assert admin_client.post(url, data).status_code == 302
    text = shown(admin_client, sheet)
    for words in ("Saint-Denis", "printemps 2022", "Les capteurs", "plusieurs réponses"):
        assert words in text
    refused = admin_client.post(url, data | {"action-publish": "1"})
    assert refused.status_code == 200
    assert refused.context["form"].errors.keys() >= {"covered_territories", "start"}
    mended = data | {
        "covered_territories": "",
        "start": "mars 2022",
        "costs-0-amount": "12 500,50 €",
    }
    published = admin_client.post(url, mended | {"action-publish": "1"})
    assert published.status_code == 302, errors_of(published.context["form"])
    sheet.refresh_from_db()
    assert sheet.doubtful == {}
    assert sheet.start == "2022-03"
    assert str(ProjectCost.objects.get(page=sheet).amount) == "12500.50"


@pytest.mark.parametrize("how", [{}, {"action-publish": "1"}], ids=["draft", "published"])
def test_an_address_left_empty_is_made_of_the_title_and_never_asked_for(
    admin_client, admin_user, how
):
    sheet = SheetFactory(title="L’eau, à l’été", slug="eau-2021")
    url = reverse("wagtailadmin_pages:edit", args=[sheet.pk])
    data = sent_as_shown(form_of(sheet, admin_user)) | {"slug": ""}
    assert admin_client.post(url, data | how).status_code == 302
    draft = ProjectPage.objects.get().get_latest_revision_as_object()
    assert (draft.slug, draft.doubtful) == ("eau-2021", {})
    new = reverse(
        "wagtailadmin_pages:add", args=["catalogue", "projectpage", sheet.get_parent().pk]
    )
    assert admin_client.post(new, data | {"title": "L’eau, à l’été"} | how).status_code == 302
    draft = ProjectPage.objects.order_by("pk").last().get_latest_revision_as_object()
    assert (draft.slug, draft.doubtful) == ("leau-a-lete", {})


def errors_of(form) -> list:
    rows = [(name, formset.errors) for name, formset in form.formsets.items()]
    return [form.errors, *rows]


def sent_as_shown(form) -> dict:
    data = {}
    for each in (form, *(row for formset in form.formsets.values() for row in formset.forms)):
        for field in each:
            value = field.value()
            if isinstance(field.field.widget, DraftailRichTextArea):
                value = field.field.widget.format_value(value)
            if isinstance(field.field, forms.BooleanField):
                value = "on" if value else None
            if value is not None and not (isinstance(value, list) and not value):
                data[field.html_name] = value if isinstance(value, list) else str(value)
    for formset in form.formsets.values():
        count = len(formset.forms)
        data |= {f"{formset.prefix}-TOTAL_FORMS": count, f"{formset.prefix}-INITIAL_FORMS": count}
    return data


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("12 500,50 €", "12500.50"),
        ("12\u202f500", "12500.00"),
        ("12500.5", "12500.50"),
        ("0,5", "0.50"),
    ],
)
def test_an_amount_is_read_as_french_people_write_it(typed, stored):
    from core.numbers import plain_number

    assert f"{float(plain_number(typed)):.2f}" == stored


@pytest.mark.parametrize(
    "typed", ["12.500", "1.250.050", "12 500 euros", "12,5,0", "1e5", "douze", "٣"]
)
def test_a_number_that_could_be_another_is_asked_about(typed):
    from core.numbers import plain_number

    with pytest.raises(forms.ValidationError):
        plain_number(typed)


def test_no_field_cuts_what_is_pasted(admin_client, admin_user):
    sheet = SheetFactory()
    assert "maxlength" not in shown(admin_client, sheet).partition('id="page-edit-form"')[2]
    data = sent_as_shown(form_of(sheet, admin_user)) | {
        "summary": "a" * 2000,
        "action-publish": "1",
    }
    response = admin_client.post(reverse("wagtailadmin_pages:edit", args=[sheet.pk]), data)
    assert response.context["form"].errors["summary"] == ["1500 caractères de trop : 500 au plus."]
    assert json.dumps("a" * 2000)[1:-1] in response.content.decode()
