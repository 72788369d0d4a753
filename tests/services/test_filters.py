"""One set of filters for map, list, counts and API: whatever is asked, they agree, on both databases."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assetmap.geo import cells
from assetmap.geo.distance import metres
from assetmap.models import Area, Asset, Cost, Holder, PatchArea
from assetmap.services import assets, clusters, facets
from assetmap.services.filters import FACETS, Filters
from assetmap.services.vocabulary import vocabulary
from assetmap.services.words import fold, search_words
from tests.crowd import SPOTS, WORDS

EXAMPLES = settings(max_examples=20)
AREAS = ("", "", "", "E05009332", "E05009317", "E09000030", "E01004289")
TERMS = {
    "category": ("community-spaces", "libraries", "equipment", "food-growing", "online", "stories"),
    "holder": tuple(Holder),
    "audience": ("everyone", "children", "young-people", "families"),
    "language": ("english", "bengali-sylheti", "somali", "arabic"),
    "access": ("step-free", "lift", "accessible-toilet"),
    "cost": tuple(Cost),
}


def some(values: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    """None of the values mostly, else a few."""
    few = st.lists(st.sampled_from(values), max_size=3, unique=True)
    return st.one_of(st.just([]), few).map(lambda found: tuple(sorted(map(str, found))))


searches = st.one_of(st.just(""), st.just(""), st.sampled_from(WORDS), st.sampled_from([fold(word).split()[0][:3] for word in WORDS]))
filters = st.builds(Filters, **{name: some(values) for name, values in TERMS.items()}, q=searches, area=st.sampled_from(AREAS))
degrees = st.tuples(st.floats(-0.1, 0.03), st.floats(51.47, 51.56))
boxes = st.one_of(st.none(), st.builds(lambda a, b: (min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])), degrees, degrees))


@pytest.fixture
def crowd(crowded):
    with Session(crowded.extensions["engine"]) as session:
        yield session


@pytest.fixture
def everyone(crowd) -> list[Asset]:
    return list(crowd.scalars(select(Asset)))


def ids(session: Session, asked: Filters, box=None) -> list[int]:
    return [item.id for item in assets.after(session, asked, 0, 1000, box)]


def kept(session: Session, everyone: list[Asset], asked: Filters, box=None) -> set[int]:
    """The ids that these filters must find, one asset at a time and without the database's help."""
    words = vocabulary(session)
    inside = set(session.scalars(select(PatchArea.patch_id).join(Area, Area.id == PatchArea.area_id).where(Area.code == asked.area)))
    left, top, right, bottom = cells.box(box) if box else (0, 0, 0, 0)

    def keeps(asset: Asset) -> bool:
        tokens = fold(asset.search_text).split()
        sought = search_words(asked.q)
        return (
            (not asked.category or words.category_by_id(asset.category_id).slug in asked.category)
            and (not asked.holder or asset.holder in asked.holder)
            and (not asked.cost or asset.cost in asked.cost)
            and (not asked.audience or bool(asset.audience_bits & words.bits("audience", asked.audience)))
            and (not asked.language or bool(asset.language_bits & words.bits("language", asked.language)))
            and asset.access_bits & words.bits("access", asked.access) == words.bits("access", asked.access)
            and (not asked.area or asset.patch_id in inside)
            and (not asked.q.strip() or (bool(sought) and all(any(token.startswith(part) for token in tokens) for part in sought)))
            and (box is None or (asset.x is not None and left <= asset.x <= right and top <= asset.y <= bottom))
        )

    return {asset.id for asset in everyone if keeps(asset)}


def test_the_list_finds_what_each_asset_says_of_itself(crowd, everyone):
    @EXAMPLES
    @given(filters, boxes)
    def holds(asked, box):
        assert set(ids(crowd, asked, box)) == kept(crowd, everyone, asked, box)

    holds()


def test_clusters_add_up_to_the_list_at_every_zoom(crowd):
    positions = crowd.execute(select(Asset.x, Asset.y).where(Asset.cell.is_not(None))).all()
    shifts = {z: cells.ZOOM - z for z in (0, 6, 10, 12, 14)}
    tiles = {z: sorted({(x >> shift, y >> shift) for x, y in positions}) for z, shift in shifts.items()}

    @EXAMPLES
    @given(filters, st.sampled_from(sorted(tiles)))
    def holds(asked, z):
        found = [clusters.tile(crowd, z, x, y, asked) for x, y in tiles[z]]
        total, placed = assets.counted(crowd, asked)
        assert sum(cluster.count for tile in found for cluster in tile) == placed
        assert all(len(tile) <= 64 for tile in found)
        page = assets.listed(crowd, asked)
        assert (page.total, page.total - page.placeless) == (total, placed)

    holds()


def test_a_cluster_of_one_is_that_asset_and_lies_where_it_is(crowd):
    for x, y, number, name, lon, lat in crowd.execute(
        select(Asset.x, Asset.y, Asset.id, Asset.name, func.ST_X(Asset.point), func.ST_Y(Asset.point))
        .where(Asset.cell.is_not(None))
        .limit(20)
    ):
        found = clusters.tile(crowd, 24, x, y, Filters())
        alone = [cluster for cluster in found if cluster.count == 1]
        if alone:
            assert (alone[0].id, alone[0].name) == (number, name)
            assert metres(lon, lat, [alone[0].lon], [alone[0].lat])[0] < 3


