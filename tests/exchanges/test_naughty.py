"""Strings that broke software before, in each field of each form of a question, by whoever fills it in."""

import pytest
from django.core import mail
from django.test import Client

from core.mail.queue import drain
from exchanges.models import Question
from tests.exchanges.questions import ask, data, mails_to, owner_path, reply, sheet, tick
from tests.naughty import NAUGHTY as STRINGS

pytestmark = pytest.mark.django_db(transaction=True)


def test_no_string_breaks_a_page_or_makes_markup():
    # Not `visitor`, who takes what is typed and escaped in a value for a handler.
    visitor, about = Client(), sheet()
    path = f"/f/{about.number}/demander/"
    for field in ("fait", "question", "collectivite", "fonction", "courriel", "souhaite", "jeton"):
        for text in STRINGS:
            answer = visitor.post(path, data(**{field: text}))
            assert answer.status_code in (302, 422, 429), (field, text)
            assert b"<script>alert" not in answer.content
    assert visitor.get(f"{path}?fait={'x' * 300}").status_code == 200


def test_what_is_taken_is_shown_as_typed_to_both_sides(visitor):
    about = sheet()
    question = ask(visitor, about)
    tick()
    desk = owner_path()
    mine = question.asker_url.removeprefix("http://127.0.0.1:8000")
    visitor = Client()
    for text in STRINGS:
        for fields in ({"publiable": text}, {"reponse": "", "fonction": text}):
            assert reply(visitor, desk, question, **fields).status_code in (422, 429)
        for posted in ({"action": "transmettre", "adresse": text}, {"action": text}):
            answer = visitor.post(f"{desk}{question.pk}/", posted)
            assert answer.status_code in (200, 302, 422, 429)
        assert visitor.post(desk, {"reponse": text}).status_code in (302, 429)
        assert visitor.post(mine, {"action": "suite", "suite": text}).status_code in (422, 429)
    assert Question.objects.get().state == "transmise"


def test_hostile_words_travel_whole(visitor):
    about = sheet()
    text = "<script>alert(1)</script> {{ 7|add:7 }} %s \u202egauche '; DROP TABLE x;"
    question = ask(visitor, about, question=text, fonction=text)
    tick()
    reply(visitor, owner_path(), question, reponse=text, fonction=text)
    drain()
    for one in mail.outbox:
        assert "<script>alert" not in one.alternatives[0][0]
    assert "{{ 7|add:7 }}" in mails_to("elue@boe.invalid")[-1].body
