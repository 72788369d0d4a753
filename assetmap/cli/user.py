"""`assetmap user`: people who can sign in."""

import click
from flask_security.utils import hash_password

from assetmap import create_app, db
from assetmap.cli.opening import open_engine
from assetmap.services.accounts import RoleName, ensure_roles

SHORTEST_PASSWORD = 12


@click.group()
def user() -> None:
    """People who can sign in."""


@user.command()
@click.argument("email")
@click.option("--role", type=click.Choice([role.value for role in RoleName]), default=RoleName.administrator.value, show_default=True)
@click.option("--name", default="", help="How the person is called on pages.")
@click.password_option(help="At least 12 characters; asked for where it is not given.")
def add(email: str, role: str, name: str, password: str) -> None:
    """Add a person with a role, such as the first administrator; for one who exists, add the role and set the password."""
    if len(password) < SHORTEST_PASSWORD:
        raise click.BadParameter(f"The password needs at least {SHORTEST_PASSWORD} characters.", param_hint="password")
    db.migrate(open_engine()[0])
    app = create_app()
    with app.app_context():
        session, store = app.extensions["sessions"](bind=db.writer(app.extensions["engine"])), app.extensions["security"].datastore
        ensure_roles(session)
        person = store.find_user(email=email) or store.create_user(email=email, shown_name=name)
        person.password = hash_password(password)
        store.add_role_to_user(person, role)
        session.commit()
    click.echo(f"{email} can sign in as {role}.")
