"""All demo sheets, dates and tours out to a spreadsheet and back, without a difference."""

import json

import pytest

pytestmark = pytest.mark.xdist_group("site")

# In memory: what would be saved is what is compared, in the words of the file.
ROUND_TRIP = """
import json
from core.tables.contents import registered
from core.tables.export import export_csv, export_xlsx
from core.tables.importing import read
from core.tables.making import make
from core.tables.written import written, written_pages

told = {}
for of in registered():
    pages = of.model.objects.order_by("pk")
    was = {one.identifier: one for one in written_pages(of, pages)}
    own = {one.name: "" for one in of.information}
    files = {"xlsx": export_xlsx(of, pages), "csv": "".join(export_csv(of, pages)).encode()}
    for kind, content in files.items():
        found = read(of, content, "fichier." + kind)
        references = of.references(None)
        of.load(references, found.records)
        different = [problem.said for problem in found.problems]
        for record in found.records:
            made = make(of, record, references, existing=None, publish=True)
            different += [one.where + " " + one.said for one in (*made.problems, *made.notes)]
            if made.page is None:
                continue
            now, before = written(of, made.page, record.identifier), was[record.identifier]
            if now.cells | own != before.cells | own or now.rows != before.rows:
                different.append(record.identifier)
        told[of.key + " " + kind] = [len(found.records), different]
print(json.dumps(told))
"""


def test_what_is_exported_of_all_pages_is_read_back(prepared):
    told = json.loads(prepared.run(ROUND_TRIP).splitlines()[-1])
    assert all(different == [] for _, different in told.values()), told
    counts = {name: count for name, (count, _) in told.items()}
    assert counts["sheet xlsx"] == counts["sheet csv"] == 141
    assert counts["date xlsx"] == counts["date csv"] >= 77
    assert counts["tour xlsx"] == counts["tour csv"] > 1