def test_a_facet_s_count_is_what_choosing_it_gives(crowd):
    @EXAMPLES
    @given(filters, boxes, st.sampled_from(FACETS), st.data())
    def holds(asked, box, name, data):
        counts = facets.count(crowd, asked, box)
        value = data.draw(st.sampled_from([str(each) for each in TERMS[name]]))
        already = getattr(asked, name) if name == "access" else ()
        chosen = Filters(**{**{each: getattr(asked, each) for each in (*FACETS, "q", "area")}, name: tuple({*already, value})})
        assert counts.counts[name][value] == len(ids(crowd, chosen, box))
        assert counts.total == len(ids(crowd, asked, box))

    holds()


def test_pages_show_every_asset_once_in_the_order_of_names(crowd):
    @EXAMPLES
    @given(filters, st.sampled_from([7, 40, 200]))
    def holds(asked, size):
        first = assets.listed(crowd, asked, 1, size)
        items = [item for page in range(1, first.pages + 1) for item in assets.listed(crowd, asked, page, size).items]
        assert Counter(item.id for item in items) == Counter(ids(crowd, asked))
        assert first.pages == max(1, -(-first.total // size))

    holds()


def test_a_page_beyond_the_last_is_the_last(crowd):
    page = assets.listed(crowd, Filters(), 10_000, 40)
    assert page.page == page.pages
    assert page.items


def test_near_a_point_the_nearest_come_first_and_what_has_no_place_comes_last(crowd):
    @EXAMPLES
    @given(filters, degrees)
    def holds(asked, near):
        page = assets.listed(crowd, asked, 1, 500, near=near)
        distances = [item.distance_m for item in page.items]
        placed = [distance for distance in distances if distance is not None]
        assert len(page.items) == page.total
        assert placed == sorted(placed)
        assert distances[len(placed) :] == [None] * page.placeless
        for item in page.items[:5]:
            if item.distance_m is not None:
                assert item.distance_m == pytest.approx(metres(*near, [item.lon], [item.lat])[0])

    holds()


def test_pages_by_distance_show_every_asset_once(crowd):
    @settings(max_examples=10)
    @given(filters, st.sampled_from(SPOTS))
    def holds(asked, near):
        first = assets.listed(crowd, asked, 1, 40, near=near)
        found = [item.id for page in range(1, first.pages + 1) for item in assets.listed(crowd, asked, page, 40, near=near).items]
        assert Counter(found) == Counter(ids(crowd, asked))

    holds()


def test_the_cursor_visits_every_asset_once(crowd, everyone):
    @settings(max_examples=10)
    @given(filters, boxes, st.sampled_from([1, 7, 60]))
    def holds(asked, box, size):
        last, found = 0, []
        while step := assets.after(crowd, asked, last, size, box):
            found += [item.id for item in step]
            last = found[-1]
        assert found == sorted(kept(crowd, everyone, asked, box))

    holds()


def test_any_words_at_all_can_be_searched_for(crowd, everyone):
    anything = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=20)

    @settings(max_examples=60)
    @given(st.one_of(anything, st.lists(st.sampled_from(WORDS), max_size=3).map(" ".join)))
    def holds(q):
        assert set(ids(crowd, Filters(q=q))) == kept(crowd, everyone, Filters(q=q))

    holds()


@pytest.mark.parametrize(
    ("q", "word"),
    [
        ("Garten", "Gärten"),
        ("GARDEN", "gardening"),
        ("peters", "St Peter's"),
        ("o'neill", "O'Neill"),
        ("CAFÉ", "cafe"),
        ("under", "under_score"),
        ("under_score", "under_score"),
        ("strasse", "straße"),
        ("fire", "ﬁre"),
        ("বাংলা", "বাংলা"),
        ("soom", "Soomaali"),
        ("العرب", "العربية"),
        ("廣東", "廣東話"),
        ("ελλαδα", "Ελλάδα"),
        ("istanbul", "İstanbul"),
        ("łodz", "Łódź"),
        ("x2", "x²"),
        ("co-op", "co-op"),
        ("a.b@example.org", "a.b@example.org"),
        ("7-a-side", "7-a-side"),
        ("12.5", "12.5"),
    ],
)
def test_a_neighbour_s_spelling_finds_the_word(crowd, q, word):
    named = set(crowd.scalars(select(Asset.id).where(Asset.name.contains(word) | Asset.summary.contains(word))))
    assert named
    assert named <= set(ids(crowd, Filters(q=q)))


@pytest.mark.parametrize("q", ["", " ", "\t"])
def test_an_empty_search_leaves_everything(crowd, q):
    assert assets.counted(crowd, Filters(q=q)) == assets.counted(crowd, Filters())


@pytest.mark.parametrize("q", ["!!!", "🌻", "---", "zzzzqqq"])
def test_a_search_for_nothing_known_finds_nothing(crowd, q):
    assert ids(crowd, Filters(q=q)) == []


def test_what_changes_in_the_register_changes_the_search(session):
    asset = session.scalar(select(Asset).where(Asset.key == "the-sundial-centre"))
    asset.search_text = "quixotic centre"
    session.flush()
    assert ids(session, Filters(q="quixotic")) == [asset.id]
    assert asset.id not in ids(session, Filters(q="sundial"))
    session.delete(asset)
    session.flush()
    assert ids(session, Filters(q="quixotic")) == []
