"""Runs inside a copy of the demo content (`Instance.run`): sheets that the demonstration does not have."""

import json
from io import BytesIO

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from catalogue.models import ProjectPage, ProjectPicture, ProjectSource
from core.models import Picture

STORY = (
    "context",
    "objectives",
    "actions",
    "governance",
    "reproducibility",
    "prerequisites",
    "risks",
)


def add() -> None:
    """Prints {name: address} of a sheet with two pictures, one with a portrait, one that fills pages."""
    landscape = _picture("La place du marché, un soir d’hiver", "L. Exemple, CC BY 4.0", 2000, 1200)
    portrait = _picture("Un capteur sur son mât", "Ville d’Exemple", 1000, 1500)
    sheets = ProjectPage.objects.live().order_by("number")
    pair, wide, tall, full = sheets[:4]
    chosen = {pair: (landscape, portrait), wide: (landscape,), tall: (portrait,)}
    for sheet, pictures in chosen.items():
        sheet.pictures = [
            ProjectPicture(picture=picture, caption="Deux ans après les travaux.")
            for picture in pictures
        ]
    for name in STORY:
        setattr(full, name, "".join(f"<p>{name} {n}. {'Un récit. ' * 40}</p>" for n in range(4)))
    full.sources = [
        ProjectSource(title=f"Source {n} d’un dossier", url=f"https://exemple.fr/{n}/", date="2024")
        for n in range(1, 61)
    ]
    pages = {"pair": pair, "landscape": wide, "portrait": tall, "full": full}
    for sheet in pages.values():
        sheet.save_revision().publish()
    print(json.dumps({name: page.relative_url(None) for name, page in pages.items()}))


def _picture(alt: str, credit: str, width: int, height: int) -> Picture:
    drawn = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    ImageDraw.Draw(drawn).ellipse((width / 4, height / 4, width / 2, height / 2), fill="#d9480f")
    file = BytesIO()
    drawn.save(file, "JPEG")
    return Picture.objects.create(
        title=alt, description=alt, credit=credit, file=ContentFile(file.getvalue(), "essai.jpg")
    )
