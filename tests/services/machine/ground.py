"""What the machine stands on: the people, the register, and a simple model of what it must say."""

import contextlib
from dataclasses import dataclass, field

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assetmap import db
from assetmap.errors import AssetmapError
from assetmap.models import Asset, Group, Remit, Subject, User
from assetmap.services import contents, remember, versions
from assetmap.services.entering import Site
from assetmap.services.precision import openness
from assetmap.services.vocabulary import vocabulary

SITE = Site("only for this test", "https://map.example.org", "Here")
STEWARDS = ("administrator@example.org", "steward@example.org")  # the second one looks after one category only
KEEPERS = ("resident@example.org", "developer@example.org")
SUBJECTS = (Subject.asset, Subject.group)
SPOTS = ((-0.0601, 51.5205), (-0.0205, 51.5101))
SHOWN = ("exact", "blurred", "area", "hidden")
FIELDS = {Subject.asset: "summary", Subject.group: "purpose"}
NAME = "Quilombo"
Key = tuple[Subject, int]
number = st.integers(0, 50)
subject = st.sampled_from(SUBJECTS)
shown = st.sampled_from(SHOWN)


@dataclass
class Entry:
    """What the model knows of an entry.

    What its one line says (empty: not public), what it said in each version, where it leads if it was merged, whether it is of the
    category that the second steward looks after, every address it ever had, and whether it keeps its place back.
    """

    says: str
    limited: bool
    in_versions: list[str] = field(default_factory=list)
    into: Key | None = None
    addresses: set[str] = field(default_factory=set)
    hides: bool = False


@dataclass
class Waiting:
    """What the model knows of what was sent: its words, and (empty where it has none) a new address and a new contact."""

    subject: Subject
    word: str
    address: str = ""
    contact: str = ""
    limited: bool = False

    @property
    def words(self) -> set[str]:
        return {word for word in (self.word, self.address, self.contact) if word}


class Ground(RuleBasedStateMachine):
    """The register and its model, side by side."""

    engine = None

    def __init__(self):
        super().__init__()
        remember.forget()
        self.connection = db.writer(self.engine).connect()
        self.outer = self.connection.begin()
        self.session = Session(self.connection, expire_on_commit=False, join_transaction_mode="create_savepoint")
        by_email = {user.email: user for user in self.session.scalars(select(User))}
        self.stewards, self.keepers = ([by_email[email] for email in emails] for emails in (STEWARDS, KEEPERS))
        self.categories = [each.slug for each in vocabulary(self.session).categories[:2]]
        self.session.add(Remit(user_id=self.stewards[1].id, category_id=vocabulary(self.session).category(self.categories[1]).id))
        self.session.flush()
        self.before = {model: self.session.scalar(select(func.count()).select_from(model)) for model in (Asset, Group)}
        self.words, self.steps, self.version = 0, 0, ""
        self.entries: dict[Key, Entry] = {}
        self.sent: dict[int, Waiting] = {}
        self.unreviewed: set[str] = set()  # words, addresses and contacts that no steward has approved
        self.concealed: set[str] = set()  # addresses that are kept back
        self.private: set[str] = set()  # contacts that nobody agreed to, or not any more
        self.kept: set[tuple[Key, int]] = set()  # which group, and which of the keepers answers for it
        self.asked: dict[int, tuple[Key, int]] = {}  # claims that wait
        self.tickets: list[str] = []

    def teardown(self):
        self.session.close()
        self.outer.rollback()
        self.connection.close()
        remember.forget()

    def new(self, kind: str) -> str:
        """A word that stands nowhere else, so that it can be looked for everywhere; its number says where an address lies."""
        self.words += 1
        return f"z{kind}{self.words:04d}z"

    def content(self, subject, word, limited=False):
        """What a form gives for a new entry."""
        chosen = self.categories[limited]
        same = {"name": NAME, "website": "", "public_email": "", "public_phone": "", "audiences": [], "languages": []}
        if subject == Subject.group:
            return same | {"purpose": word, "kind": "other", "themes": [chosen], "areas": []}
        asset = {"summary": word, "category": chosen, "holder": "community", "cost": "free", "access": [], "precision": "exact"}
        return same | asset | {"address": "", "postcode": "", "lon": None, "lat": None}

    def place(self, address, precision, ticked):
        """What a form gives of a place: one that nothing else has."""
        lon, lat = SPOTS[int(address[2:6]) % len(SPOTS)]
        at = {"lon": self.lon(address), "lat": lat, "address": f"{address} Street", "postcode": ""}
        return at | {"precision": precision, "radius_m": 250 if precision == "blurred" else None, "place_ticked": ticked}

    def lon(self, address):
        """How far east an address lies: another for each, by 70 cm and more, and with six decimals, so that none begins another."""
        number = int(address[2:6])
        return round(SPOTS[number % len(SPOTS)][0] + number * 1e-5 + 3e-6, 6)

    def contact(self, contact, agreed):
        """What a form gives of an e-mail address that may be public if its owner ticked that."""
        return {"public_email": f"{contact}@example.org", "consents": ["public_email"] if agreed else []}

    def public(self, subject):
        return [key for key, entry in self.entries.items() if key[0] == subject and entry.says]

    def pick(self, found, which):
        return found[which % len(found)] if found else None

    def now(self, key):
        """All that is known of an entry, as a form is filled with."""
        return contents.of_entry(self.session, *key).everything

    @contextlib.contextmanager
    def whole(self):
        """All or nothing, as a request is: what fails leaves no trace. `done` says whether it was done."""
        outcome = {"done": False}
        try:
            with self.session.begin_nested():
                yield outcome
            outcome["done"] = True
        except AssetmapError as error:
            outcome["error"] = error
        self.session.expire_all()

    def goal(self, key):
        """Where an entry's address leads by the model: itself, what it was merged into, or nowhere."""
        while key is not None and not self.entries[key].says:
            key = self.entries[key].into
        return key

    def root(self, key):
        """The entry that this one became part of, be that public or not."""
        while self.entries[key].into is not None:
            key = self.entries[key].into
        return key

    def says(self, key, word):
        """An entry has a new version, and says this in it."""
        entry = self.entries[key]
        entry.says, entry.into = word, None
        entry.in_versions.append(word)

    def gone(self, key, into=None):
        """An entry has a last version, and is public no more."""
        entry = self.entries[key]
        entry.in_versions.append(entry.says)
        entry.says, entry.into = "", into

    def placed(self, key, before):
        """An asset may have another place, or shows more or less of it: what is to be kept back follows from what it says now. `before`
        is how many metres it left open; gives how many it does now."""
        said, entry = self.now(key), self.entries[key]
        if not said.get("lon"):
            return before
        address = said["address"].removesuffix(" Street")
        if address.startswith("za"):
            entry.addresses.add(address)
        entry.hides = said["precision"] != "exact"
        if not entry.hides:
            self.concealed.discard(address)
        else:
            others = (each for number, each in self.entries.items() if self.root(number) != self.root(key) and not each.hides)
            self.concealed |= entry.addresses.difference(*(each.addresses for each in others))
        return openness(said)

    def open_by(self, key):
        return openness(self.now(key)) if key[0] == Subject.asset else 0

    def base(self, key):
        return versions.entry_of(self.session, *key).version

    def looks_after(self, who, limited):
        """Whether a steward looks after what is of the second category, or not."""
        return who % 2 == 0 or limited
