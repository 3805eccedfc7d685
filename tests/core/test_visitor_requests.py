"""A form for anybody: no cookie, nothing typed is lost, and each refusal says what to do."""

import dataclasses
import datetime
from types import SimpleNamespace

import pytest
import time_machine
from django import forms
from django.test import Client, RequestFactory
from django.urls import include, path

from core.sanitising import typed_line, typed_text
from core.visitor_requests import links, origin, tokens
from core.visitor_requests.fields import AddressField, LineField, TextField
from core.visitor_requests.forms import VisitorForm
from core.visitor_requests.link_views import SignedLinkView
from core.visitor_requests.views import SENDINGS, RequestFormView
from tests.naughty import NAUGHTY

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]

ACCEPTED: list[tuple[str, dict]] = []


class NoteForm(VisitorForm):
    title = LineField(label="Titre", longest=120)
    text = TextField(label="Texte", longest=2000, required=False)
    courriel = AddressField(label="Adresse électronique")
    kind = forms.ChoiceField(
        label="Nature", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect, required=False
    )

    def record_fields(self):
        return self.cleaned_data


ABOUT = SimpleNamespace(title="Agen", get_url=lambda: "/")


class Sink:
    """Stands where a model's manager does: this file is about the form and its page."""

    class _meta:
        model_name = "note"

    class objects:
        @staticmethod
        def submit(**values):
            ACCEPTED.append((values.pop("submission_key"), values))


NoteForm.model = Sink


class NoteView(RequestFormView):
    form_class = NoteForm

    def get_about(self):
        return ABOUT


class NoteConfirmation(SignedLinkView):
    purpose = "note"
    max_age = datetime.timedelta(days=7)
    template = "visitor_requests/note.html"
    records = {"1": None}

    def find(self, key):
        return Note(key) if key in self.records else None

    def is_done(self, record):
        return self.records[record.key]

    def act(self, record):
        self.records[record.key] = datetime.datetime.now()
        return True


@dataclasses.dataclass
class Note:
    key: str
    about = ABOUT
    confirmed_at = datetime.datetime(2026, 11, 24, tzinfo=datetime.UTC)


urlpatterns = [
    path("note/", NoteView.as_view()),
    path("note/<str:token>/", NoteConfirmation.as_view()),
    path("", include("config.urls")),
]


@pytest.fixture(autouse=True)
def _clean(settings, tmp_path):
    ACCEPTED.clear()
    NoteConfirmation.records = {"1": None}
    folder = tmp_path / "visitor_requests"
    folder.mkdir()
    (folder / "note.html").write_text(
        '{% extends "visitor_requests/page.html" %}{% block button %}Je confirme{% endblock %}',
        encoding="utf-8",
    )
    first = settings.TEMPLATES[0]
    settings.TEMPLATES = [{**first, "DIRS": [*first["DIRS"], tmp_path]}]


def filled(*, age=10, **fields):
    """What a browser sends for a form that was shown `age` seconds ago."""
    now = datetime.datetime.now(datetime.UTC)
    with time_machine.travel(now - datetime.timedelta(seconds=age)):
        token = tokens.issue(NoteForm.name())
    return {"jeton": token, "title": "Titre", "courriel": "a@exemple.invalid", **fields}


def token_in(response) -> str:
    return response.context["form"]["jeton"].value()


# --- the token


def test_a_form_is_shown_without_a_cookie_and_accepted(visitor):
    shown = visitor.get("/note/")
    assert "no-store" in shown["Cache-Control"]
    with time_machine.travel(datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=20)):
        response = visitor.post("/note/", {**filled(), "jeton": token_in(shown)})
    assert response.status_code == 302
    assert not response.cookies
    assert len(ACCEPTED) == 1


def test_no_csrf_cookie_is_asked_for():
    assert Client(enforce_csrf_checks=True).post("/note/", filled()).status_code == 302


def test_a_double_click_carries_the_same_key(visitor):
    data = filled()
    visitor.post("/note/", data)
    visitor.post("/note/", data)
    assert len({key for key, _ in ACCEPTED}) == 1


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"age": 0}, "comme le ferait un robot"),
        ({"age": tokens.MAX_AGE + 10}, "sa validité a expiré"),
        ({"jeton": "x:y:z"}, "pas pu être reconnu"),
        ({"jeton": tokens.issue("another form")}, "pas pu être reconnu"),
        ({"jeton": ""}, "pas pu être reconnu"),
    ],
)
def test_a_token_that_does_not_hold_is_a_message_and_a_second_try(visitor, data, words):
    response = visitor.post("/note/", filled(title="Ce que j’ai écrit", **data))
    assert response.status_code == 422
    html = response.content.decode()
    assert words in html
    assert "Ce que j’ai écrit" in html
    assert not ACCEPTED
    again = filled(title="Ce que j’ai écrit") | {"jeton": token_in(response)}
    with time_machine.travel(datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=9)):
        assert visitor.post("/note/", again).status_code == 302


# --- where it comes from


@pytest.mark.parametrize(
    ("headers", "own"),
    [
        ({}, True),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "http://testserver"}, True),
        ({"Sec-Fetch-Site": "none"}, True),
        ({"Origin": "http://testserver"}, True),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, True),
        ({"Origin": "null"}, False),
        ({"Origin": "http://ailleurs.invalid"}, False),
        ({"Origin": "https://testserver"}, False),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "http://ailleurs.invalid"}, False),
    ],
)
def test_whose_page_sent_it(headers, own):
    assert origin.is_own(RequestFactory().post("/", headers=headers)) is own


