"""Sheets as the lines of a spreadsheet, written and read: what the export writes, the import reads back.

One sheet of the file holds the sheets, one line each; each group of rows (costs, sources…) has a sheet of its own, whose
lines name their sheet by its identifier. A CSV has one table: the columns of a group are there « couts_lignes.montant »,
and a sheet with three costs takes three lines of the same identifier.
"""
