"""What an answer of services/networks/finding is made of."""

from dataclasses import dataclass

from assetmap.services.networks.wanted import Wanted


@dataclass(frozen=True)
class Place:
    """One group or asset that was found. `number` is its id, none where it is invented; `detail` the kind of a group, or the category
    of an asset by name; `walk_m` the walk in metres, none where only the surroundings are known (`rough`) or none was asked about.
    `runs` names what it runs that was found, `areas` the neighbourhoods it is in; the contact is the one a group has made public."""

    node: str
    number: int | None
    name: str
    summary: str
    detail: str
    walk_m: float | None
    rough: bool
    areas: tuple[str, ...] = ()
    runs: tuple[str, ...] = ()
    website: str = ""
    public_email: str = ""
    public_phone: str = ""


@dataclass(frozen=True)
class Way:
    """Why a group knows another (see graphs/reaching.ways); `venue` is the name of a place that both use."""

    target: str
    kind: str
    outward: bool
    venue: str
    state: str


@dataclass(frozen=True)
class Introducer:
    """A group that knows `known` of the `others` found groups besides itself, and why."""

    place: Place
    known: int
    others: int
    found: bool
    ways: tuple[Way, ...]


@dataclass(frozen=True)
class Tie:
    """One link between two that were found, by name and id (none where it is invented)."""

    source: Place
    target: Place
    kind: str
    directed: bool
    state: str
    frequency: str


@dataclass(frozen=True)
class Offer:
    """What a group there needs or offers. `found` says whether it is one of those that fit."""

    place: Place
    side: str
    thing: str
    words: str
    weekdays: int
    found: bool


@dataclass(frozen=True)
class Answer:
    """The whole answer. Groups and assets come by how far they are, then by name; of very many only the first are here, `group_count`
    and `asset_count` say how many there are. Of `rough` ones only the surroundings are known. `placeless` assets fit but have no
    fixed place; `silent` groups and assets may fit but do not say for whom they are or which languages are spoken. `linked` and
    `hubs` are names of found groups, `venues` a place and the names of those found that use it. `answered` of the found groups have
    answered for their links; `all_links` and `all_groups` are how many there are that the viewer may see, `hidden` at least how
    many links they may not (none where too few to tell); `streets` whether walks are along loaded streets."""

    wanted: Wanted
    groups: tuple[Place, ...]
    assets: tuple[Place, ...]
    group_count: int
    asset_count: int
    placeless: int
    rough: int
    silent: int
    beyond: tuple[Place, ...]
    ties: tuple[Tie, ...]
    linked: tuple[str, ...]
    hubs: tuple[str, ...]
    venues: tuple[tuple[str, tuple[str, ...]], ...]
    introducers: tuple[Introducer, ...]
    offers: tuple[Offer, ...]
    answered: int
    all_links: int
    all_groups: int
    hidden: int | None
    streets: bool

    @property
    def kept_parts(self) -> int:
        """How much room it takes where answers are kept."""
        shown = (self.groups, self.assets, self.beyond, self.ties, self.introducers, self.offers)
        return 100 + 20 * sum(len(each) for each in shown)
