"""Several people do everything that can be done with entries, in any order; a simple model knows what must be public then.

The model is a few dictionaries: what each entry says in public, how many versions it has, where it leads if it has gone, what was
sent and not approved, who claimed what. After every step the register must say the same: on pages' services, the map's clusters,
the facets and what the API reads; and nothing that no steward approved may stand in anything public.
"""

import contextlib
from collections import Counter
from dataclasses import dataclass

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assetmap import db
from assetmap.errors import AlreadyDecided, AssetmapError, Gone
from assetmap.models import Act, Asset, Claim, Group, Purpose, Status, Subject, Submission, User, Version, Wish
from assetmap.services import (
    assets,
    clusters,
    contents,
    facets,
    groups,
    histories,
    merging,
    publish,
    remember,
    submissions,
    tickets,
    versions,
    whereabouts,
)
from assetmap.services.filters import Filters
from assetmap.services.merging import Merger
from assetmap.services.revisions import Choice
from assetmap.services.submissions import Sent
from assetmap.services.tickets import About
from assetmap.services.versions import Made
from tests.conftest import TOLERANCE_M

SECRET = "only for this test"  # noqa: S105
PEOPLE = ("steward@example.org", "administrator@example.org")
PLACES = ({"lon": -0.0601, "lat": 51.5205}, {"lon": -0.0205, "lat": 51.5101}, {"lon": None, "lat": None})
SUBJECTS = (Subject.asset, Subject.group)
Key = tuple[Subject, int]
number = st.integers(0, 50)


@dataclass
class Entry:
    """What the model knows of an entry: what its one line says (empty: not public), how many versions it has, and where it leads."""

    says: str
    versions: int = 1
    into: Key | None = None
    in_versions: tuple[str, ...] = ()


