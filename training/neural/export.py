"""Quantises trained weights and writes the file that internal/nlp/neural reads.

usage: export.py model.pt out.bin [--exits 3,6]"""

import argparse
import json
import math
import struct

import numpy as np
import torch

import data
import model
import train

PANEL, ZERO = 32, 64


def quantise(w):
    """Rows of w as whole numbers of 7 bits, with the scale of each row that
    loses least."""
    peak = w.abs().amax(1).clamp(min=1e-8)
    best, err = None, None
    for shrink in (1.0, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7):
        s = peak * shrink / 63
        q = (w / s[:, None]).round().clamp(-63, 63)
        e = (q * s[:, None] - w).pow(2).sum(1)
        if best is None:
            best, err, scale = q, e, s
        else:
            take = e < err
            best = torch.where(take[:, None], q, best)
            scale = torch.where(take, s, scale)
            err = torch.where(take, e, err)
    return best.numpy().astype(np.int32), scale.numpy()


class Writer:
    def __init__(self):
        self.at, self.body = {}, bytearray()

    def raw(self, name, b):
        self.body += b"\0" * (-len(self.body) % 64)
        self.at[name] = {"At": len(self.body), "Len": len(b)}
        self.body += b

    def floats(self, name, x):
        self.raw(name, np.asarray(x, dtype="<f4").tobytes())

    def matrix(self, name, w, b):
        q, s = quantise(w.float())
        out, inn = q.shape
        pad = -out % PANEL
        q = np.concatenate([q, np.zeros((pad, inn), np.int32)])
        s, b = np.concatenate([s, np.zeros(pad)]), np.concatenate([b.float().numpy(), np.zeros(pad)])
        p = (q + ZERO).astype(np.uint8).reshape((out + pad) // PANEL, PANEL, inn // 4, 4).transpose(0, 2, 1, 3)
        self.raw(name + ".w", p.tobytes())
        self.floats(name + ".scale", s)
        self.floats(name + ".bias", b)

    def table(self, name, t):
        s = t.abs().amax(1).clamp(min=1e-12) / 127
        self.raw(name + ".q", (t / s[:, None]).round().clamp(-127, 127).to(torch.int8).numpy().tobytes())
        self.floats(name + ".scale", s)


def main():
    a = argparse.ArgumentParser()
    a.add_argument("model")
    a.add_argument("out")
    a.add_argument("--exits", default="")
    a.add_argument("--encoder", default="all-MiniLM-L6-v2", help="what the training began from, to be named in the file")
    a = a.parse_args()
    ck = torch.load(a.model, weights_only=False)
    n = {k: v.float() for k, v in ck["net"].items()}
    exits = [int(x) for x in a.exits.split(",")] if a.exits else ck["exits"]
    depth = max(exits)
    vocab = [w.rstrip("\n") for w in open(train.minilm() + "/vocab.txt", encoding="utf-8")]
    w = Writer()
    w.raw("pieces", "\n".join(vocab).encode())
    w.table("embed", n["pieces.weight"])
    w.table("place", n["pos.weight"][:256])
    w.table("shape", n["shape.weight"])
    w.floats("norm.gain", n["ln.weight"])
    w.floats("norm.shift", n["ln.bias"])
    for i in range(depth):
        p = f"blocks.{i}."
        for name, key in (("qkv", "qkv"), ("out", "out"), ("up", "up"), ("down", "down")):
            weight, bias = n[p + key + ".weight"].clone(), n[p + key + ".bias"].clone()
            if key == "qkv":  # queries come out scaled
                weight[: model.WIDTH] /= math.sqrt(model.HEAD)
                bias[: model.WIDTH] /= math.sqrt(model.HEAD)
            w.matrix(f"layer{i}.{name}", weight, bias)
        for k in (1, 2):
            w.floats(f"layer{i}.norm{k}.gain", n[f"{p}ln{k}.weight"])
            w.floats(f"layer{i}.norm{k}.shift", n[f"{p}ln{k}.bias"])
    arc = ck.get("arc", 128)
    for e in exits:
        p = f"exits.{ck['exits'].index(e)}."
        g = lambda k: (n[p + k + ".weight"], n.get(p + k + ".bias", torch.zeros(n[p + k + ".weight"].shape[0])))
        hw, hb = g("head")
        parts = [g("dep"), (hw / math.sqrt(arc), hb / math.sqrt(arc)), g("ldep"), g("lhead"), g("tag"), g("ner")]
        w.matrix(f"exit{e}.all", torch.cat([x[0] for x in parts]), torch.cat([x[1] for x in parts]))
        w.matrix(f"exit{e}.rel", *g("rel"))
        w.floats(f"exit{e}.dist", n[p + "dist"])
    ends = ck.get("ends", 0)
    if ends:
        w.floats("end", torch.cat([n["end.weight"].flatten(), n["end.bias"]]))
    head = {
        "Width": model.WIDTH, "Heads": model.HEADS, "Inner": ck["inners"][:depth], "Exits": exits, "Ends": ends, "UPOS": data.UPOS,
        "Rels": ck["rels"], "NER": data.NER, "Arc": arc, "Label": arc, "Dist": model.DIST, "Pieces": data.MAX_PIECES, "Arrays": w.at,
        "Sources": "UD English EWT, GUM, WikiGold, re3d, Universal NER EWT dev; " + a.encoder,
    }
    h = json.dumps(head, sort_keys=True).encode()
    line = b"chancery neural 1\n"
    h += b" " * (-(len(line) + 4 + len(h)) % 64)
    with open(a.out, "wb") as f:
        f.write(line + struct.pack("<I", len(h)) + h + bytes(w.body))
    print(len(line) + 4 + len(h) + len(w.body), "bytes")


main()
