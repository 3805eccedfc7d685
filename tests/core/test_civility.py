import pytest
from django.core.exceptions import ValidationError

from core.visitor_requests.civility import civil
from core.visitor_requests.fields import LineField, TextField


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Bande de CONNARDS !", "CONNARDS"),
        ("quel c0nnaaard", "c0nnaaard"),
        ("Espèce d’enculé…", "enculé"),
        ("Allez vous  faire foutre", "vous  faire foutre"),
        ("Ferme ta\ngueule", "ta\ngueule"),
    ],
)
def test_an_insult_is_refused_with_its_word(text, word):
    with pytest.raises(ValidationError) as refused:
        civil(text)
    assert f"« {word} »" in refused.value.messages[0]
    for field in (TextField(longest=200), LineField(longest=200)):
        with pytest.raises(ValidationError):
            field.clean(text)


@pytest.mark.parametrize(
    "text",
    [
        "La collecte des ordures ménagères et le débat des députés",
        "Connaître la commune de Condé, ses contes et son centre",
        "Réputé difficile à imputer ; un ordinateur de la DDFP, l’ENTM et Saint-Cul",
        "Le pédestre, les pédagogues ; le Rio Negro et les éditions Conard",
        "🙂 ﬁ ß İ " * 20,
    ],
)
def test_words_that_only_look_like_one_pass(text):
    assert civil(text) is None
