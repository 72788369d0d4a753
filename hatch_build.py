"""Keeps a wheel from being built without the map's own files, which npm brings and git does not hold."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class VendoredFiles(BuildHookInterface):
    """Looks for what `npm ci && npm run vendor` makes."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Stop a real build that would make a site without a map; an editable one may be filled later."""
        if version != "editable" and not (Path(self.root) / "static" / "vendor" / "manifest.json").is_file():
            raise FileNotFoundError("static/vendor is missing. Run `npm ci && npm run vendor` first.")
