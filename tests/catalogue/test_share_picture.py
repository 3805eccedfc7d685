"""The picture of a shared page: every sign that is drawn is in the font, nothing runs out."""

import pytest

from territories.share_picture import Shared, draw, drawable


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("L’œuvre de L’Haÿ : 30 % – « même »", "L’œuvre de L’Haÿ : 30 % – « même »"),
        ("Réduire le CO₂ de 3 m²", "Réduire le CO2 de 3 m2"),
        ("Papier → numérique, ≥ 30 %", "Papier – numérique, min. 30 %"),
        ("L’HAŸ ŁÓDŹ straße №\u202f3", "L’HAY LODZ strasse n°\u202f3"),
        ("Des arbres 🌳👩🏽‍🌾 en ville", "Des arbres en ville"),
        ("e\u0301te\u0301, rendez\u2011vous", "été, rendez-vous"),
        ("日本", ""),
    ],
)
def test_signs_that_the_font_lacks_are_replaced_or_left_out(text, drawn):
    assert drawable(text) == drawn
    assert drawable(drawn) == drawn


@pytest.mark.parametrize(
    "title", ["Titre", "Anticonstitutionnellement" * 4, "mot " * 60, "日本", ""]
)
@pytest.mark.parametrize(
    "line",
    [
        (),
        ("Nantes", "commune", "320\u202f000\u00a0hab."),
        ("Syndicat intercommunal à vocation multiple de la haute vallée " * 4, "syndicat"),
        ("W" * 250, "commune"),
    ],
)
def test_nothing_runs_out_of_the_picture(title, line):
    image = draw(Shared("x", title, line, None, 1)).convert("L")
    paper = image.getpixel((0, 0))
    margins = [image.crop((0, 0, 68, 610)), image.crop((1132, 0, 1200, 610))]
    assert [margin.getextrema() for margin in margins] == [(paper, paper)] * 2
    # Between the title and the foot's line there is always air.
    assert image.crop((0, 498, 1200, 512)).getextrema() == (paper, paper)
