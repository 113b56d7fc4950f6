"""Datasets: what can be taken away, described for programs, and everything at once as one file.

The tables are described as CSV on the Web (https://www.w3.org/TR/tabular-metadata/), the whole as a catalogue of
DCAT-AP-SE 3 (https://docs.dataportal.se/dcat/), which a data portal harvests: title, description and publisher of the
catalogue and of each dataset, and an address to fetch each distribution from.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from indexer.messages import swedish
from indexer.model import Meeting
from search_ui.answer import Question
from search_ui.output import archive_export, gate
from search_ui.output.gate import Released
from search_ui.output.tables import DATES, NUMBERS, TABLES, Table
from search_ui.search.registers import Registers

EVERYTHING: Final = "protokoll.zip"
LINKED_DATA: Final = "protokoll.jsonld"
DESCRIPTION: Final = "csv-metadata.json"
"""The name under which a program that knows CSV on the Web looks for it."""
_MEDIA_TYPES: Final = {"csv": "text/csv", "zip": "application/zip", "jsonld": "application/ld+json"}
_IANA: Final = "https://www.iana.org/assignments/media-types/"
_FILE_TYPES: Final = "http://publications.europa.eu/resource/authority/file-type/"
_EU: Final = "http://publications.europa.eu/resource/authority/"
_CONTEXT: Final = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def table_descriptions() -> dict[str, Any]:
    """The tables and their columns as CSV on the Web describes them."""
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "sv"}],
        "dialect": {"delimiter": ";", "encoding": "utf-8", "header": True, "lineTerminators": ["\r\n"]},
        "tables": [
            {
                "url": table.file,
                "dc:title": table.title,
                "dc:description": table.about,
                "tableSchema": {"columns": list(_columns(table))},
            }
            for table in TABLES
        ],
    }


def catalogue(*, base_url: str, publisher: str, contact: str, made: str) -> dict[str, Any]:
    """What can be taken away as a catalogue of DCAT-AP-SE, in JSON-LD; `made` is when it was last changed."""
    name = publisher or swedish("data.publisher")
    point = {"@type": "vcard:Organization", "vcard:fn": name, "vcard:hasEmail": {"@id": f"mailto:{contact}"}}
    shared = {
        "dcterms:publisher": {"@id": f"{base_url}/#utgivare"},
        "dcterms:language": {"@id": f"{_EU}language/SWE"},
        "dcterms:accessRights": {"@id": f"{_EU}access-right/PUBLIC"},
        "dcterms:modified": {"@value": made, "@type": "xsd:dateTime"},
        "dcat:theme": {"@id": f"{_EU}data-theme/GOVE"},
        "dcat:keyword": [_said(swedish("data.keyword"))],
        "dcat:landingPage": {"@id": f"{base_url}/data"},
        **({"dcat:contactPoint": point} if contact else {}),
    }
    return {
        "@context": _CONTEXT,
        "@id": f"{base_url}/data",
        "@type": "dcat:Catalog",
        "dcterms:title": _said(swedish("data.title")),
        "dcterms:description": _said(swedish("data.about")),
        "dcterms:publisher": {"@id": f"{base_url}/#utgivare", "@type": "foaf:Agent", "foaf:name": name},
        "dcterms:language": shared["dcterms:language"],
        "dcterms:modified": shared["dcterms:modified"],
        "foaf:homepage": {"@id": f"{base_url}/"},
        "dcat:dataset": [_dataset(base_url, *one) | shared for one in _datasets()],
    }


def _datasets() -> Iterator[tuple[str, str, str]]:
    """Each dataset: its file, its title, and what it is."""
    for table in TABLES:
        yield table.file, table.title, table.about
    yield LINKED_DATA, swedish("data.linked"), swedish("data.linked.about")
    yield EVERYTHING, swedish("data.everything"), swedish("data.everything.about")


def everything(registers: Registers, question: Question, base_url: str) -> Iterator[Released]:
    """The tables, the meetings as JSON lines and as linked data, and what describes them, as one ZIP.

    The question limits them to days and organs.
    """
    made = datetime.fromisoformat(registers.search.index.made)
    return gate.zipped(_files(registers, question, base_url), made)


def linked_data(registers: Registers, question: Question) -> Iterator[Released]:
    """The meetings of some days and organs as JSON-LD, each item with its matter."""
    search = registers.search
    matters = (page.matter for page in search.each_matter(question))
    return gate.in_pieces(archive_export.jsonld(_meetings(registers, question), search.index.matter, matters))


def _meetings(registers: Registers, question: Question) -> Iterator[Meeting]:
    return archive_export.chosen(registers.search.archive().meetings(), question)


def _files(registers: Registers, question: Question, base_url: str) -> Iterator[tuple[str, Iterator[Released]]]:
    yield "README.txt", iter([gate.plain(_readme())])
    yield DESCRIPTION, iter([gate.pretty_json(table_descriptions())])
    for table in TABLES:
        yield table.file, table.csv(table.rows(registers, question, base_url))
    yield "protokoll.jsonl", archive_export.jsonl(_meetings(registers, question))
    yield LINKED_DATA, linked_data(registers, question)


def _readme() -> str:
    """What is in the file, for a person."""
    lines = [swedish("data.readme"), ""]
    for table in TABLES:
        lines += [f"{table.file}: {table.title}. {table.about}", ""]
        lines += (f"  {column}: {holds}" for column, holds in table.described())
        lines.append("")
    return "\n".join(lines)


def _columns(table: Table) -> Iterator[dict[str, Any]]:
    for name, holds in table.described():
        datatype = "date" if name in DATES else "integer" if name in NUMBERS else "string"
        yield {"name": name, "titles": name, "dc:description": holds, "datatype": datatype}


def _dataset(base_url: str, file: str, title: str, about: str) -> dict[str, Any]:
    """One dataset and the file that it is."""
    suffix = file.rpartition(".")[2]
    address = {"@id": f"{base_url}/{file}"}
    return {
        "@id": f"{base_url}/data#{file}",
        "@type": "dcat:Dataset",
        "dcterms:title": _said(title),
        "dcterms:description": _said(about),
        "dcat:distribution": {
            "@id": f"{base_url}/data#fil-{file}",
            "@type": "dcat:Distribution",
            "dcterms:title": _said(file),
            "dcat:accessURL": address,
            "dcat:downloadURL": address,
            "dcat:mediaType": {"@id": f"{_IANA}{_MEDIA_TYPES[suffix]}"},
            "dcterms:format": {"@id": f"{_FILE_TYPES}{'JSON_LD' if suffix == 'jsonld' else suffix.upper()}"},
        },
    }


def _said(text: str) -> dict[str, str]:
    return {"@value": text, "@language": "sv"}
