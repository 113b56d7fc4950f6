"""Exports: what can be taken away: tables, linked data, everything as one file, and the page that lists them.

All is sent as it is made, a piece at a time, from the one generation that the request reads.
"""

from __future__ import annotations

from collections.abc import Iterator

from flask import Blueprint, Response, abort

from indexer.messages import swedish
from search_ui.answer import Question, Sort
from search_ui.output import datasets
from search_ui.output.tables import TABLES, Cells, Table, table_named, tasks, voters
from search_ui.web import responses, urls
from search_ui.web.record_pages import chosen_assignments, chosen_ballots
from search_ui.web.request_context import absolute, parameters, publisher, registers, search, settings

blueprint = Blueprint("exports", __name__)


@blueprint.get("/data")
def data() -> Response:
    """Every export, with what each of its columns is."""
    return responses.page(
        "data.html",
        tables=TABLES,
        status=search().status(),
        said=swedish,
        everything=datasets.EVERYTHING,
        linked=datasets.LINKED_DATA,
        description=datasets.DESCRIPTION,
    )


@blueprint.get("/data.jsonld")
def catalogue() -> Response:
    """The exports as a data portal harvests them."""
    described = datasets.catalogue(
        base_url=_base(), publisher=publisher(), contact=settings().contact, made=search().status().made
    )
    return responses.json(described, mimetype="application/ld+json")


@blueprint.get(f"/{datasets.DESCRIPTION}")
def table_descriptions() -> Response:
    """The tables as CSV on the Web."""
    return responses.json(datasets.table_descriptions(), mimetype="application/csvm+json")


@blueprint.get(f"/{datasets.EVERYTHING}")
def everything() -> Response:
    """All there is, as one file."""
    return responses.stream(
        datasets.everything(registers(), Question(sort=Sort.NEWEST), _base()), "application/zip", datasets.EVERYTHING
    )


@blueprint.get(f"/{datasets.LINKED_DATA}")
def linked_data() -> Response:
    """All meetings as linked data."""
    return responses.stream(
        datasets.linked_data(registers(), Question(sort=Sort.NEWEST)), "application/ld+json", datasets.LINKED_DATA
    )


@blueprint.get("/beslut.csv")
def decisions() -> Response:
    """The decisions of the hits of a question, or all, as a table."""
    return _table(table_named("decisions"))


@blueprint.get("/arenden.csv")
def matters() -> Response:
    """The matters that answer a question, or all, as a table."""
    return _table(table_named("matters"))


@blueprint.get("/personer.csv")
def people() -> Response:
    """The people of an organ, or all, as a table."""
    return _table(table_named("people"))


@blueprint.get("/omrostningar.csv")
def votes() -> Response:
    """The ballots that the register lists, as a table: a row a voter."""
    return _sent(table_named("votes"), voters(chosen_ballots(), registers(), _base()))


@blueprint.get("/uppdrag.csv")
def assignments() -> Response:
    """The assignments that the register lists, as a table."""
    return _sent(table_named("assignments"), tasks(chosen_assignments(), registers(), _base()))


def _table(table: Table) -> Response:
    """The rows of a table that the address asks for; the newest first where no words are sought."""
    question = urls.read(parameters())
    if not question.query and question.sort is Sort.RELEVANCE:
        question = urls.sorted_by(question, Sort.NEWEST)
    return _sent(table, table.rows(registers(), question, _base()))


def _sent(table: Table, rows: Iterator[Cells]) -> Response:
    """A table as a file; 503 when finding its first rows took too long, since a table has no place to say so."""
    response = responses.stream(table.csv(rows), "text/csv", table.file)
    if search().conditions.interrupted():
        response.close()
        abort(503)
    return response


def _base() -> str:
    """Where our addresses begin."""
    return absolute("/").rstrip("/")
