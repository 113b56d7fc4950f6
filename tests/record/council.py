"""A council's record, invented: motions, votes by name, tasks, and what came of them, over two meetings."""

from __future__ import annotations

from pathlib import Path

from indexer.index import open_index
from indexer.pipeline.ingest import ingest
from indexer.settings import Settings

COUNCIL = """Bergby kommun
Kommunfullmäktige
Sammanträdesprotokoll 2024-02-29

Plats och tid: Stadshuset, kl. 18.00-20.00

Beslutande: Anna Ek (S), ordförande
Bo Ask (M)
Cia Alm (V)
Dan Öst (M)

§ 11 Plan för cykling
Dnr KS 2024/00101

Beslut
1. Planen antas.
2. Tekniska nämnden får i uppdrag att bygga cykelställ vid stationen.
3. Kulturnämnden och Hamn AB får i uppdrag att utreda konst längs kajen, och redovisa det senast den 30 september 2024.

Yrkanden
Anna Ek (S) yrkar bifall till planen.
Bo Ask (M) yrkar avslag på planen.

Omröstning
Godkänd voteringsproposition: "Ja för bifall till planen och Nej för avslag."
Anna Ek (S) och Cia Alm (V) röstar Ja (2). Bo Ask (M) röstar Nej (1). Dan Öst (M) avstår (1).

Reservation
Bo Ask (M) reserverar sig mot beslutet.

§ 12 Motion av Cia Alm (V) om solceller på skolorna
Dnr KS 2024/00102

Beslut
Motionen avslås.

Omröstning
Godkänd voteringsproposition: "Ja för avslag och Nej för bifall till motionen."
Bo Ask (M), Dan Öst (M) och Anna Ek (S) röstar Ja (3). Cia Alm (V) röstar Nej (1).
"""

AUTUMN = """Bergby kommun
Kommunfullmäktige
Sammanträdesprotokoll 2024-10-24

Plats och tid: Stadshuset, kl. 18.00-20.00

Beslutande: Anna Ek (S), ordförande
Bo Ask (M)

§ 45 Redovisning av uppdrag om cykelställ
Dnr KS 2024/00101

Föredragande: Gunnar Holm, trafikchef

Beslut
Redovisning av kommunfullmäktiges uppdrag 2024-02-29 § 11 punkt 2 till tekniska nämnden, att bygga cykelställ vid
stationen, antecknas och förklaras fullgjort.

§ 47 Ekonomisk rapport

Beslut
Rapporten läggs till handlingarna.

Protokollsanteckning
Anna Ek (C) deltar inte i beslutet.
"""


def indexed(where: Path) -> Settings:
    """The folders of an index of the council's minutes."""
    settings = Settings(minutes=where / "minutes", archive=where / "meetings", index=where / "index")
    settings.minutes.mkdir(parents=True)
    (settings.minutes / "2024-02-29.txt").write_text(COUNCIL, "utf-8")
    (settings.minutes / "2024-10-24.txt").write_text(AUTUMN, "utf-8")
    report = ingest(settings, open_index(settings.index), [settings.minutes])
    assert (report.new, report.failed) == (2, [])
    return settings
