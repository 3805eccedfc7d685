"""A page as the printer gets it: its PDF, and which boxes are cut over two sheets of paper."""

import re

from .view import View

# A link at both ends of each box that should stay whole; where a link is printed, the PDF says in plain words.
MARK = """() => {
  const boxes = [...document.querySelectorAll("main *")].filter((element) => {
    const style = getComputedStyle(element);
    const framed = ["Top", "Right", "Bottom", "Left"].every((side) => parseFloat(style[`border${side}Width`]) > 0);
    return element.checkVisibility() && style.display !== "inline" && (framed || style.breakInside === "avoid");
  });
  boxes.forEach((box, number) => {
    if (getComputedStyle(box).position === "static") box.style.position = "relative";
    for (const [end, edge] of [["starts", "top"], ["ends", "bottom"]]) {
      const mark = document.createElement("a");
      mark.href = `https://box.invalid/${number}/${end}`;
      mark.style.cssText = `position: absolute; inset-inline-start: 0; ${edge}: 0; display: block; width: 4px; height: 1px;
        min-height: 0; margin: 0; padding: 0`;
      mark.textContent = " ";
      (box.tagName === "TR" ? box.cells[0] : box).append(mark);
    }
  });
  return boxes.map((box) => `${box.className} ${box.textContent.trim().replace(/\\s+/g, " ").slice(0, 50)}`);
}"""
_OBJECT = re.compile(rb"(\d+) 0 obj\b(.*?)\bendobj", re.DOTALL)
_PAGE = re.compile(rb"/Type\s*/Page\b(?!s)")
_MARK = re.compile(rb"https://box\.invalid/(\d+)/(starts|ends)")


def printed(view: View) -> bytes:
    """The PDF."""
    return view.page.pdf(prefer_css_page_size=True)


def pages(pdf: bytes) -> int:
    return len(_PAGE.findall(pdf))


def cut_boxes(view: View) -> list[str]:
    """What begins on one sheet of paper and ends on another. The page is not good for anything else afterwards."""
    view.page.emulate_media(media="print")
    boxes = view.page.evaluate(MARK)
    found = _places(printed(view))
    assert len(found) == 2 * len(boxes) > 0, "marks that were not printed"
    return [
        box
        for number, box in enumerate(boxes)
        if found[number, b"starts"] != found[number, b"ends"]
    ]


def _places(pdf: bytes) -> dict[tuple[int, bytes], int]:
    """(box, end) -> page."""
    objects = {int(one[1]): one[2] for one in _OBJECT.finditer(pdf)}
    found = {}
    for number, page in enumerate(body for body in objects.values() if _PAGE.search(body)):
        links = re.search(rb"/Annots\s*\[(.*?)\]", page, re.DOTALL)
        for reference in re.findall(rb"(\d+) 0 R", links[1] if links else b""):
            for box, end in _MARK.findall(objects[int(reference)]):
                found[int(box), end] = number
    return found
