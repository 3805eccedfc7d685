import pytest
from django.core.management import call_command

from bench import corpus


def test_the_same_corpus_every_time():
    assert list(corpus.records(3)) == list(corpus.records(3))
    (record, *_) = corpus.records(1)
    assert 300 <= len(record.body.split()) <= 320


@pytest.mark.django_db
def test_the_command_prints_its_table(capsys):
    call_command("bench_search", 60, queries=16, pages=0, verbosity=0)
    out = capsys.readouterr().out
    assert "60 fiches" in out
    assert "la même, par territoire comparable" in out
