"""A file of figures as cells of text: read, its table found, its columns guessed. No database here, and nothing is believed yet."""

from assetmap.services.sheets.files import read
from assetmap.services.sheets.sheet import Sheet
from assetmap.services.sheets.table import Table, find

__all__ = ["Sheet", "Table", "find", "read"]
