"""Our own small Folium elements: each writes one line of script that hands a JSON configuration to static/js/maps.js.

Two traps are closed here. Folium's own elements put strings into JavaScript back-tick strings, so ours carry JSON only.
And branca compiles what an element wrote a second time, as a Jinja template, so `{{ }}` in any string would run on
the server: ours are placed as `Written` text, which nothing compiles again (that also saves a millisecond for each).
"""

from typing import Any

import folium
from branca.element import Element, Figure, MacroElement
from folium.template import Template

from assetmap.maps.places import Drawn, MapPlace

Config = dict[str, Any]


class Written(Element):
    """Text that is placed as it stands."""

    def __init__(self, text: str):
        super().__init__()
        self.text = text

    def render(self, **kwargs: Any) -> str:
        """The text, unchanged."""
        return self.text


def write(element: MacroElement) -> str:
    """Write an element's macros, and then its children's, into the figure it stands in; empty, for nothing remains."""
    figure = element.get_root()
    if not isinstance(figure, Figure):
        raise TypeError("A map element can only be written when it stands in a figure.")
    macros = element._template.module.__dict__
    for name, place in (("html", figure.html), ("script", figure.script)):
        if macro := macros.get(name):
            place.add_child(Written(str(macro(element, {})).strip()), name=element.get_name())
    for child in element._children.values():
        child.render()
    return ""


class Map(folium.Map):
    """A Folium map that brings no files of its own and has the same id on every rendering."""

    default_js: list[tuple[str, str]] = []
    default_css: list[tuple[str, str]] = []

    _template = Template(
        """
        {% macro html(this, kwargs) %}<div class="folium-map" id="{{ this.get_name() }}"></div>{% endmacro %}
        {% macro script(this, kwargs) -%}
        import * as assetmap from {{ this.place.endpoints.module|tojson }};
        const {{ this.get_name() }} = assetmap.map({{ this.get_name()|tojson }}, {{ this.config|tojson }});
        {%- endmacro %}
        """
    )

    def __init__(self, name: str, place: MapPlace, config: Config):
        super().__init__(tiles=None)
        self._id = name
        self.place = place
        self.drawn = Drawn(place.geography)
        self.config = config

    def render(self, **kwargs: Any) -> str:
        """Write the map and all that stands on it into its figure; nothing remains to be placed."""
        return write(self)


class Part(MacroElement):
    """Something that stands on a map; `function` is the function of static/js/maps.js that draws it."""

    function = ""

    _template = Template(
        """
        {% macro script(this, kwargs) -%}
        const {{ this.get_name() }} = assetmap.{{ this.function }}({{ this._parent.get_name() }}, {{ this.config|tojson }});
        {%- endmacro %}
        """
    )

    def __init__(self, config: Config):
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = type(self).__name__
        self.config = config

    def add_to(self, parent: Element, name: str | None = None, index: int | None = None) -> "Part":
        """Stand on a map, taking its id so that both are the same on every rendering."""
        self._id = parent._id
        super().add_to(parent, name=name, index=index)
        return self

    def render(self, **kwargs: Any) -> str:
        """Write this part into the figure; nothing remains to be placed."""
        return write(self)


class BaseLayer(Part):
    """The street map underneath, from the tiles a setting names."""

    function = "baseLayer"


class AreaLayer(Part):
    """The areas of one geography: outlines, names, and one indicator shaded."""

    function = "areaLayer"


class AssetLayer(Part):
    """Assets, asked for by tile: clusters with their count, or one mark."""

    function = "assetLayer"


class LabelledMarks(Part):
    """Points, each with one of the script's own words beside it."""

    function = "labelledMarks"


class LinkLayer(Part):
    """Groups and the links between them, asked for by what is in view: bundled from afar, one by one close by."""

    function = "linkLayer"


class Together(Part):
    """Makes maps of one group move together."""

    function = "together"


class PlaceMark(Part):
    """One marked point."""

    function = "placeMark"


class LocationPicker(Part):
    """A mark that a person moves, tied to two fields of a form."""

    function = "locationPicker"


class ShapePicker(Part):
    """A shape that a person draws corner by corner, tied to a hidden field of a form."""

    function = "shapePicker"


class Explorer(Part):
    """Ties the layers of the map page to its filters, its menus and its list."""

    function = "explore"

    _template = Template(
        """
        {% macro script(this, kwargs) -%}
        {%- set layers = this.assets.get_name() ~ ", " ~ this.areas.get_name() -%}
        assetmap.explore({{ this._parent.get_name() }}, {{ layers }}, {{ this.config|tojson }});
        {%- endmacro %}
        """
    )

    def __init__(self, assets: AssetLayer, areas: AreaLayer, config: Config):
        super().__init__(config)
        self.assets = assets
        self.areas = areas
