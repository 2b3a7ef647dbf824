#!/bin/sh
# Measures other programs beside Chancery and rewrites internal/eval/peers.json.
# Run from the repository's root; DATA is the folder of the sets, WORK holds what
# is made on the way, MACHINE names the machine in the table.
set -eu
DATA=${DATA:-../shared/data}
WORK=${WORK:-/tmp/chancery-peers}
here=training/peers
mkdir -p "$WORK"
[ -x "$WORK/venv/bin/python" ] || python3 -m venv "$WORK/venv"
"$WORK/venv/bin/pip" install -q -r $here/requirements.txt
mvn -q -f $here/pom.xml dependency:copy-dependencies -DoutputDirectory="$WORK/jars"
go build -o "$WORK/peers" ./$here
"$WORK/peers" -data "$DATA" write "$WORK/texts.jsonl"
export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 GOMAXPROCS=1
"$WORK/peers" chancery "$WORK/texts.jsonl" "Chancery" >"$WORK/chancery.jsonl"
"$WORK/peers" chancery "$WORK/texts.jsonl" "Chancery, accurate" models/chancery-accurate.bin >"$WORK/accurate.jsonl"
for m in sm md; do
	"$WORK/venv/bin/python" $here/spacy_peer.py $m "$WORK/texts.jsonl" >"$WORK/spacy-$m.jsonl"
done
javac -cp "$WORK/jars/*" -d "$WORK" $here/CoreNLPPeer.java
java -Xmx4g -XX:+UseSerialGC -cp "$WORK:$WORK/jars/*" CoreNLPPeer "$WORK/texts.jsonl" 4.5.10 >"$WORK/corenlp.jsonl"
"$WORK/peers" -data "$DATA" -machine "${MACHINE:-$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1)}" score "$WORK/texts.jsonl" internal/eval/peers.json \
	"$WORK/chancery.jsonl" "$WORK/accurate.jsonl" "$WORK/spacy-sm.jsonl" "$WORK/spacy-md.jsonl" "$WORK/corenlp.jsonl"
