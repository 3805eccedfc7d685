"""What a row was called besides its name, in one field: parted by commas, or by semicolons where a name holds a comma."""


def names_in(text: str) -> list[str]:
    separator = ";" if ";" in text else ","
    return [name for part in text.split(separator) if (name := part.strip())]


def as_one_text(names: list[str]) -> str:
    """As `names_in` reads them again."""
    if any("," in name for name in names):
        return " ; ".join(names) if len(names) > 1 else f"{names[0]} ;"
    return ", ".join(names)


def names_of_both(kept, other) -> str:
    """The `former_name` of `kept` with the name, acronym and former names of `other`, as far as there is room."""
    room = kept._meta.get_field("former_name").max_length
    known = names_in(kept.former_name)
    mine = {kept.name, kept.acronym, *known}
    for name in (other.name, other.acronym, *names_in(other.former_name)):
        if name and name not in mine and len(as_one_text([*known, name])) <= room:
            known.append(name)
    return as_one_text(known)