class Register(RuleBasedStateMachine):
    """The register and its model, side by side."""

    engine = None

    def __init__(self):
        super().__init__()
        remember.forget()
        self.connection = db.writer(self.engine).connect()
        self.outer = self.connection.begin()
        self.session = Session(self.connection, expire_on_commit=False, join_transaction_mode="create_savepoint")
        self.people = list(self.session.scalars(select(User).where(User.email.in_(PEOPLE)).order_by(User.id)))
        first = self.session.scalars(select(Asset).order_by(Asset.id)).first()
        self.category, self.word = first.category.slug, 0
        self.before = {Subject.asset: self.total(Asset), Subject.group: self.total(Group)}
        self.entries: dict[Key, Entry] = {}
        self.sent: dict[int, tuple[Subject, str]] = {}
        self.unreviewed: set[str] = set()
        self.claims: dict[int, Key] = {}
        self.tickets: list[str] = []

    def teardown(self):
        self.session.close()
        self.outer.rollback()
        self.connection.close()
        remember.forget()

    def total(self, model):
        return self.session.scalar(select(func.count()).select_from(model))

    def new_word(self):
        """A word that stands nowhere else, so that it can be looked for everywhere."""
        self.word += 1
        return f"zq{self.word:04d}zq"

    def content(self, subject, says, spot):
        same = {"name": "Quilombo", "website": "", "public_email": "", "public_phone": "", "audiences": [], "languages": []}
        if subject == Subject.group:
            return same | {"purpose": says, "kind": "other", "themes": [], "areas": []}
        more = {"summary": says, "category": self.category, "holder": "community", "cost": "free", "address": "", "postcode": ""}
        return same | more | {"access": [], "precision": "exact"} | PLACES[spot % len(PLACES)]

    def field(self, subject):
        return "summary" if subject == Subject.asset else "purpose"

    def public(self, subject):
        return [key for key, entry in self.entries.items() if key[0] == subject and entry.says]

    def pick(self, found, which):
        return found[which % len(found)] if found else None

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

    def said(self, key, says):
        """An entry has a new version."""
        entry = self.entries[key]
        entry.says, entry.into = says, None
        entry.versions += 1
        entry.in_versions += (says,)

    @initialize()
    def some_entries(self):
        for subject in SUBJECTS:
            for spot in range(2):
                self.add(subject, self.new_word(), spot)

    def add(self, subject, says, spot):
        new = publish.add(self.session, subject, self.content(subject, says, spot), TOLERANCE_M, Made(Act.added, self.people[0]))
        assert (subject, new) not in self.entries, "a number was given twice"
        self.entries[subject, new] = Entry(says, in_versions=(says,))

    @rule(subject=st.sampled_from(SUBJECTS), spot=number)
    def suggest_a_new_one(self, subject, spot):
        self.send(subject, self.content(subject, word := self.new_word(), spot), word, Sent())

    @rule(subject=st.sampled_from(SUBJECTS), which=number)
    def suggest_a_change(self, subject, which):
        if key := self.pick(self.public(subject), which):
            said, word = contents.of_entry(self.session, *key).everything, self.new_word()
            entry = versions.entry_of(self.session, *key)
            self.send(subject, said | {self.field(subject): word}, word, Sent(Wish.change, key[1], entry.version))

    @rule(subject=st.sampled_from(SUBJECTS), which=number)
    def suggest_that_it_closed(self, subject, which):
        if key := self.pick(self.public(subject), which):
            said, word = contents.of_entry(self.session, *key).everything, self.new_word()
            self.send(subject, said, word, Sent(Wish.close, key[1], versions.entry_of(self.session, *key).version, message=f"Shut {word}"))

    def send(self, subject, content, word, sent):
        with self.whole() as outcome:
            made = submissions.send(self.session, subject, content, TOLERANCE_M, sent)
        if outcome["done"]:
            self.sent[made.id] = subject, word
            self.unreviewed.add(word)

    @precondition(lambda self: self.sent)
    @rule(which=number, who=number, again=st.booleans(), take=st.booleans())
    def approve(self, which, who, again, take):
        waiting_id = sorted(self.sent)[which % len(self.sent)]
        subject, word = self.sent[waiting_id]
        waiting = self.session.get_one(Submission, waiting_id)
        target, wish, seen = waiting.target_id, waiting.wish, submissions.seal(waiting)
        was_public = target is not None and bool(self.entries[subject, target].says)
        choice = Choice(taken=frozenset({self.field(subject)})) if take else None
        with self.whole() as outcome:
            published = submissions.approve(self.session, waiting, self.people[who % 2], seen, TOLERANCE_M, choice)
        if not outcome["done"]:
            assert self.session.get_one(Submission, waiting_id).status == Status.waiting
            return
        del self.sent[waiting_id]
        self.unreviewed.discard(word)
        if wish == Wish.add:
            assert (subject, published) not in self.entries, "a number was given twice"
            self.entries[subject, published] = Entry(word, in_versions=(word,))
        elif wish == Wish.change:
            self.said((subject, target), word)
        elif was_public:
            self.close((subject, target))
        if again:
            with self.whole() as twice:
                submissions.approve(self.session, waiting, self.people[0], seen, TOLERANCE_M, choice)
            assert isinstance(twice["error"], AlreadyDecided)

    def close(self, key):
        entry = self.entries[key]
        entry.versions, entry.in_versions = entry.versions + 1, (*entry.in_versions, entry.says)
        entry.says = ""

    @precondition(lambda self: self.sent)
    @rule(which=number, who=number)
    def decline(self, which, who):
        waiting_id = sorted(self.sent)[which % len(self.sent)]
        waiting = self.session.get_one(Submission, waiting_id)
        with self.whole() as outcome:
            submissions.decline(self.session, waiting, self.people[who % 2], submissions.seal(waiting), "Not here")
        assert outcome["done"]
        del self.sent[waiting_id]  # its words stay unreviewed for ever

    @rule(subject=st.sampled_from(SUBJECTS), which=number, who=number, spot=number)
    def edit(self, subject, which, who, spot):
        if key := self.pick(self.public(subject), which):
            word, made = self.new_word(), Made(Act.changed, self.people[who % 2])
            publish.change(self.session, subject, key[1], self.content(subject, word, spot), TOLERANCE_M, made)
            self.said(key, word)

    @rule(
        subject=st.sampled_from(SUBJECTS), one=number, other=number, who=number, take=st.sampled_from(["kept", "gone"]), again=st.booleans()
    )
    def merge(self, subject, one, other, who, take, again):
        kept, gone = self.pick(self.public(subject), one), self.pick(self.public(subject), other)
        if kept is None or kept == gone:
            return
        seen = merging.seal(self.session, subject, kept[1], gone[1])
        merger = Merger(subject, kept[1], gone[1], {self.field(subject): take}, seen)
        for _ in range(2 if again else 1):
            with self.whole() as outcome:
                merging.merge(self.session, merger, self.people[who % 2], TOLERANCE_M)
            assert outcome["done"]
        says = self.entries[gone].says
        self.close(gone)
        self.entries[gone].into = kept
        self.said(kept, says if take == "gone" else self.entries[kept].says)

    @rule(which=number, back=number, who=number)
    def restore(self, which, back, who):
        key = self.pick(sorted(self.entries), which)
        entry, goal = self.entries[key], self.goal(key)
        wanted = entry.in_versions[back % entry.versions]
        version = versions.get(self.session, *key, back % entry.versions + 1)
        with self.whole() as outcome:
            histories.bring_back(self.session, version, self.people[who % 2], entry.versions, "", TOLERANCE_M)
        assert outcome["done"], outcome
        self.learn(key, wanted)
        if goal not in (None, key):
            self.learn(goal, None)

    def learn(self, key, wanted):
        """After a restoration: what is told is one of its own versions' words, and no version is lost."""
        entry = self.entries[key]
        kept = [each.content[self.field(key[0])] for each in reversed(versions.history(self.session, *key))]
        assert kept[: entry.versions] == list(entry.in_versions), "a version was lost or written over"
        assert set(kept) == set(entry.in_versions), "a restoration said something new"
        assert wanted is None or kept[-1] == wanted
        entry.says, entry.versions, entry.in_versions, entry.into = kept[-1], len(kept), tuple(kept), None

    @rule(which=number, who=number)
    def claim(self, which, who):
        if key := self.pick(self.public(Subject.group), which):
            taken = {(self.goal(group), person) for group, person in self.claims.values()}
            if (key, who % 2) not in taken:
                claim = Claim(group_id=key[1], user_id=self.people[who % 2].id)
                self.session.add(claim)
                self.session.flush()
                self.claims[claim.id] = key, who % 2

    @rule(which=number, days=st.sampled_from([-1, 5]))
    def ask_and_expire(self, which, days):
        if key := self.pick(self.public(Subject.asset), which):
            text = tickets.make(self.session, SECRET, Purpose.right, About(*key), days)
            if days > 0:
                self.tickets.append(text)
                return
            with self.whole() as outcome:
                tickets.find(self.session, SECRET, Purpose.right, text)
            assert isinstance(outcome["error"], Gone)

    def goal(self, key):
        """Where an entry's address leads by the model: itself, what it was merged into, or nowhere."""
        while key is not None and not self.entries[key].says:
            key = self.entries[key].into
        return key

    @invariant()
    def what_is_public_is_what_the_model_says(self):
        for subject, model, column in ((Subject.asset, Asset, Asset.summary), (Subject.group, Group, Group.purpose)):
            mine = [key[1] for key in self.entries if key[0] == subject]
            found = dict(self.session.execute(select(model.id, column).where(model.id.in_(mine))).all())
            assert found == {key[1]: self.entries[key].says for key in self.public(subject)}

    @invariant()
    def every_address_leads_where_it_should(self):
        for key in self.entries:
            goal = self.goal(key)
            assert whereabouts.goal(self.session, *key) == (goal[1] if goal else None)

    @invariant()
    def no_version_is_lost(self):
        for subject in SUBJECTS:
            mine = [key[1] for key in self.entries if key[0] == subject]
            query = select(Version.entry_id, func.count(), func.max(Version.number)).where(
                Version.subject == subject, Version.entry_id.in_(mine)
            )
            found = {entry_id: (count, last) for entry_id, count, last in self.session.execute(query.group_by(Version.entry_id))}
            assert found == {key[1]: (entry.versions,) * 2 for key, entry in self.entries.items() if key[0] == subject}

    @invariant()
    def nothing_unreviewed_is_public(self):
        texts = self.session.scalars(select(Asset.search_text + Asset.summary).where(Asset.name == "Quilombo")).all()
        texts += self.session.scalars(select(Group.search_text + Group.purpose).where(Group.name == "Quilombo")).all()
        texts += [f"{content} {why}" for content, why in self.session.execute(select(Version.content, Version.why))]
        public = " ".join(texts)
        assert not [word for word in self.unreviewed if word in public]

    @invariant()
    def every_count_agrees(self):
        session, wanted = self.session, self.before[Subject.asset] + len(self.public(Subject.asset))
        page, (total, placed) = assets.listed(session, Filters()), assets.counted(session, Filters())
        assert wanted == page.total == total == len(assets.after(session, Filters(), 0, 100_000))
        assert placed == sum(each.count for each in clusters.tile(session, 0, 0, 0, Filters())) == total - page.placeless
        counted = facets.count(session, Filters())
        assert counted.total == total == sum(counted.counts["category"].values())
        assert groups.count(session) == self.before[Subject.group] + len(self.public(Subject.group))

    @invariant()
    def every_claim_is_where_its_group_is(self):
        public = {claim_id: self.goal(group)[1] for claim_id, (group, _) in self.claims.items() if self.goal(group)}
        found = dict(self.session.execute(select(Claim.id, Claim.group_id).where(Claim.id.in_(self.claims))).all())
        held = Counter((self.goal(group), person) for group, person in self.claims.values())
        single = {claim_id for claim_id, (group, person) in self.claims.items() if held[self.goal(group), person] == 1}
        assert {each: found.get(each) for each in public.keys() & single} == {each: public[each] for each in public.keys() & single}


def test_whatever_people_do_in_whatever_order_the_register_is_as_the_model_says(engine):
    Register.engine = engine
    limits = settings(max_examples=10, stateful_step_count=20, suppress_health_check=list(HealthCheck), deadline=None)
    run_state_machine_as_test(Register, settings=limits)
