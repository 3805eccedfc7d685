"""A kind of request that exists here only: a model, a form, addresses and one template make the whole way."""

import datetime

import pytest
import time_machine
from django.core import mail
from django.db import connection, models
from django.db.models import Q
from django.http import Http404
from django.urls import include, path
from django.utils import timezone

from core.visitor_requests import tokens
from core.visitor_requests.fields import AddressField, TextField
from core.visitor_requests.forms import VisitorForm
from core.visitor_requests.models import VisitorRequest
from core.visitor_requests.urls import confirmation_path, form_paths
from core.visitor_requests.views import RequestFormView
from tests.factories import published

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls(__name__)]

# --- the three files: models.py


class Remark(VisitorRequest):
    confirmed_fields = ("text",)
    erased_fields = ("email", "text")

    sheet = models.ForeignKey(
        "catalogue.ProjectPage", on_delete=models.CASCADE, related_name="+", db_constraint=False
    )
    text = models.TextField()

    class Meta:
        app_label = "tests"
        managed = False

    @classmethod
    def expired_q(cls, now):
        return Q(confirmed_at__lt=now - datetime.timedelta(days=30))

    @property
    def about(self):
        return self.sheet


# --- forms.py


class RemarkForm(VisitorForm):
    model = Remark

    question = TextField(label="Votre question", longest=1500)
    courriel = AddressField(label="Votre adresse électronique")

    def record_fields(self):
        return {"text": self.cleaned_data["question"], "email": self.cleaned_data["courriel"]}


# --- views and addresses


class AskView(RequestFormView):
    form_class = RemarkForm

    def get_about(self):
        sheet = Remark._meta.get_field("sheet").related_model.objects.filter(
            number=self.kwargs["number"]
        )
        if not (found := sheet.live().first()):
            raise Http404
        return found

    def fields(self, form):
        return {"sheet": self.about, **form.record_fields()}


urlpatterns = [
    *form_paths("demander/<int:number>/", AskView, name="remark"),
    confirmation_path("demandes/confirmer/", Remark),
    path("", include("config.urls")),
]

# --- and the template

TEMPLATE = """{% extends "visitor_requests/page.html" %}
{% block form_heading %}Poser une question{% endblock %}
{% block ask %}Votre question partira telle quelle.{% endblock %}
{% block details %}<dl class="details"><div><dt>Question</dt><dd>{{ record.text|prose }}</dd></div></dl>{% endblock %}
"""


@pytest.fixture(autouse=True)
def _installed(settings, tmp_path):
    folder = tmp_path / "visitor_requests"
    folder.mkdir()
    (folder / "remark.html").write_text(TEMPLATE, encoding="utf-8")
    first = settings.TEMPLATES[0]
    settings.TEMPLATES = [{**first, "DIRS": [*first["DIRS"], tmp_path]}]
    with connection.schema_editor() as editor:
        editor.create_model(Remark)
    yield
    with connection.schema_editor() as editor:
        editor.delete_model(Remark)


def sent(**fields) -> dict:
    with time_machine.travel(timezone.now() - datetime.timedelta(seconds=30)):
        token = tokens.issue(RemarkForm.name())
    return {"jeton": token, "question": "Combien ?", "courriel": "elue@boe.invalid", **fields}


def link() -> str:
    [address] = [word for word in mail.outbox[-1].body.split() if "/demandes/" in word]
    return address.removeprefix("http://127.0.0.1:8000")


def test_the_whole_way(visitor):
    sheet = published()
    address = f"/demander/{sheet.number}/"
    page = visitor.get(address).content.decode()
    assert "<h1>Poser une question</h1>" in page
    assert f"<title>Poser une question\u00a0: {sheet.title}" in page
    assert visitor.get("/demander/999999/").status_code == 404

    wrong = visitor.post(address, sent(courriel="nulle part"))
    assert wrong.status_code == 422
    assert "Combien ?" in wrong.context["form"]["question"].value()
    data = sent()
    answer = visitor.post(address, data)
    assert "Il reste à confirmer" in visitor.get(answer.url).content.decode()
    visitor.post(address, data)
    assert Remark.objects.count() == 1
    assert len(mail.outbox) == 1
    first = link()
    visitor.post(address, data | {"question": "Combien de temps ?"})
    assert visitor.get(first).status_code == 410

    shown = visitor.get(link()).content.decode()
    assert "Combien de temps" in shown
    assert "Votre question partira" in shown
    assert not Remark.objects.confirmed().exists()
    assert "Merci" in visitor.post(link()).content.decode()
    assert "déjà confirmé" in visitor.post(link()).content.decode()
    assert visitor.get(link()[:-8] + "/").status_code == 404
    assert Remark.objects.confirmed().count() == 1

    now = timezone.now()
    assert Remark.objects.forget_pending(now + datetime.timedelta(days=8)) == 0
    assert Remark.objects.forget(now) == 0
    later = now + datetime.timedelta(days=31)
    assert Remark.objects.forget(later) == 1
    assert Remark.objects.forget(later) == 0
    question = Remark.objects.get()
    assert (question.email, question.text) == ("", "")
    assert question.erased_at == later


def test_what_nobody_confirms_goes_and_its_link_says_so(visitor):
    sheet = published()
    visitor.post(f"/demander/{sheet.number}/", sent())
    late = timezone.now() + datetime.timedelta(days=7, minutes=1)
    with time_machine.travel(late):
        assert "Ce lien a expiré" in visitor.get(link()).content.decode()
    assert Remark.objects.forget_pending(late) == 1


def test_a_mail_that_got_lost_is_sent_again_and_a_double_click_is_not(visitor):
    sheet, data = published(), sent()
    for minutes, mails in ((0, 1), (5, 1), (11, 2)):
        with time_machine.travel(timezone.now() + datetime.timedelta(minutes=minutes)):
            visitor.post(f"/demander/{sheet.number}/", data)
        assert len(mail.outbox) == mails
