"""Photos: made small and told nothing of where they were taken, kept in a store, public once a steward has looked at each."""

from assetmap.services.photos.stores import Store, open_store
from assetmap.services.photos.tidying import Picture, tidy
from assetmap.services.photos.verbs import (
    About,
    approve,
    by_stored,
    check,
    check_email,
    covered,
    decline,
    forget_files,
    get,
    of_entry,
    public,
    remove,
    send,
    waiting,
)

__all__ = [
    "About",
    "Picture",
    "Store",
    "approve",
    "by_stored",
    "check",
    "check_email",
    "covered",
    "decline",
    "forget_files",
    "get",
    "of_entry",
    "open_store",
    "public",
    "remove",
    "send",
    "tidy",
    "waiting",
]
