"""All demo sheets out to a spreadsheet and back, without a difference."""

import json

import pytest

pytestmark = pytest.mark.xdist_group("site")

# In memory: what would be saved is what is compared, in the words of the file.
ROUND_TRIP = """
import json
from catalogue.models import ProjectPage
from catalogue.spreadsheet.export import export_csv, export_xlsx
from catalogue.spreadsheet.importing import read
from catalogue.spreadsheet.making import authority_texts, make
from catalogue.spreadsheet.references import References
from catalogue.spreadsheet.written import written, written_sheets

sheets = ProjectPage.objects.order_by("pk")
was = {one.identifier: one for one in written_sheets(sheets)}
files = {"xlsx": export_xlsx(sheets), "csv": "".join(export_csv(sheets)).encode()}
told = {}
for kind, content in files.items():
    found = read(content, "fiches." + kind)
    references = References()
    references.load_authorities(authority_texts(found.records))
    different = [problem.said for problem in found.problems]
    for record in found.records:
        made = make(record, references, existing=None, publish=True)
        different += [one.where + " " + one.said for one in (*made.problems, *made.notes)]
        if made.sheet is None:
            continue
        now, before = written(made.sheet, record.identifier), was[record.identifier]
        own = {"numero": "", "en_ligne": "", "completude": ""}
        if now.cells | own != before.cells | own or now.rows != before.rows:
            different.append(record.identifier)
    told[kind] = [len(found.records), different]
print(json.dumps(told))
"""


def test_what_is_exported_of_all_sheets_is_read_back(prepared):
    told = json.loads(prepared.run(ROUND_TRIP).splitlines()[-1])
    assert told == {"xlsx": [141, []], "csv": [141, []]}
