"""What awaits whoever follows a link of ours stands on one screen of a phone, with the way to leave for ever."""

import pytest

# A phone of 390 by 844 pixels.
PERSONAL = ["owner", "asker", "declarer", "story in review", "story confirmed"]
END = """() => Math.max(...[...document.querySelectorAll("main a, main button, main p, main li")].map(
  (one) => one.getBoundingClientRect().bottom))"""


@pytest.mark.parametrize("name", PERSONAL)
def test_all_of_it_is_on_one_screen(views, shown, name):
    page = views.new(width=390).show(shown[name]).page
    assert page.evaluate(END) <= 844
