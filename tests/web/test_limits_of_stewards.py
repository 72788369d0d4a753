"""What a steward is limited to holds for what they answer for themselves, too."""

from sqlalchemy import select

from assetmap.models import Keeper, User
from tests.web.inviting import choir, limit
from tests.web.test_claims import keepers
from tests.web.typed import sessions


def test_a_steward_who_answers_for_a_group_elsewhere_revokes_nobody_there(app, sign_in):
    number = choir(app, "steward", "resident")
    limit(app, "equipment")
    with sessions(app) as session:
        other = session.scalars(select(Keeper.id).join(User, Keeper.user_id == User.id).where(User.email == "resident@example.org")).one()
    client = sign_in("steward")
    assert client.get(f"/claims/groups/{number}").status_code == 200
    assert client.post(f"/claims/groups/{number}/revoke", data={"keeper": other, "reason": "Mine"}).status_code == 403
    assert keepers(app, number) == {"steward@example.org", "resident@example.org"}
