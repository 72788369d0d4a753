"""Who answers for groups, one-use links, and what is forgotten after a while."""

import re
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule
from sqlalchemy import select

from assetmap.errors import AlreadyDecided, Gone
from assetmap.models import Claim, ClaimState, Consent, Group, Keeper, Letter, Purpose, Subject, Submission, Ticket
from assetmap.models.columns import now
from assetmap.services import claims, consents, invitations, retention, tickets
from assetmap.services.proofs import Asker
from assetmap.services.tickets import About
from tests.services.machine.ground import SITE, Ground, number

FORGOTTEN = [kind.name for kind in retention.KINDS if kind.name not in ("accounts", "keepers")]


class Keeping(Ground):
    """Claim, grant, refuse, revoke, leave, hand over; take a contact back; use links once; forget."""

    def keeps(self, key, person):
        return any(self.goal(group) == key and each == person for group, each in self.kept)

    def stops(self, key, person):
        self.kept = {(group, each) for group, each in self.kept if self.goal(group) != key or each != person}

    @rule(which=number, person=st.integers(0, 1))
    def claim(self, which, person):
        key = self.pick(self.public(Subject.group), which)
        if key is None:
            return
        group, made = self.session.get_one(Group, key[1]), []
        for _ in range(2):
            with self.whole() as outcome:
                made.append(claims.ask(self.session, SITE, Asker(self.keepers[person]), group, "It is mine").id)
            assert outcome["done"] != self.keeps(key, person)
        if made:
            assert made[0] == made[1], "asking twice is asking once"
            self.asked.setdefault(made[0], (key, person))

    @precondition(lambda self: self.asked)
    @rule(which=number, who=number, yes=st.sampled_from([True, True, False]))
    def decide_on_a_claim(self, which, who, yes):
        found = [each for each in sorted(self.asked) if self.session.get(Claim, each)]
        if not found:
            return
        claim = self.session.get_one(Claim, found[which % len(found)])
        group, person = self.asked.pop(claim.id)
        for turn in range(2):
            with self.whole() as outcome:
                if yes:
                    claims.approve(self.session, SITE, claim, self.stewards[who % 2])
                else:
                    claims.decline(self.session, SITE, claim, self.stewards[who % 2], "Not yours")
            assert outcome["done"] if turn == 0 else isinstance(outcome["error"], AlreadyDecided)
        if yes:
            self.kept.add(((Subject.group, claim.group_id), person))

    def of(self, key, person):
        mine = Keeper.group_id == key[1], Keeper.user_id == self.keepers[person].id
        return self.session.scalars(select(Keeper).where(*mine)).all()

    def some_kept(self, which):
        found = sorted({(goal, person) for group, person in self.kept if (goal := self.goal(group))})
        return found[which % len(found)] if found else (None, 0)

    @precondition(lambda self: self.kept)
    @rule(which=number, state=st.sampled_from([ClaimState.revoked, ClaimState.ended]))
    def revoke_or_leave(self, which, state):
        key, person = self.some_kept(which)
        if key:
            by = self.stewards[0] if state == ClaimState.revoked else self.keepers[person]
            for keeper in self.of(key, person):
                claims.end(self.session, keeper, by, state, "Not any more")
            self.stops(key, person)

    @precondition(lambda self: self.kept)
    @rule(which=number, again=st.booleans())
    def hand_over(self, which, again):
        key, person = self.some_kept(which)
        if not key:
            return
        other = 1 - person
        asked = {"email": self.keepers[other].email, "name": "Another"}
        invitations.to_keep(self.session, SITE, self.session.get_one(Group, key[1]), self.keepers[person], asked, over=True)
        letter = self.session.scalars(select(Letter).where(Letter.kind == "invite").order_by(Letter.id.desc())).first()
        text = re.search(r"/invitations/(\S+)", letter.body).group(1)
        for turn in range(2):
            with self.whole() as outcome:
                invitations.accept(self.session, SITE, tickets.find(self.session, SITE.secret, Purpose.invite, text))
            assert outcome["done"] == (turn == 0), outcome
        self.stops(key, person)
        self.stops(key, other)
        self.kept.add((key, other))

    @rule(which=number, again=st.booleans())
    def take_a_contact_back(self, which, again):
        query = select(Consent).where(Consent.withdrawn_at.is_(None), Consent.submission_id.is_not(None), Consent.field == "public_email")
        found = self.session.scalars(query.order_by(Consent.id)).all()
        if not found:
            return
        sent = self.session.get_one(Submission, found[which % len(found)].submission_id)
        contact = sent.content["public_email"].removesuffix("@example.org")
        text = consents.ticket(self.session, SITE.secret, sent)
        for turn in range(2):
            with self.whole() as outcome:
                consents.withdraw_by(self.session, tickets.find(self.session, SITE.secret, Purpose.withdraw, text), {"public_email"})
            assert outcome["done"] if turn == 0 else isinstance(outcome["error"], Gone)
        if contact:
            self.private.add(contact)

    @rule(which=number, run_out=st.booleans())
    def give_a_link(self, which, run_out):
        if key := self.pick(self.public(Subject.asset), which):
            text = tickets.make(self.session, SITE.secret, Purpose.right, About(*key), -1 if run_out else 5)
            if not run_out:
                self.tickets.append(text)
                return
            with self.whole() as outcome:
                tickets.find(self.session, SITE.secret, Purpose.right, text)
            assert isinstance(outcome["error"], Gone)

    @precondition(lambda self: self.tickets)
    @rule(which=number)
    def use_a_link(self, which):
        text = self.tickets.pop(which % len(self.tickets))
        ticket = tickets.find(self.session, SITE.secret, Purpose.right, text)
        key = self.goal((Subject.asset, ticket.entry_id))
        assert key is None or ticket.entry_id == key[1], "a link does not follow its entry"
        tickets.use(self.session, ticket)
        with self.whole() as outcome:
            tickets.find(self.session, SITE.secret, Purpose.right, text)
        assert isinstance(outcome["error"], Gone)

    @rule(kind=st.sampled_from(FORGOTTEN))
    def forget_what_is_old(self, kind):
        """Everything that may be forgotten at all is old enough now."""
        with self.whole() as outcome:
            retention.forget(self.session, {each.name: 0 if each.name == kind else 1200 for each in retention.KINDS}, True)
        assert outcome["done"], outcome
        if kind == "departed":
            self.kept = {(group, person) for group, person in self.kept if self.goal(group)}
            self.asked = {each: (group, person) for each, (group, person) in self.asked.items() if self.goal(group)}
        if kind == "tickets":
            left = select(Ticket).where(Ticket.used_at.is_(None), Ticket.expires_at > now() - timedelta(minutes=1))
            assert len(self.session.scalars(left.where(Ticket.purpose == Purpose.right)).all()) == len(self.tickets)
