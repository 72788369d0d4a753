"""The networks of the place, of a neighbourhood, and around one group: in words, as a graph, and as a table."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from flask import Blueprint, render_template, request, url_for

from assetmap import maps
from assetmap.models import LinkKind
from assetmap.services import areas, groups, introductions, networks
from assetmap.services.introductions import Suggestion
from assetmap.services.networks import Look, Network, Viewer, findings, lines, listing
from assetmap.web import drawing, query
from assetmap.web.link_words import KINDS
from assetmap.web.networks import asking
from assetmap.web.networks.findings import Sentence, sentences
from assetmap.web.networks.unlinked import Unlinked
from assetmap.web.sessions import session, settings

blueprint = Blueprint("networks", __name__)
KEPT = ("kind", "theme", "steps", "example", "q", "sort", "list")
"""What of an address is kept when one thing of it changes."""
MOST_ALONE = 60


@blueprint.get("/networks")
def index() -> str:
    """The network of the whole place."""
    seen = Seen.of(asking.read(request.args))
    return render_template("networks/index.html", seen=seen, suggestions=suggestions(seen.network))


@blueprint.get("/neighbourhoods/<code>/network")
def neighbourhood(code: str) -> str:
    """The links among groups that are or work in an area."""
    area = areas.get(session(), code[:61])
    address = areas.address(session(), area)
    seen = Seen.of(asking.read(request.args, area=address), code=address)
    return render_template("networks/neighbourhood.html", seen=seen, area=area, suggestions=suggestions(seen.network))


@blueprint.get("/groups/<int:group_id>/network")
def group(group_id: int) -> str:
    """Whom a group works with, and whom those work with. Never an example: the group is real."""
    found = groups.get(session(), group_id)
    asked = replace(asking.read(request.args, around=f"g{group_id}"), example="no")
    return render_template("networks/group.html", seen=Seen.of(asked, group_id=group_id), group=found)


def suggestions(network: Network) -> list[Suggestion]:
    """Three introductions worth making, for those who look after networks."""
    return introductions.worth_making(session(), network) if asking.viewer() == Viewer.connector else []


@dataclass(frozen=True)
class Seen:
    """What a page shows of a network: the look, what it sees, and the page of its table."""

    asked: Look
    network: Network
    summary: listing.Summary
    table: listing.Listing
    alone: listing.Listing
    listed: dict[str, str]
    values: dict[str, Any]

    @classmethod
    def of(cls, asked: Look, **values: Any) -> "Seen":
        """Take the look; `values` are those of the page's own address."""
        network = networks.look(session(), asked)
        text = request.args.get("q", "").strip()[: query.TEXT_LIMIT]
        sort = listing.BY_NAME if request.args.get("sort") == listing.BY_NAME else listing.BY_LINKS
        which = "alone" if request.args.get("list") == "alone" else "links"
        number, size = query.read_page(request.args), settings().assetmap_page_size
        table = listing.listed(network, text, sort, number if which == "links" else 1, size)
        alone = listing.alone(network, text, number if which == "alone" else 1, size)
        return cls(asked, network, listing.summary(network), table, alone, {"q": text, "sort": sort, "list": which}, values)

    @property
    def data(self) -> str:
        """The address of what the graph draws."""
        return url_for("api.networks", **self.arguments())

    @cached_property
    def map(self) -> maps.MapParts:
        """The links on the map, beginning with the whole of an area, or of what is around a group."""
        asked = self.arguments()
        pairs = [(name, str(each)) for name, own in asked.items() for each in (own if isinstance(own, list) else [own]) if each is not None]
        box = areas.bounds(session(), areas.get(session(), self.asked.area)) if self.asked.area else None
        around = lines.bounds(self.network) if self.asked.around else None
        return maps.page_parts(maps.network_map(drawing.place(), arguments=pairs, bounds=box or around))

    @property
    def draws_alone(self) -> bool:
        """Whether those no link is known for are drawn too: where they are few enough to be looked at."""
        return self.summary.alone <= MOST_ALONE

    @property
    def sentences(self) -> list[Sentence]:
        """What stands out, in words."""
        return sentences(findings.findings(session(), self.network, around=bool(self.asked.around)), self.network)

    @property
    def unlinked(self) -> Unlinked:
        """The words for groups no link is known for."""
        return Unlinked(self.asked, self.network)

    @property
    def filtered(self) -> bool:
        """Whether only some kinds of link or one theme are asked for."""
        return bool(self.asked.kinds or self.asked.theme)

    @property
    def has_example(self) -> bool:
        """Whether there is a made-up network that may be shown here."""
        return request.endpoint != "networks.group" and networks.example(session()) is not None

    def arguments(self) -> dict[str, Any]:
        """The look as arguments of an address outside this page: of an API answer, a file, a picture."""
        steps = self.asked.steps if self.asked.around else None
        asked = {name: getattr(self.asked, name) or None for name in ("theme", "area", "around", "example")}
        return {"kind": list(self.asked.kinds), "steps": steps, **asked}

    def here(self, **changes: Any) -> str:
        """The address of this page with something changed; none takes it away."""
        kept = {name: request.args.getlist(name) for name in KEPT if request.args.getlist(name)}
        return url_for(request.endpoint or "networks.index", **{**self.values, **kept, **changes})

    @property
    def kinds(self) -> list[tuple[str, str, bool]]:
        """The kinds of link to choose from: value, words, whether chosen."""
        return [(kind.value, str(KINDS[kind]), kind.value in self.asked.kinds) for kind in LinkKind]
