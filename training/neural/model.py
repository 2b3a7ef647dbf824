"""The network: MiniLM's embeddings and layers over words, with an exit after
each of the depths asked for. See README.md for its shape and why."""

import json
import math
import struct

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

import data

WIDTH, HEADS, HEAD = 384, 12, 32
DIST = 32  # arcs longer than this share one bias


def safetensors(path):
    with open(path, "rb") as f:
        n = struct.unpack("<Q", f.read(8))[0]
        head = json.loads(f.read(n))
        body = f.read()
    out = {}
    for k, v in head.items():
        if k == "__metadata__":
            continue
        a, z = v["data_offsets"]
        dt = {"F32": np.float32, "I64": np.int64, "F16": np.float16}[v["dtype"]]
        out[k] = torch.from_numpy(np.frombuffer(body[a:z], dtype=dt).reshape(v["shape"]).copy())
    return out


def encoder(path):
    """The weights of a BERT of MiniLM's width by their names in the original:
    safetensors, or an ONNX export, whose products name no weights but stand in
    the order of the layers."""
    if path.endswith(".safetensors"):
        return {k.removeprefix("bert."): v for k, v in safetensors(path).items()}
    import onnx
    from onnx import numpy_helper

    graph = onnx.load(path).graph
    out = {i.name: torch.from_numpy(numpy_helper.to_array(i).copy()) for i in graph.initializer}
    for node in graph.node:
        if node.op_type == "MatMul" and node.input[1] in out:
            name = node.name.strip("/").replace("/", ".").removesuffix(".MatMul")
            out[name + ".weight"] = out[node.input[1]].T.contiguous()
    return out


def attend(q, k, v, mask):
    """PyTorch's fused attention is several times slower than this on a CPU for
    many short sentences."""
    s = torch.softmax((q @ k.transpose(2, 3)).float() / math.sqrt(HEAD) + mask, -1)
    return s.to(q.dtype) @ v


NOISE = {}


def drop(x, p, training):
    """Dropout that reads its coin tosses from a random place in a long table."""
    if not training or not p:
        return x
    if (p, x.dtype) not in NOISE:
        own = torch.Generator().manual_seed(int(p * 1000))  # so that a run resumed has the same table
        NOISE[p, x.dtype] = ((torch.rand(1 << 24, generator=own) >= p) / (1 - p)).to(x.dtype)
    table, n = NOISE[p, x.dtype], x.numel()
    at = int(torch.randint(len(table) - n, (1,)))
    return x * table[at : at + n].view(x.shape)


class Block(nn.Module):
    def __init__(self, inner):
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.ln1 = nn.LayerNorm(WIDTH, eps=1e-5)
        self.up = nn.Linear(WIDTH, inner)
        self.down = nn.Linear(inner, WIDTH)
        self.ln2 = nn.LayerNorm(WIDTH, eps=1e-5)

    def gather(self, x, mask, p):
        b, n, _ = x.shape
        q, k, v = self.qkv(x).view(b, n, 3, HEADS, HEAD).permute(2, 0, 3, 1, 4)
        a = attend(q, k, v, mask).transpose(1, 2).reshape(b, n, WIDTH)
        return self.ln1(x + drop(self.out(a), p, self.training))

    def forward(self, x, mask, p):
        x = self.gather(x, mask, p)
        return self.ln2(x + drop(self.down(F.relu(self.up(x))), p, self.training))


class Exit(nn.Module):
    """What is read off the hidden states of one depth."""

    def __init__(self, upos, xpos, rels, arc, lab):
        super().__init__()
        self.arc, self.lab = arc, lab
        self.tag = nn.Linear(WIDTH, upos)
        self.xpos = nn.Linear(WIDTH, xpos)
        self.ner = nn.Linear(WIDTH, len(data.NER))
        self.dep = nn.Linear(WIDTH, arc)
        self.head = nn.Linear(WIDTH, arc)
        self.ldep = nn.Linear(WIDTH, lab)
        self.lhead = nn.Linear(WIDTH, lab, bias=False)
        self.rel = nn.Linear(lab, rels)
        self.dist = nn.Parameter(torch.zeros(2 * DIST + 1))

    def forward(self, h, mask, p):
        """h includes the root state at position 0."""
        h = drop(h, p, self.training)
        n = h.shape[1]
        at = torch.arange(n)
        dist = self.dist[(at[None, :] - at[:, None]).clamp(-DIST, DIST) + DIST]
        arc = self.dep(h) @ self.head(h).transpose(1, 2) / math.sqrt(self.arc)
        arc = arc.float() + dist
        arc = arc.masked_fill(~mask[:, None, :], -1e4)
        arc = arc.masked_fill(torch.eye(n, dtype=torch.bool), -1e4)
        return {"tag": self.tag(h).float(), "xpos": self.xpos(h).float(), "ner": self.ner(h).float(), "arc": arc,
                "ldep": self.ldep(h), "lhead": self.lhead(h)}

    def label(self, o, heads):
        """Scores of the relations of every word to the head given."""
        lh = o["lhead"].gather(1, heads[:, :, None].expand(-1, -1, self.lab))
        return self.rel(F.relu(o["ldep"] + lh)).float()


