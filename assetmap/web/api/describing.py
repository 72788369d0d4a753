"""The parts a description of the API is put together from."""

from typing import Any

Schema = dict[str, Any]
COLLECTION: Schema = {
    "type": "object",
    "required": ["type", "features"],
    "properties": {"type": {"const": "FeatureCollection"}, "features": {"type": "array", "items": {"type": "object"}}},
}
PROBLEM: Schema = {
    "type": "object",
    "required": ["title", "status"],
    "properties": {"title": {"type": "string"}, "status": {"type": "integer"}, "detail": {"type": "string"}},
}


def get(title: str, text: str, parameters: list[Schema], kind: str, schema: Schema, missing: bool = False) -> Schema:
    """One path that can be read."""
    problem = {"content": {"application/problem+json": {"schema": PROBLEM}}}
    answers: Schema = {
        "200": {"description": text, "content": {kind: {"schema": schema}}},
        "304": {"description": "Unchanged since your ETag."},
        "400": {"description": "The question could not be read; every fault is named."} | problem,
    }
    if missing:
        answers["404"] = {"description": "There is no such thing."} | problem
    return {"get": {"summary": title, "description": text, "parameters": parameters, "responses": answers}}


def bbox() -> Schema:
    """A box in degrees."""
    return in_query("bbox", {"type": "string"}, "west,south,east,north in degrees (EPSG:4326).")


def in_query(name: str, schema: Schema, text: str) -> Schema:
    """A parameter after the question mark."""
    return {"name": name, "in": "query", "description": text, "schema": schema}


def in_path(name: str, schema: Schema) -> Schema:
    """A parameter in the path."""
    return {"name": name, "in": "path", "required": True, "schema": schema}
