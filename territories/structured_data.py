"""An authority in schema.org's words (JSON-LD)."""

from .models import Authority, Precision


def area(authority: Authority) -> dict:
    """{"@type": "AdministrativeArea", "name": « Saint-Denis (La Réunion) », "identifier", "geo"}: what is known."""
    found: dict = {"@type": "AdministrativeArea", "name": authority.label}
    if code := authority.identifier:
        found["identifier"] = {
            "@type": "PropertyValue",
            "propertyID": code["scheme"],
            "value": code["code"],
        }
    if authority.position_precision == Precision.PLACE:
        found["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": authority.lat,
            "longitude": authority.lon,
        }
    return found
