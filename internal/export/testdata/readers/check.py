#!/usr/bin/env python3
"""Reads exported files with readers that nobody here wrote and compares what
they find with what went in.

    python check.py FOLDER    # files and expected.json as the tests write them

The kept files in testdata/golden are the small case; CHANCERY_EXPORTS=FOLDER
go test -run TestFilesForOtherReaders ./internal/export makes the large one,
full of quotation marks, tabs, formulas and broken bytes.
"""

import csv
import json
import logging
import re
import sys
import warnings
from pathlib import Path

import duckdb
import igraph
import networkx
import pandas as pd
import pyarrow.parquet
import pyogrio
import rispy
import shapely
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
import geojson
from py_gdelt.models.events import Event, Mention
from py_gdelt.parsers.events import EventsParser
from py_gdelt.parsers.mentions import MentionsParser

PROJECT_WIDTHS = {"petrarch.txt": 8, "phoenix.txt": 26, "gdelt.csv": 61, "gdelt-mentions.csv": 16, "icews.tab": 20, "polecat.txt": 40}

folder = Path(sys.argv[1])
want = json.loads((folder / "expected.json").read_text())
rows = json.loads((folder / "rows.json").read_text()) if (folder / "rows.json").exists() else {}
done = []


def check(what, got, expected):
    if got != expected:
        sys.exit(f"{what}: got {got!r}, want {expected!r}")


def said(name, text):
    done.append(name)
    print(f"{name}: {text}")


