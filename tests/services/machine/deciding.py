"""What keepers and stewards do with what is public: change it, merge it, take it apart, bring it back."""

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from assetmap.errors import NotFound
from assetmap.models import Act, Subject
from assetmap.services import contents, departures, histories, merging, publish, rights, submissions, versions
from assetmap.services.merging import Merger
from assetmap.services.precision import openness
from assetmap.services.versions import Made
from tests.conftest import TOLERANCE_M
from tests.services.machine.ground import FIELDS, SUBJECTS, Entry, Ground, number, shown, subject
from tests.services.machine.suggesting import CONTACT


class Deciding(Ground):
    """Edit, merge, undo, restore, close."""

    @initialize()
    def some_entries(self):
        for kind in SUBJECTS:
            for limited in (False, True, False):
                word, address = self.new("q"), self.new("a")
                content = self.content(kind, word, limited) | (self.place(address, "exact", True) if kind == Subject.asset else {})
                checked = submissions.CHECKS[kind](self.session, content, TOLERANCE_M)
                made = publish.add(self.session, kind, checked, TOLERANCE_M, Made(Act.added, self.stewards[0]))
                self.entries[kind, made] = Entry(word, limited, [word])
                self.placed((kind, made), 0)

    def change_by_hand(self, key, word, more=None):
        """Put something else in the place of what an entry says, at once."""
        before = self.open_by(key)
        with self.whole() as outcome:
            content = submissions.CHECKS[key[0]](self.session, self.now(key) | {FIELDS[key[0]]: word} | (more or {}), TOLERANCE_M)
            publish.change(self.session, *key, content, TOLERANCE_M, Made(Act.changed, self.stewards[0]))
        if outcome["done"]:
            self.says(key, word)
            self.placed(key, before)
        else:
            assert more, outcome
        return outcome["done"]

    @precondition(lambda self: self.kept)
    @rule(which=number, who=number)
    def edit_by_keeper(self, which, who):
        if key := self.pick(self.public(Subject.group), which):
            keeper = self.keepers[who % 2]
            may = rights.changes_group(self.session, keeper, key[1])
            assert may == any(self.goal(group) == key and person == who % 2 for group, person in self.kept)
            if may:
                self.change_by_hand(key, self.new("q"))

    @rule(subject=subject, which=number, shown=shown, ticked=st.booleans(), contact=CONTACT)
    def edit_by_steward(self, subject, which, shown, ticked, contact):
        key = self.pick(self.public(subject), which)
        if key is None:
            return
        before, more, address, email = self.open_by(key), {}, "", ""
        if subject == Subject.asset and which % 2:
            address = self.new("a")
            more |= self.place(address, shown, ticked)
        if contact:
            email = self.new("c")
            more |= self.contact(email, contact == "agreed")
            self.private |= {email} if contact != "agreed" else set()
        done = self.change_by_hand(key, self.new("q"), more)
        if subject == Subject.asset and done and address:
            assert self.open_by(key) >= before or ticked, "a place was laid open"
        if not done and address:
            self.unreviewed |= {address, email} - {""}

    @rule(
        subject=subject,
        one=number,
        other=number,
        take=st.sampled_from(["kept", "gone"]),
        place=st.sampled_from(["kept", "gone"]),
        again=st.booleans(),
    )
    def merge(self, subject, one, other, take, place, again):
        kept = self.pick(self.public(subject), one)
        gone = self.pick([key for key in self.public(subject) if key != kept], other)
        if gone is None:
            return
        seen, before = merging.seal(self.session, subject, kept[1], gone[1]), self.open_by(kept)
        picks = {FIELDS[subject]: take} | ({"place": place} if subject == Subject.asset else {})
        merger = Merger(subject, kept[1], gone[1], picks, seen)
        for _ in range(2 if again else 1):
            with self.whole() as outcome:
                merging.merge(self.session, merger, self.stewards[0], TOLERANCE_M)
            assert outcome["done"], outcome
        says = self.entries[gone].says
        self.claimed_once(kept, gone)
        self.gone(gone, kept)
        self.says(kept, says if take == "gone" else self.entries[kept].says)
        if subject == Subject.asset:
            self.placed(kept, before)

    def claimed_once(self, kept, gone):
        """Who claims both of two that are merged, or answers for the one already, claims it once."""
        there = {person for group, person in [*self.asked.values(), *self.kept] if self.goal(group) == kept}
        twice = [each for each, (group, person) in self.asked.items() if self.goal(group) == gone and person in there]
        for each in twice:
            del self.asked[each]

    @precondition(lambda self: any(entry.into for entry in self.entries.values()))
    @rule(which=number)
    def undo(self, which):
        key = self.pick([key for key, entry in sorted(self.entries.items()) if entry.into], which)
        goal = self.goal(key)
        with self.whole() as outcome:
            merging.undo(self.session, *key, self.stewards[0], TOLERANCE_M)
        assert outcome["done"], outcome
        self.apart(key, goal, None)
        with self.whole() as twice:
            merging.undo(self.session, *key, self.stewards[0], TOLERANCE_M)
        assert isinstance(twice["error"], NotFound)

    @rule(which=number, back=number, who=number, again=st.booleans())
    def restore(self, which, back, who, again):
        key = self.pick(sorted(self.entries), which)
        entry, goal = self.entries[key], self.goal(key)
        if not self.looks_after(who, entry.limited):
            return
        count = len(entry.in_versions)
        version, wanted = versions.get(self.session, *key, back % count + 1), entry.in_versions[back % count]
        last = versions.get(self.session, *key, count)
        least = min(openness(version.content), openness(last.content)) if key[0] == Subject.asset else 0
        for _ in range(2 if again else 1):
            with self.whole() as outcome:
                histories.bring_back(self.session, version, self.stewards[who % 2], versions.latest(self.session, *key), "", TOLERANCE_M)
            assert outcome["done"], outcome
        assert self.open_by(key) >= least, "a version put back shows more than it did"
        self.apart(key, goal if goal != key else None, wanted)

    def apart(self, key, goal, wanted):
        """What the model learns after an entry came back, and was parted from another one perhaps: what is told is one of its own
        versions' words, and no version is lost."""
        if self.entries[key].into and goal is None:  # it came back alone: who answered for it went with what it was merged into
            self.kept = {((self.entries[key].into if group == key else group), person) for group, person in self.kept}
        for each, word in ((key, wanted), (goal, None)):
            if each is None:
                continue
            entry = self.entries[each]
            told = [version.content[FIELDS[each[0]]] for version in reversed(versions.history(self.session, *each))]
            assert told[: len(entry.in_versions)] == entry.in_versions, "a version was lost or written over"
            assert set(told) == set(entry.in_versions), "a restoration said something new"
            assert word is None or told[-1] == word
            entry.says, entry.in_versions, entry.into = told[-1], told, None
            if each[0] == Subject.asset:
                self.placed(each, 0)

    @rule(subject=subject, which=number, again=st.booleans())
    def close(self, subject, which, again):
        if key := self.pick(self.public(subject), which):
            departures.depart(self.session, *key, Made(Act.closed, self.stewards[0], "Shut"))
            self.session.expire_all()
            self.gone(key)
            with self.whole() as outcome:
                contents.of_entry(self.session, *key)
            assert isinstance(outcome["error"], NotFound)
