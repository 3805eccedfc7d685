import json
import re

from django.template import Context, Template

from territories import contours
from territories.loading import data_folder
from territories.models import Authority
from tools.contours import drawings


def test_the_file_is_what_the_script_draws():
    """After a change of the contours: `tools/contours.py`."""
    kept = json.loads((data_folder() / contours.CONTOURS).read_text(encoding="utf-8"))
    assert kept == json.loads(json.dumps(drawings()))


def test_paths_are_read_back_as_points():
    (ring, *_) = contours.outline(["75"], None, None, precise=True).rings
    assert len(ring) > 3
    assert all(3 <= value <= 97 for point in ring for value in point)
    both = contours.outline(["68", "67"], None, None, precise=True)
    assert len(both.rings) == 2
    assert contours.outline(["47", "67"], None, None, precise=True) is None


def test_the_map_of_france_is_light_and_whole():
    france = contours.france()
    assert len(france.shapes) == 101
    assert len("".join(shape.path for shape in france.shapes)) <= 25_000
    assert [frame.code for frame in france.frames] == ["971", "972", "973", "974", "976"]
    assert france.view_box == f"0 0 600 {france.height}"
    for shape in france.shapes:
        assert re.fullmatch(r"(M[-\d. ]+l[-\d. ]+z)+", shape.path)
        assert 0 <= float(shape.x) <= 600
        assert 0 <= float(shape.y) <= france.height


def test_overseas_places_stand_in_their_frame():
    x, y = map(float, contours.france_position(55.45, -20.88, "974"))
    frame = next(frame for frame in contours.france().frames if frame.code == "974")
    assert float(frame.x) <= x <= float(frame.x) + frame.side
    assert float(frame.y) <= y <= float(frame.y) + frame.side
    assert contours.france_position(0, 0, "987") is None


def test_a_dot_lies_in_its_departement_and_says_how_good_it_is():
    precise = contours.dot_map(["47"], 0.6281, 44.1602, precise=True)
    assert (precise.view_box, precise.approximate) == ("0 0 100 100", False)
    assert 50 < float(precise.x) < 80
    assert contours.dot_map(["47"], 0.6281, 44.1602, precise=False).approximate
    # The middle of a grouping that lies in the next département is not drawn.
    assert contours.dot_map(["47"], 2.0, 48.0, precise=False).x is None
    assert contours.dot_map(["987"], None, None, precise=False) is None


def drawn(code, source="{% load territories %}{% dot_map a %}{% population_scale a b %}"):
    context = {"a": Authority.objects.get(code=code), "b": Authority.objects.get(code="47031")}
    return Template(source).render(Context(context))


def test_templates_draw_a_territory(register):
    html = drawn("47001")
    assert 'role="img" aria-label="Carte : Agen dans le département du Lot-et-Garonne"' in html
    assert "dot-map__dot" in html
    assert "style=" not in html
    assert html.count('class="scale__tick"') == 8
    assert "Boé (Lot-et-Garonne), 5\u202f846 habitants" in html
    # A French template writes 61,9 for a number: no attribute may hold a comma.
    assert not re.search(r' (?:x|y|x1|x2|cx|cy|r)="[^"]*,', html)


def test_an_approximate_place_is_a_ring_and_an_unknown_one_no_mark(register):
    Authority.objects.filter(code="55039").update(position_precision="epci")
    assert "dot-map__ring" in drawn("55039")
    assert "(position approximative)" in drawn("55039")
    alsace = drawn("COL-ALSACE")
    assert alsace.count("dot-map__area") == 2
    assert "dot-map__dot" not in alsace
    assert "dot-map" not in drawn("COL-987")
    assert drawn("R75").count("dot-map__area") == 12


def test_a_body_without_population_draws_no_scale():
    source = '{% include "components/population_scale.html" with scale=scale only %}'
    for scale in ({"mine": None, "marks": []}, {"mine": None, "marks": [None]}):
        assert "<svg" not in Template(source).render(Context({"scale": scale}))
    both = Template(source).render(Context({"scale": {"mine": 0.4, "marks": [0.1, 0.5, 0.1]}}))
    assert both.count("scale__mark") == 2
    assert both.count("scale__mine") == 1
