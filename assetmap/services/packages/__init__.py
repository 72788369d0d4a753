"""A place as a folder: a Data Package read, checked at the door, and written in one transaction."""

from assetmap.services.packages.load import load
from assetmap.services.packages.package import Package, read

__all__ = ["Package", "load", "read"]