class Net(nn.Module):
    def __init__(self, vocab, inners, exits, upos, xpos, rels, arc=128, lab=128, ends=0):
        super().__init__()
        self.inners, self.depths, self.ends = inners, exits, ends
        self.pieces = nn.Embedding(vocab, WIDTH)
        self.pos = nn.Embedding(512, WIDTH)
        self.shape = nn.Embedding(3 * data.SHAPES, WIDTH)
        nn.init.zeros_(self.shape.weight)
        self.ln = nn.LayerNorm(WIDTH, eps=1e-5)
        self.blocks = nn.ModuleList(Block(i) for i in inners)
        self.exits = nn.ModuleList(Exit(upos, xpos, rels, arc, lab) for _ in exits)
        if ends:  # at this depth it is read whether a sentence ends before a word
            self.end = nn.Linear(WIDTH, 1)

    def load_encoder(self, path, sample):
        """Takes over a pretrained encoder's weights. Of the inner units of a
        narrowed layer those stay that move its output most over the sample; what
        ReLU in place of GELU, and the units left out, take from the mean goes into
        the bias."""
        w = encoder(path)
        with torch.no_grad():
            self.pieces.weight.copy_(w["embeddings.word_embeddings.weight"])
            self.pos.weight.copy_(w["embeddings.position_embeddings.weight"] + w["embeddings.token_type_embeddings.weight"][0])
            self.ln.weight.copy_(w["embeddings.LayerNorm.weight"])
            self.ln.bias.copy_(w["embeddings.LayerNorm.bias"])
            x, mask = self.embed(*sample)
            am = (~mask[:, None, None, :]).float() * -1e4
            for i, b in enumerate(self.blocks):
                g = lambda k: w[f"encoder.layer.{i}.{k}"]
                b.qkv.weight.copy_(torch.cat([g(f"attention.self.{x}.weight") for x in ("query", "key", "value")]))
                b.qkv.bias.copy_(torch.cat([g(f"attention.self.{x}.bias") for x in ("query", "key", "value")]))
                b.out.weight.copy_(g("attention.output.dense.weight"))
                b.out.bias.copy_(g("attention.output.dense.bias"))
                b.ln1.weight.copy_(g("attention.output.LayerNorm.weight"))
                b.ln1.bias.copy_(g("attention.output.LayerNorm.bias"))
                b.ln2.weight.copy_(g("output.LayerNorm.weight"))
                b.ln2.bias.copy_(g("output.LayerNorm.bias"))
                up, ub, down, db = (g(k) for k in ("intermediate.dense.weight", "intermediate.dense.bias", "output.dense.weight", "output.dense.bias"))
                x = b.gather(x, am, 0)
                act = F.gelu(F.linear(x, up, ub))
                move = act[mask].pow(2).mean(0).sqrt() * down.norm(dim=0)
                keep = move.topk(self.inners[i]).indices.sort().values
                b.up.weight.copy_(up[keep])
                b.up.bias.copy_(ub[keep])
                b.down.weight.copy_(down[:, keep])
                b.down.bias.copy_(db + down @ act[mask].mean(0) - b.down.weight @ F.relu(b.up(x))[mask].mean(0))
                x = b.ln2(x + F.linear(act, down, db))

    def embed(self, ids, npieces, shape, lens, p=0.0):
        """ids: all pieces of the batch, flat; npieces: pieces of each word of each
        row, 0 for padding; position 0 of each row is [CLS]."""
        b, n = npieces.shape
        flat = npieces.reshape(-1)
        word = torch.repeat_interleave(torch.arange(b * n), flat)
        e = self.pieces(ids)
        x = torch.zeros(b * n, WIDTH).index_add_(0, word, e.float()) / flat.clamp(min=1)[:, None]
        x = x.view(b, n, WIDTH) + self.pos.weight[:n] + self.shape(shape)
        mask = torch.arange(n)[None, :] < lens[:, None]
        return drop(self.ln(x), p, self.training), mask

    def forward(self, ids, npieces, shape, lens, p=0.1, ph=0.2, upto=99):
        x, mask = self.embed(ids, npieces, shape, lens, p)
        am = (~mask[:, None, None, :]).float() * -1e4
        outs = []
        for i, b in enumerate(self.blocks):
            x = b(x, am, p)
            if i + 1 in self.depths:
                outs.append(self.exits[self.depths.index(i + 1)](x, mask, ph))
                if i + 1 >= upto:
                    break
        return outs, mask

    def ending(self, ids, npieces, shape, lens, p=0.1, ph=0.2):
        """For every word of a running text, how much speaks for a sentence
        ending before it."""
        x, mask = self.embed(ids, npieces, shape, lens, p)
        am = (~mask[:, None, None, :]).float() * -1e4
        for b in self.blocks[: self.ends]:
            x = b(x, am, p)
        return self.end(drop(x, ph, self.training)).squeeze(-1).float()
