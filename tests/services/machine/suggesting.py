"""What visitors send, and what stewards make of it."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from assetmap.errors import AlreadyDecided
from assetmap.models import Status, Subject, Submission, Wish
from assetmap.services import remits, revisions, submissions
from assetmap.services.revisions import Choice
from assetmap.services.submissions import Sent
from tests.conftest import TOLERANCE_M
from tests.services.machine.ground import FIELDS, Entry, Ground, Waiting, number, shown, subject

CONTACT = st.sampled_from(["", "agreed", "not agreed"])
HOW = st.sampled_from(["all", "all", "words", "place", "edited"])


class Suggesting(Ground):
    """Suggest, take back, approve all or some or edited, decline."""

    @rule(subject=subject, limited=st.booleans(), shown=shown, contact=CONTACT, then=st.booleans())
    def suggest_a_new_one(self, subject, limited, shown, contact, then):
        new = Waiting(subject, self.new("q"), limited=limited)
        content = self.content(subject, new.word, limited)
        self.send(new, content | self.extra(new, shown, True, contact), Sent())
        self.decide_on_the_last(then)

    @rule(subject=subject, which=number, shown=shown, ticked=st.booleans(), contact=CONTACT, then=st.booleans())
    def suggest_a_change(self, subject, which, shown, ticked, contact, then):
        if key := self.pick(self.public(subject), which):
            new = Waiting(subject, self.new("q"), limited=self.entries[key].limited)
            content = self.now(key) | {FIELDS[subject]: new.word}
            moved = which % 2 and self.extra(new, shown, ticked, contact)
            self.send(new, content | (moved or {}), Sent(Wish.change, key[1], self.base(key)))
            self.decide_on_the_last(then)

    @rule(subject=subject, which=number)
    def suggest_that_it_closed(self, subject, which):
        if key := self.pick(self.public(subject), which):
            new = Waiting(subject, self.new("q"), limited=self.entries[key].limited)
            self.send(new, self.now(key), Sent(Wish.close, key[1], self.base(key), message=f"Shut {new.word}"))

    def decide_on_the_last(self, then):
        if then and self.sent:
            self.approve_it(max(self.sent), 0, "all")

    def extra(self, new, shown, ticked, contact):
        """A place and a contact that come with it."""
        found = {}
        if new.subject == Subject.asset:
            new.address = self.new("a")
            found |= self.place(new.address, shown, ticked)
        if contact:
            new.contact = self.new("c")
            found |= self.contact(new.contact, contact == "agreed")
            if contact != "agreed":
                self.private.add(new.contact)
        return found

    def send(self, new, content, sent):
        with self.whole() as outcome:
            made = submissions.send(self.session, new.subject, content, TOLERANCE_M, sent)
        self.unreviewed |= new.words
        if outcome["done"]:
            self.sent[made.id] = new

    @precondition(lambda self: self.sent)
    @rule(which=number)
    def take_back(self, which):
        waiting_id = sorted(self.sent)[which % len(self.sent)]
        for _ in range(2):
            with self.whole() as outcome:
                submissions.take_back(self.session, self.session.get_one(Submission, waiting_id))
            assert outcome["done"]
        del self.sent[waiting_id]

    @precondition(lambda self: self.sent)
    @rule(which=number, who=number, how=HOW, again=st.booleans(), late=st.booleans())
    def approve(self, which, who, how, again, late):
        self.approve_it(sorted(self.sent)[which % len(self.sent)], who, how, again, late)

    def approve_it(self, waiting_id, who, how, again=False, late=False):
        waiting, new = self.session.get_one(Submission, waiting_id), self.sent[waiting_id]
        target = (new.subject, waiting.target_id) if waiting.target_id is not None else None
        if target:  # another one than it was sent for, if that was merged
            new.limited = self.entries[target].limited
        assert remits.covers(self.session, self.stewards[who % 2], waiting) == self.looks_after(who, new.limited)
        if not self.looks_after(who, new.limited):
            return
        seen = submissions.seal(waiting)
        if late and target and self.entries[target].says:
            self.change_by_hand(target, self.new("q"))
        if how == "edited":
            seen = self.edited(waiting, new, seen)
        before = self.open_by(target) if target and self.entries[target].says else 0
        choice = self.choice(waiting, new, how)
        with self.whole() as outcome:
            published = submissions.approve(self.session, waiting, self.stewards[who % 2], seen, TOLERANCE_M, choice)
        if not outcome["done"]:
            assert self.session.get_one(Submission, waiting_id).status == Status.waiting
            return
        assert not (late and target and self.entries[target].says), "what another steward had done was written over"
        del self.sent[waiting_id]
        self.carried_out(waiting, new, target, (new.subject, published), choice)
        self.shows_more_only_where_ticked(waiting, (new.subject, published), before)
        if again:
            with self.whole() as twice:
                submissions.approve(self.session, waiting, self.stewards[0], seen, TOLERANCE_M, choice)
            assert isinstance(twice["error"], AlreadyDecided)

    def edited(self, waiting, new, seen):
        """A steward writes other words before deciding; gives what has been seen now."""
        word = self.new("q")
        with self.whole() as outcome:
            submissions.change(self.session, waiting, waiting.content | {FIELDS[new.subject]: word}, seen, TOLERANCE_M)
        if not outcome["done"]:
            return seen
        if waiting.wish != Wish.close:
            new.word = word
        self.unreviewed.add(word)
        return submissions.seal(waiting)

    def choice(self, waiting, new, how):
        if waiting.wish != Wish.change or how in ("all", "edited") or (how == "place" and not new.address):
            return None
        taken = revisions.PLACE if how == "place" else FIELDS[new.subject]
        others = {"public_email", revisions.PLACE, FIELDS[new.subject]} - {taken}
        return Choice(taken=frozenset({taken}), stays=frozenset(others))

    def carried_out(self, waiting, new, target, published, choice):
        """What the model says after an approval."""
        taken = choice.taken if choice else {FIELDS[new.subject], revisions.PLACE, "public_email"}
        if waiting.wish != Wish.change or FIELDS[new.subject] in taken:
            self.unreviewed.discard(new.word)
        if revisions.PLACE in taken:
            self.unreviewed.discard(new.address)
        if "public_email" in taken:
            self.unreviewed.discard(new.contact)
        if waiting.wish == Wish.add:
            assert published not in self.entries, "a number was given twice"
            self.entries[published] = Entry(new.word, new.limited, [new.word])
        elif waiting.wish == Wish.change:
            self.says(target, new.word if FIELDS[new.subject] in taken else self.entries[target].says)
        elif self.entries[target].says:
            self.gone(target)

    def shows_more_only_where_ticked(self, waiting, key, before):
        if key[0] == Subject.asset and self.entries[key].says:
            left_open = self.placed(key, before)
            assert waiting.wish == Wish.add or left_open >= before or waiting.content.get("place_ticked"), "a place was laid open"

    @precondition(lambda self: self.sent)
    @rule(which=number, who=number, again=st.booleans())
    def decline(self, which, who, again):
        waiting_id = sorted(self.sent)[which % len(self.sent)]
        waiting = self.session.get_one(Submission, waiting_id)
        seen = submissions.seal(waiting)
        for turn in range(2 if again else 1):
            with self.whole() as outcome:
                submissions.decline(self.session, waiting, self.stewards[who % 2], seen, "Not here")
            assert outcome["done"] == (turn == 0)
        del self.sent[waiting_id]  # its words stay unreviewed for ever
