"""Some hundreds of assets at random, so that every filter finds something: on borders, on one spot, outside, and nowhere."""

import random

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from assetmap.models import Asset, Cost, Group, Holder
from assetmap.services import places
from assetmap.services.columns import asset_columns
from assetmap.services.patches import link_everything
from assetmap.services.vocabulary import read

SIZE = 300
TOLERANCE_M = 150.0
WORDS = (
    *(
        "garden",
        "gardening",
        "Gärten",
        "library",
        "St Peter's",
        "O'Neill",
        "café",
        "cafe",
        "under_score",
        "e10aa",
        "12.5",
        "co-op",
        "straße",
    ),
    *("বাংলা", "Soomaali", "العربية", "廣東話", "Ελλάδα", "ﬁre", "naïve", "№5", "x²", "a.b@example.org", "7-a-side", "Łódź", "İstanbul"),
)
SPOTS = ((-0.052098, 51.512497), (-0.0559, 51.5122), (-0.0196, 51.5054), (-0.0708, 51.5203))


def fill(session: Session) -> None:
    """Add the crowd and link it."""
    chance, words = random.Random(20261121), read(session)
    groups = dict(session.execute(select(Group.id, Group.name)).all())
    rows = [_row(chance, words, groups, number) for number in range(SIZE)]
    session.execute(insert(Asset), rows)
    link_everything(session, TOLERANCE_M)
    places.changed(session)
    session.commit()


def _row(chance: random.Random, words, groups: dict[int, str], number: int) -> dict:
    kinds = {kind: [term.slug for term in words.terms(kind)][:6] for kind in ("audience", "language", "access")}
    group = chance.choice([None, None, *groups])
    lon, lat = chance.choice([*SPOTS, (chance.uniform(-0.09, 0.02), chance.uniform(51.48, 51.55)), (None, None)])
    content = {
        "name": f"{chance.choice(WORDS)} {chance.choice(WORDS)} {number}",
        "summary": " ".join(chance.choices(WORDS, k=3)),
        "category": chance.choice(words.categories).slug,
        "holder": chance.choice(list(Holder)),
        "cost": chance.choice(list(Cost)),
        "audiences": chance.sample(kinds["audience"], chance.randint(0, 3)),
        "languages": chance.sample(kinds["language"], chance.randint(0, 2)),
        "access": chance.sample(kinds["access"], chance.randint(0, 4)),
        "group_name": groups.get(group, ""),
        "lon": lon,
        "lat": lat,
    }
    return asset_columns(words, content) | {"key": f"crowd-{number}", "group_id": group}
