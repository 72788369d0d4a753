"""What must be true after every step."""

from collections import Counter

from hypothesis.stateful import invariant
from sqlalchemy import func, select

from assetmap.models import Asset, Claim, Group, Keeper, KnownWord, Subject, Version
from assetmap.services import assets, clusters, facets, groups, histories, places, whereabouts
from assetmap.services.filters import Filters
from assetmap.services.groups import GroupFilters
from tests.services.machine.ground import FIELDS, NAME, SUBJECTS, Ground

MODELS = {Subject.asset: Asset, Subject.group: Group}


class Truths(Ground):
    """The register says what the model says; nothing else is public; counts agree."""

    @invariant()
    def all_is_true(self):
        self.steps += 1
        self.session.info.pop(places.UNSETTLED, None)  # as after a request: answers are kept, unless a verb said that they changed
        self.what_is_public_is_what_the_model_says()
        self.every_address_leads_where_it_should()
        self.no_version_is_lost()
        self.nothing_that_is_not_for_everybody_is_public()
        if self.is_news():
            self.every_count_agrees()
            self.every_count_of_groups_agrees()
        self.who_answers_for_a_group_does_so_wherever_it_is()
        self.every_claim_is_where_its_group_is()
        if self.entries:
            key = sorted(self.entries)[self.steps % len(self.entries)]
            self.no_history_tells_more_than_the_entry(key)
            self.what_is_public_is_found_and_what_is_not_is_not(key)

    def is_news(self):
        """Whether the register says that it has changed; every fifth time also where it says that it has not."""
        before, self.version = self.version, places.current(self.session).register_version
        return before != self.version or self.steps % 5 == 0

    def mine(self, subject):
        return [key[1] for key in self.entries if key[0] == subject]

    def what_is_public_is_what_the_model_says(self):
        for subject, model in MODELS.items():
            query = select(model.id, getattr(model, FIELDS[subject])).where(model.id.in_(self.mine(subject)))
            assert dict(self.session.execute(query).all()) == {key[1]: self.entries[key].says for key in self.public(subject)}

    def every_address_leads_where_it_should(self):
        for key in self.entries:
            goal = self.goal(key)
            assert whereabouts.goal(self.session, *key) == (goal[1] if goal else None)

    def no_version_is_lost(self):
        for subject in SUBJECTS:
            mine = Version.subject == subject, Version.entry_id.in_(self.mine(subject))
            query = select(Version.entry_id, Version.content).where(*mine).order_by(Version.entry_id, Version.number)
            found = {number: [] for number in self.mine(subject)}
            for number, content in self.session.execute(query):
                found[number].append(content[FIELDS[subject]])
            assert found == {key[1]: entry.in_versions for key, entry in self.entries.items() if key[0] == subject}

    def nothing_that_is_not_for_everybody_is_public(self):
        public = self.everything_public()
        assert not [word for word in self.unreviewed if word in public], "nobody has approved this"
        assert not [word for word in self.private if word in public], "nobody agreed that this contact is public"
        assert not [word for word in self.concealed if word in public or str(self.lon(word)) in public], "this place is kept back"

    def everything_public(self) -> str:
        """Every text that everybody may read: tables, lists, the search's own words, histories."""
        session = self.session
        columns = [column for column in Asset.__table__.c if "Geometry" not in type(column.type).__name__]
        rows = [*session.execute(select(*columns, func.ST_X(Asset.point), func.ST_Y(Asset.point)).where(Asset.name == NAME))]
        rows += session.execute(select(*Group.__table__.c).where(Group.name == NAME))
        rows += assets.by_ids(session, self.mine(Subject.asset))
        rows += session.execute(select(Version.content, Version.why).where(Version.act != "loaded"))
        rows += session.scalars(select(KnownWord.word).where(KnownWord.word.like("z%")))
        return "\n".join(map(str, rows))

    def no_history_tells_more_than_the_entry(self, key):
        told = str([(change.before, change.after) for each in histories.told(self.session, *key) for change in each.changes if change.told])
        assert not [word for word in self.unreviewed | self.private | self.concealed if word in told]

    def every_count_agrees(self):
        """Of everything, and of what one filter or another leaves, in turn."""
        wanted = self.before[Asset] + len(self.public(Subject.asset))
        assert wanted == sum(facets.count(self.session, Filters()).counts["category"].values())
        category = Filters(category=(self.categories[1],))
        filters = (Filters(), category, Filters(holder=("community",)), Filters(cost=("free",), q=NAME))[self.steps % 4]
        self.agrees(filters, {0: wanted, 3: len(self.public(Subject.asset))}.get(self.steps % 4))

    def agrees(self, filters, wanted):
        """The list, the API's reading in steps, the map's clusters (the whole, or its quarters) and the facets have one total."""
        session = self.session
        page, (total, placed) = assets.listed(session, filters, size=5), assets.counted(session, filters)
        assert wanted in (None, total) and page.total == total == len(self.read_in_steps(filters))
        tiles = [(0, 0, 0)] if self.steps % 8 < 4 else [(1, x, y) for x in (0, 1) for y in (0, 1)]
        counts = [each.count for tile in tiles for each in clusters.tile(session, *tile, filters)]
        assert sum(counts) == placed == total - page.placeless
        counted = facets.count(session, filters)
        assert counted.total == total
        for name in ("category", "holder", "cost"):
            chosen = getattr(filters, name)
            assert sum(count for value, count in counted.counts[name].items() if not chosen or value in chosen) == total

    def read_in_steps(self, filters):
        return assets.after(self.session, filters, 0, 100_000)

    def every_count_of_groups_agrees(self):
        session, wanted = self.session, len(self.public(Subject.group))
        assert groups.count(session) == self.before[Group] + wanted
        found = groups.listed(session, GroupFilters(q=NAME), 1, 3)
        assert (
            found.total
            == wanted
            == groups.count(session, GroupFilters(q=NAME))
            == len(groups.after(session, 0, 1000, GroupFilters(q=NAME)))
        )

    def what_is_public_is_found_and_what_is_not_is_not(self, key):
        """By the words that an entry says now, or said last."""
        word = self.entries[key].in_versions[-1]
        says_it = [each[1] for each in self.public(key[0]) if self.entries[each].says == word]
        if key[0] == Subject.asset:
            found = [item.id for item in assets.listed(self.session, Filters(q=word)).items]
        else:
            found = [group.id for group in groups.listed(self.session, GroupFilters(q=word)).items]
        assert sorted(found) == sorted(says_it)

    def who_answers_for_a_group_does_so_wherever_it_is(self):
        people = {user.id: person for person, user in enumerate(self.keepers)}
        rows = self.session.execute(select(Keeper.group_id, Keeper.user_id).where(Keeper.group_id.in_(self.mine(Subject.group)))).all()
        found = Counter((number, people[user]) for number, user in rows if user in people)
        assert set(found) == {(goal[1], person) for group, person in self.kept if (goal := self.goal(group))}
        assert not found or max(found.values()) == 1, "somebody answers for a group twice"

    def every_claim_is_where_its_group_is(self):
        public = {each: goal[1] for each, (group, _) in self.asked.items() if (goal := self.goal(group))}
        found = dict(self.session.execute(select(Claim.id, Claim.group_id).where(Claim.id.in_(self.asked))).all())
        assert {each: found.get(each) for each in public} == public
