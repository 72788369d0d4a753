"""assetmap: a community asset map joined to neighbourhood wellbeing. `create_app` is the one place where parts are joined."""

import logging
from typing import TYPE_CHECKING

from assetmap.config import Settings, read_settings

if TYPE_CHECKING:
    from flask import Flask


def create_app(settings: Settings | None = None) -> "Flask":
    """The web application for these settings (those of the environment where none are given)."""
    from assetmap.web import factory

    settings = settings or read_settings()
    logging.basicConfig(level=settings.assetmap_log_level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    return factory.build(settings)
