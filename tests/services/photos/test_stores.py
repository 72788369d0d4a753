"""The two stores keep, give and forget files alike: a folder, and a real S3 server of the tests' own."""

import pytest
from moto.server import ThreadedMotoServer

from assetmap.services import photos
from assetmap.services.photos import stores

NAME = "abcdefghijk-small.jpg"


@pytest.fixture(scope="module")
def server():
    """An S3 server with an empty bucket."""
    server = ThreadedMotoServer(port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture(params=["folder", "s3"])
def store(request, tmp_path, monkeypatch):
    if request.param == "folder":
        yield photos.open_store("", tmp_path)
        return
    endpoint = request.getfixturevalue("server")
    for name, value in {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_EC2_METADATA_DISABLED": "true"}.items():
        monkeypatch.setenv(name, value)
    stores._client(endpoint, "eu-west-2").create_bucket(Bucket="map", CreateBucketConfiguration={"LocationConstraint": "eu-west-2"})
    yield photos.open_store(f"s3://map/photos?endpoint={endpoint}&region=eu-west-2", tmp_path)
    stores._client.cache_clear()


def test_what_is_kept_is_given_back_and_forgotten(store):
    store.put(NAME, b"a picture")
    assert store.get(NAME) == b"a picture"
    store.put(NAME, b"another")
    assert store.get(NAME) == b"another"
    store.remove(NAME)
    store.remove(NAME)
    assert store.get(NAME) is None


@pytest.mark.parametrize("name", ["../../etc/passwd", "a/b.jpg", "", ".jpg", "abcdefghijk.png", "x" * 70 + ".jpg"])
def test_no_name_leads_out_of_the_store(tmp_path, name):
    store = photos.open_store("", tmp_path)
    for verb in (store.get, store.remove, lambda given: store.put(given, b"")):
        with pytest.raises(ValueError, match="not the name"):
            verb(name)
