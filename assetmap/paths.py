"""Where templates, static files, migrations and places are: in a checkout, or inside a wheel."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
SHIPPED = PACKAGE / "shipped"  # made by the wheel build, see pyproject.toml
ROOT = SHIPPED if SHIPPED.is_dir() else PACKAGE.parent

TEMPLATES = ROOT / "templates"
STATIC = ROOT / "static"
MIGRATIONS = ROOT / "migrations"
PLACES = ROOT / "data" / "reference"