def clean(s):
    """A text as the line formats write it: control characters are blanks."""
    s = re.sub("[\x00-\x1f\x7f-\x9f\u2028\u2029]+", "\0", s.replace("\ufeff", "").replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd"))
    s = re.sub(" ?\0 ?", " ", s)
    return s.strip(" ")


def item(s):
    return clean(s.replace(";", "%3B" if "://" in s else ","))


def unmarked(s):
    return s[1:] if re.match("'+[=+@＝＋－＠-]", s) else s


def joined(values):
    # A list's element may end in a blank that the cell's end trims.
    return "; ".join(item(v) for v in values)


def tables():
    """csv by pandas, Python's csv and DuckDB; parquet by Arrow, pandas and DuckDB."""
    path = str(folder / "csv.csv")
    with open(path, newline="", encoding="utf-8") as f:
        raw = f.read()
    lines = raw.split("\r\n")
    check("csv: rows are lines", len(lines), len(want) + 2)
    check("csv: bare line feeds", raw.count("\n"), raw.count("\r\n"))
    plain = list(csv.reader(lines[:-1], strict=True))
    check("csv: ragged rows", {len(r) for r in plain}, {len(plain[0])})
    frame = pd.read_csv(path, dtype=str, keep_default_na=False)
    check("csv: pandas and csv agree", frame.values.tolist(), plain[1:])
    duck = duckdb.connect()
    ducks = duck.execute("select id, type, quad, score, background, lat, confidence from read_csv(?, header=true, strict_mode=true, sample_size=-1)", [path]).fetchall()
    check("csv: DuckDB's rows", len(ducks), len(want))
    arrow = pyarrow.parquet.read_table(folder / "parquet.parquet")
    records = arrow.to_pylist()
    check("parquet: columns", arrow.column_names, list(frame.columns))
    ours = duck.execute("select * from read_parquet(?)", [str(folder / "parquet.parquet")])
    names = [d[0] for d in ours.description]
    check("parquet: DuckDB and Arrow agree", [dict(zip(names, r)) for r in ours.fetchall()], records)
    check("parquet: types", {arrow.schema.field("date_from").type.__str__(), arrow.schema.field("last_reported").type.__str__()}, {"date32[day]"})
    check("parquet: pandas", len(pd.read_parquet(folder / "parquet.parquet")), len(want))
    for i, w in enumerate(want):
        c, p, d = frame.iloc[i], records[i], ducks[i]
        for k, column in {"ID": "id", "Date": "date", "Type": "type", "Mode": "mode", "Cameo": "cameo", "Status": "status", "Place": "place", "Precision": "precision", "Evidence": "evidence"}.items():
            check(f"csv {w['ID']} {column}", unmarked(c[column]), clean(w[k]))
            check(f"parquet {w['ID']} {column}", p[column] or "", w[k])
        for k, column in {"Actors": "actors", "ActorCountries": "actor_countries", "Recipients": "recipients", "URLs": "source_urls"}.items():
            check(f"csv {w['ID']} {column}", unmarked(c[column]).strip(), joined(w[k]).strip())
            check(f"parquet {w['ID']} {column}", p[column], w[k])
        for k, column in {"Quad": "quad", "Score": "score", "Confidence": "confidence", "Reports": "reports", "Publishers": "publishers", "Lat": "lat", "Lon": "lon"}.items():
            check(f"csv {w['ID']} {column}", float(c[column]) if c[column] else None, w[k] if w[k] is None else float(w[k]))
            check(f"parquet {w['ID']} {column}", p[column], w[k])
        check(f"parquet {w['ID']} background", p["background"], w["Background"])
        check(f"csv {w['ID']} background", c["background"], str(w["Background"]).lower())
        check(f"csv {w['ID']} by DuckDB", (d[2], d[3], d[4], d[5], d[6]), (w["Quad"], w["Score"], w["Background"], w["Lat"], w["Confidence"]))
    said("csv, parquet", f"{len(want)} rows as they went in: pandas {pd.__version__}, pyarrow {pyarrow.__version__}, DuckDB {duckdb.__version__}, Python's csv")


def layouts():
    """The tab-separated layouts: no ragged row under any reader's habits."""
    for name, width in PROJECT_WIDTHS.items():
        path = folder / name
        text = path.read_bytes().decode("utf-8")
        lines = text.split("\n")[:-1]
        check(f"{name}: lines by splitlines", len(text.splitlines()), len(lines))
        check(f"{name}: widths", {line.count("\t") + 1 for line in lines}, {width})
        header = name.split(".")[0] in ("icews", "polecat")
        expected = len(lines) - header
        if rows:
            check(f"{name}: rows", expected, rows[name.split(".")[0]])
        for quoting in (csv.QUOTE_MINIMAL, csv.QUOTE_NONE):
            frame = pd.read_csv(path, sep="\t", header=0 if header else None, dtype=str, keep_default_na=False, quoting=quoting)
            check(f"{name}: pandas, quoting {quoting}", frame.shape, (expected, width))
            check(f"{name}: values, quoting {quoting}", frame.values.tolist(), [line.split("\t") for line in lines[header:]])
        said(name, f"{expected} rows of {width} columns: pandas with and without quoting")


def gdelt():
    """GDELT's two files by gdelt-py, and whether they join."""
    problems = []

    class Handler(logging.Handler):
        def emit(self, record):
            if record.levelno >= logging.WARNING:
                problems.append(record.getMessage())

    logging.getLogger("py_gdelt").addHandler(Handler())
    data = (folder / "gdelt.csv").read_bytes()
    events = [Event.from_raw(r) for r in EventsParser().parse(data)]
    lines = data.decode().split("\n")[:-1]
    check("gdelt: gdelt-py's complaints", problems, [])
    check("gdelt: events", len(events), len(lines))
    ids = [e.global_event_id for e in events]
    check("gdelt: ids are unique and survive floating point", len({int(float(i)) for i in ids}), len(ids))
    for e, line in zip(events, lines):
        cells = line.split("\t")
        check("gdelt: date", f"{e.date:%Y%m%d}", cells[1])
        check("gdelt: code", (e.event_code, e.event_base_code, e.event_root_code), (cells[26], cells[26][:3], cells[26][:2]))
        check("gdelt: Goldstein", e.goldstein_scale, float(cells[30]))
        if cells[51] == "0":
            check("gdelt: no point", cells[56:58], ["", ""])
        else:
            check("gdelt: point", (e.action_geo.lat, e.action_geo.lon), (float(cells[56]), float(cells[57])))
    mentions = [Mention.from_raw(r) for r in MentionsParser().parse((folder / "gdelt-mentions.csv").read_bytes())]
    check("gdelt-mentions: gdelt-py's complaints", problems, [])
    check("gdelt-mentions: every event is told of", {m.global_event_id for m in mentions}, set(ids))
    said("gdelt, gdelt-mentions", f"{len(events)} events, {len(mentions)} mentions by gdelt-py, joined by id")


def maps():
    text = (folder / "geojson.geojson").read_text(encoding="utf-8")
    collection = geojson.loads(text)
    check("geojson: errors", collection.errors(), [])
    located = {w["ID"]: w for w in want if w["Lat"] is not None}
    check("geojson: features", len(collection.features), len(located))
    for f in collection.features:
        w = located[f["id"]]
        # The reader rounds to six decimals, a tenth of a metre.
        check("geojson: point", tuple(f.geometry.coordinates), (round(w["Lon"], 6), round(w["Lat"], 6)))
        check("geojson: precision", f.properties["precision"], w["Precision"])
        check("geojson: actors", f.properties.get("actors", []), w["Actors"])
        check("geojson: shapely", shapely.geometry.shape(f.geometry).y, round(w["Lat"], 6))
    meta, table, geometry, fields = pyogrio.raw.read(folder / "geojson.geojson")
    check("geojson: GDAL's features", len(geometry), len(located))
    said("geojson", f"{len(located)} points: geojson, shapely {shapely.__version__}, GDAL {pyogrio.__gdal_version_string__}")


def networks():
    graph = networkx.read_graphml(folder / "graphml.graphml", force_multigraph=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        other = igraph.Graph.Read_GraphML(str(folder / "graphml.graphml"))
    check("graphml: igraph's size", (other.vcount(), other.ecount()), (graph.number_of_nodes(), graph.number_of_edges()))
    timed = networkx.read_gexf(folder / "gexf.gexf", version="1.2draft")
    check("gexf: size", (timed.number_of_nodes(), timed.number_of_edges()), (graph.number_of_nodes(), graph.number_of_edges()))
    if rows:
        check("graphml: edges", graph.number_of_edges(), rows["graphml"])
    for a, b, data in graph.edges(data=True):
        quads = [data[k] for k in ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")]
        check("graphml: quad classes add up", float(sum(quads)), data["weight"])
        e = timed.edges[a, b]
        check("gexf: weight", e["weight"], data["weight"])
        check("gexf: mean score", e["mean_score"], data["mean_score"])
        check("gexf: life", (e["start"], e["end"]), (data["first"], data["last"]))
        months = [v for v in e["events"]]
        check("gexf: months add up", float(sum(m[0] for m in months)), data["weight"])
        check("gexf: months in order", months, sorted(months, key=lambda m: m[1]))
    said("graphml, gexf", f"{graph.number_of_nodes()} nodes, {graph.number_of_edges()} edges: NetworkX {networkx.__version__}, igraph {igraph.__version__}")


def references():
    with open(folder / "ris.ris", encoding="utf-8", newline="") as f:
        text = f.read()
    check("ris: bare line feeds", text.count("\n"), text.count("\r\n"))
    entries = rispy.loads(text.replace("\r\n", "\n"))
    items = json.loads((folder / "csl.json").read_text(encoding="utf-8"))
    check("ris and csl: entries", len(entries), len(items))
    for e, i in zip(entries, items):
        check("ris: type", e["type_of_reference"], "NEWS")
        check("ris and csl: id", e["id"], i["id"])
        check("ris and csl: title", e["title"].strip(), i["title"])
        check("ris and csl: address", e.get("urls", [""])[0], i.get("URL", "").replace(";", "%3B"))
        if "issued" in i:
            parts = i["issued"]["date-parts"][0]
            check("ris and csl: year", e["year"], str(parts[0]))
    check("csl: ids are unique", len({i["id"] for i in items}), len(items))
    sample = items[:200]
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    bibliography = CitationStylesBibliography(style, CiteProcJSON(sample), formatter.plain)
    for i in sample:
        bibliography.register(Citation([CitationItem(i["id"])]))
    printed = [str(b) for b in bibliography.bibliography()]
    check("csl: citeproc prints each", len(printed), len(sample))
    said("ris, csl", f"{len(entries)} articles: rispy, citeproc-py ({printed[0]})")


def citation():
    if not (folder / "CITATION.cff").exists():
        return
    import bibtexparser
    from cffconvert import Citation as CFF

    cff = CFF((folder / "CITATION.cff").read_text(encoding="utf-8"))
    cff.validate()
    library = bibtexparser.parse_file(str(folder / "citation.bib"))
    check("bib: failed blocks", library.failed_blocks, [])
    check("bib: entries", len(library.entries), 1)
    check("bib: year", library.entries[0]["year"], "2024")
    said("CITATION.cff, citation.bib", "valid: cffconvert, bibtexparser")


for f in (tables, layouts, gdelt, maps, networks, references, citation):
    f()
print(f"all well in {folder}")