def test_a_form_sent_from_elsewhere_is_refused_and_kept(visitor):
    response = visitor.post(
        "/note/", filled(title="Venu d’ailleurs"), headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert response.status_code == 403
    assert "semble venir d’un autre site" in response.content.decode()
    assert "Venu d’ailleurs" in response.content.decode()
    assert not ACCEPTED


# --- the trap and the rate


def test_the_trap_has_a_label_and_tells_what_happened(visitor):
    assert "Laissez ce champ vide" in visitor.get("/note/").content.decode()
    response = visitor.post("/note/", filled(laissez_vide="https://pub.invalid"))
    assert response.status_code == 422
    assert "Ce champ doit rester vide" in response.content.decode()
    assert 'class="visitor-form__shown"' in response.content.decode()


def test_too_many_from_one_network(visitor):
    for time in range(SENDINGS.times):
        assert (
            visitor.post("/note/", filled(courriel=f"a{time}@exemple.invalid")).status_code == 302
        )
    response = visitor.post("/note/", filled(title="Le mien"))
    assert response.status_code == 429
    assert "Le mien" in response.content.decode()
    assert "dans une heure" in response.content.decode()
    elsewhere = visitor.post("/note/", filled(), REMOTE_ADDR="192.0.2.7")
    assert elsewhere.status_code == 302


def test_what_is_refused_does_not_count(visitor):
    for _ in range(SENDINGS.times + 1):
        assert visitor.post("/note/", filled(courriel="non")).status_code == 422
    assert visitor.post("/note/", filled()).status_code == 302


# --- what is typed


def test_errors_are_tied_to_fields_and_summed_up_where_the_focus_goes(visitor):
    html = visitor.post("/note/", filled(title="", courriel="pas une adresse")).content.decode()
    assert 'role="alert" tabindex="-1" autofocus' in html
    assert '<a href="#id_title">' in html
    assert '<a href="#id_courriel">Écrivez une adresse de la forme nom@domaine.fr.</a>' in html
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_courriel_error"' in html
    assert 'value="pas une adresse"' in html


def test_a_choice_that_does_not_exist_points_to_the_first_button(visitor):
    html = visitor.post("/note/", filled(kind="zzz")).content.decode()
    assert '<a href="#id_kind_0">' in html
    assert 'id="id_kind_0"' in html


def test_ten_thousand_characters_are_counted_and_kept(visitor):
    long = "é" * 10_000
    response = visitor.post("/note/", filled(title=long, text=long))
    html = response.content.decode()
    assert response.status_code == 422
    assert "10\u202f000 caractères, 120 au plus" in html
    assert "raccourcissez-le de 8\u202f000" in html
    assert html.count(long) == 2
    assert "maxlength" not in visitor.get("/note/").content.decode()


@pytest.mark.parametrize("text", NAUGHTY)
def test_naughty_strings_neither_break_nor_act(client, text):
    # Not the checking visitor: what was typed is shown again, template tags and all.
    response = client.post("/note/", filled(title=text, text=text, courriel=text))
    assert response.status_code == 422  # the address is none
    html = response.content.decode()
    assert "<script>alert" not in html
    assert "<img src=x" not in html
    response = client.post("/note/", filled(title=text, text=text))
    if typed_line(text):
        assert response.status_code == 302
        assert ACCEPTED[-1][1]["title"] == typed_line(text)


def test_what_shows_nothing_is_taken_out():
    assert typed_text("a\x00b\u202ec\u200b\r\nd  e\n\n\n\nf ") == "abc\nd e\n\nf"
    assert typed_line(" deux\nlignes ") == "deux lignes"
    assert typed_line("e\u0301te\u0301 👩‍💻") == "été 👩‍💻"


# --- links


def link(key="1"):
    return f"/note/{links.sign('note', key)}/"


def test_opening_a_link_confirms_nothing_and_the_button_does(visitor):
    url = link()
    for _ in range(3):
        html = visitor.get(url).content.decode()
        assert "Je confirme" in html
        assert NoteConfirmation.records == {"1": None}
    assert "Merci, c’est confirmé" in visitor.post(url).content.decode()
    assert NoteConfirmation.records["1"]
    for answer in (visitor.get(url), visitor.post(url)):
        assert answer.status_code == 200
        assert "C’est déjà confirmé" in answer.content.decode()


def test_an_expired_link_says_so(visitor):
    url = link()
    late = datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=7, seconds=2)
    with time_machine.travel(late):
        for answer in (visitor.get(url), visitor.post(url)):
            assert answer.status_code == 410
            assert "Ce lien a expiré" in answer.content.decode()
    assert NoteConfirmation.records == {"1": None}


@pytest.mark.parametrize(
    "damage", [lambda u: u[:-4] + "/", lambda u: u[:9] + "/", lambda u: u[:-1] + "x/"]
)
def test_a_damaged_link_says_how_to_open_it(visitor, damage):
    answer = visitor.post(damage(link()))
    assert answer.status_code == 404
    assert "Ce lien est incomplet" in answer.content.decode()


def test_a_link_for_something_else_or_something_gone(visitor):
    assert visitor.get(f"/note/{links.sign('autre', '1')}/").status_code == 404
    gone = visitor.get(link("2"))
    assert gone.status_code == 410
    assert "plus rien à confirmer" in gone.content.decode()


def test_another_site_cannot_press_the_button(visitor):
    answer = visitor.post(link(), headers={"Origin": "https://ailleurs.invalid"})
    assert answer.status_code == 403
    assert NoteConfirmation.records == {"1": None}
