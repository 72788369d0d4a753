"""Who counts as a steward: the same everywhere."""

import pytest

from assetmap.models import Role, User
from assetmap.services import accounts
from assetmap.services.accounts import RoleName


@pytest.mark.parametrize("role", RoleName)
def test_stewards_and_administrators_are_stewards_in_services_and_on_pages(role):
    user = User(email="amina@example.org", roles=[Role(name=role.value)])
    assert accounts.is_one_of(user, accounts.STEWARDS) == (role in ("steward", "administrator"))
    assert accounts.needs_second_factor(user) == accounts.is_one_of(user, accounts.STEWARDS)
