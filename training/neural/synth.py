"""Writes sentences in the manner of wire copy around names from the lexicon's
lists and invented ones, for the entity reader alone: the sets at hand hold few
companies, clubs, agencies, tables of results and foreign names. Every frame
below is our own wording."""

import os
import re

import data


def rows(path):
    return [l.strip() for l in open(path, encoding="utf-8") if l.strip() and not l.startswith("#")]


def commas(path):
    return [x.strip() for l in rows(path) for x in l.split(",") if x.strip()]


SYL = "ka lo mi ran to bel ser din var os ter gan hu li pra mon kov ski shi ya ber sen dal tor ez ani mar qu in ov ul dre fen gor hal jin kos lan nem pol ras sul tam vel wen zar zi che bo ek".split()
MIDDLE = ["A.", "B.", "C.", "D.", "E.", "J.", "M.", "R.", "W."]


class Names:
    def __init__(self, lexicon, rng):
        self.rng = rng
        j = lambda *p: os.path.join(lexicon, "en", *p)
        n = lambda f: commas(j("nlp", "names", f))
        first = lambda path: [x for l in rows(path) for x in [l.split("|")[0].strip()] + [a.strip() for a in (l.split("|")[3] if l.count("|") >= 3 else "").split(",")] if x and x[0].isupper()]
        a = lambda f: first(j("actors", f))
        self.given = [x.strip() for l in rows(j("actors", "givennames.txt")) for x in l.split("|")[1].split(",") if x.strip()]
        self.family = sorted({l.split("|")[0].split()[-1] for l in rows(j("actors", "leaders.txt")) if l.split("|")[0].strip()})
        cap = lambda s: " ".join(w if w in ("and", "of", "the") else w[:1].upper() + w[1:] for w in s.split())
        countries = [l.split("|") for l in rows(j("nlp", "countries.txt"))]
        self.country = [cap(c[0].split(",")[0].strip()) for c in countries]
        self.norp = [cap(w.strip()) for c in countries if len(c) > 1 for w in c[1].split(",") if w.strip()]
        self.gpe, self.loc, self.event, self.law = n("gpe.txt"), n("loc.txt"), n("event.txt"), n("law.txt")
        self.body = [strip_the(x) for x in n("org.txt") + a("institutions.txt") + a("international.txt") + a("ngos.txt") + a("armed.txt") + a("parties.txt")]
        self.media, self.company = a("media.txt"), a("companies.txt")

    def word(self, least=2, most=3):
        r = self.rng
        return "".join(r.choice(SYL) for _ in range(r.randint(least, most))).capitalize()

    def acronym(self):
        return "".join(self.rng.choice("ABCDEFGHIKLMNOPRSTU") for _ in range(self.rng.randint(2, 4)))

    def surname(self):
        return self.rng.choice(self.family) if self.rng.random() < 0.5 else self.word()

    def person(self):
        r = self.rng
        x = r.random()
        if x < 0.62:
            return f"{r.choice(self.given)} {self.surname()}"
        if x < 0.72:
            return f"{r.choice(self.given)} {r.choice(MIDDLE)} {self.surname()}"
        if x < 0.80:
            return f"{r.choice('ABCDEFGHJKLMNPRSTVWY')}. {self.surname()}"
        if x < 0.88:
            return f"{r.choice(self.given)} {r.choice(self.given)} {self.surname()}"
        if x < 0.93:
            return f"{self.word(1, 2)} {self.word(1, 2)} {self.word(1, 2)}"
        return f"{r.choice(self.given)} {r.choice(['al', 'bin', 'de', 'van', 'von', 'Abu', 'El', 'Mac'])} {self.surname()}"

    def firm(self):
        r = self.rng
        x = r.random()
        if x < 0.25:
            return r.choice(self.company)
        if x < 0.5:
            return self.word()
        if x < 0.6:
            return f"{self.surname()} & {self.surname()}"
        if x < 0.66:
            return self.acronym()
        base = r.choice([self.word(), self.surname(), r.choice(self.gpe), self.surname() + " " + self.word(1, 2)])
        return base + " " + r.choice("Corp Inc Ltd Plc AG SA Co Group Holdings Bank Industries Motors Airlines Steel Oil Electronics Insurance Securities Petroleum Telecom Foods Brewery Energy Systems Financial Chemicals".split()) + r.choice(["", "", "", " Ltd", " Co", " Inc", " Corp"])

    def agency(self):
        r = self.rng
        x = r.random()
        if x < 0.55:
            return r.choice(self.body)
        g = r.choice(self.gpe)
        if x < 0.7:
            return f"{g} {r.choice(['University', 'Police Department', 'City Council', 'Stock Exchange', 'High Court', 'Chamber of Commerce', 'Town Hall', 'District Court'])}"
        if x < 0.8:
            return f"{r.choice(['Ministry of', 'Department of', 'Institute of', 'Bureau of', 'Committee on', 'Council of', 'Office of'])} {r.choice(['Health', 'Finance', 'Trade', 'Agriculture', 'Education', 'Public Works', 'Statistics', 'Foreign Affairs', 'Human Rights', 'Energy', 'Defence', 'Justice', 'Labour', 'Ministers', 'Tourism'])}"
        if x < 0.88:
            return f"{r.choice(['Foreign', 'Interior', 'Finance', 'Defence', 'Defense', 'Trade', 'Health', 'Oil', 'Justice', 'Central', 'National', 'Federal'])} {r.choice(['Ministry', 'Bank', 'Assembly', 'Council', 'Guard', 'Front', 'Congress', 'Committee', 'Commission', 'Court', 'Reserve', 'Police'])}"
        if x < 0.94:
            return f"{r.choice(['Popular', 'Democratic', 'National', 'Islamic', 'Revolutionary', 'Socialist', 'People', 'United', 'Free', 'Liberal', 'Social', 'Workers'])} {r.choice(['Liberation', 'Unity', 'Democratic', 'Resistance', 'Justice', 'Salvation', 'Progressive', 'Labour'])} {r.choice(['Party', 'Front', 'Movement', 'Army', 'Alliance', 'Union', 'Organisation', 'League'])}"
        return self.acronym()

    def team(self):
        r = self.rng
        x = r.random()
        if x < 0.6:
            return r.choice(self.gpe)
        if x < 0.75:
            return self.word()
        if x < 0.85:
            return f"{r.choice(self.gpe)} {r.choice('United City Rovers Wanderers Town Athletic Rangers Tigers Bulls Lions Eagles Kings Giants Bears'.split())}"
        if x < 0.95:
            return f"{r.choice('Dynamo Real Sporting Athletic Inter Racing Olympic Red Spartak Lokomotiv Union AC FC'.split())} {r.choice(self.gpe)}"
        return self.acronym()

    def place(self):
        r = self.rng
        return r.choice(self.gpe) if r.random() < 0.75 else self.word()


def strip_the(s):
    return s[4:] if s.lower().startswith("the ") else s


KIND = {"P": "PER", "S": "PER", "F": "ORG", "A": "ORG", "T": "ORG", "M": "ORG", "G": "GPE", "C": "GPE", "L": "LOC", "N": "NORP", "E": "EVENT", "W": "LAW"}

FRAMES = """
[G] , [C] #d ( [M] ) - [N] President [P] met [N] Foreign Minister [P] in [G] on #w , officials said .
[G] #d ( [M] ) - Troops loyal to General [P] seized the town of [G] near the border with [C] .
[G] , #d - The [A] said on #w it would send observers to [C] .
[G] #y
[G] , [C] #y
[P] [G] #y
[C] and [C] signed the [W] in [G] last year .
[C] has not ratified the [W] , a spokesman for the [A] said .
[P] , a spokesman for the [A] , denied the report .
" We will not give in , " [P] , leader of the [A] , told [M] .
[M] quoted [P] as saying the talks had failed .
The [M] news agency said [S] would fly to [G] on #w .
[S] , who was born in [G] , took over from [P] in #y .
[S] said the decision was final .
[S] 's wife , [P] , was not hurt .
The deputy prime minister , [P] , arrived in [G] from [C] .
Prime Minister [P] told parliament the [A] had broken the law .
U.S. Secretary of State [P] will visit [C] , [C] and [C] .
[N] soldiers shot dead two [N] youths near [G] .
[N] and [N] delegates walked out of the [A] .
[N] [A] officials blamed the [A] for the attack .
the [N] [A] and the [N] army
[N] state television said [S] was in stable condition .
Rebels of the [A] ( [A] ) ambushed a convoy in the [L] .
A ferry sank in the [L] off [G] , killing #n people .
Fighting spread across the [L] and into [C] .
The flood in the [L] region reached [G] on #w .
[C] , the largest country in [L] , joined the [A] in #y .
Thousands marched in [G] , [G] and [G] to mark the [E] .
He was a hero of the [E] .
[C] will play [C] in the [E] next year .
[F] said net profit rose #n percent to $ #n million .
[F] shares fell #n to #m in [G] .
[F] agreed to buy [F] of [C] for $ #n million .
[F] chairman [P] said the company would cut jobs .
[F] , based in [G] , makes car parts .
Analysts at [F] in [G] expect [F] to report a loss .
" [F] is in good shape , " said [P] , an analyst at [F] .
The contract went to [F] and [F] , not [F] .
[F] Q2 net up #n pct .
[F] to close plant in [G] .
[N] carmaker [F] recalled its vehicles in [C] .
[N] oil group [F]
workers at the [F] plant in [G] went on strike .
[A] 's decision surprised markets , [P] of [F] said .
SOCCER - [C] BEAT [C] #n - #n .
SOCCER - [T] BEAT [T] IN CUP MATCH .
TENNIS - [S] REACHES LAST EIGHT IN [G] .
CRICKET - [C] #m FOR #n AT CLOSE .
BASEBALL - [T] BEAT [T] .
[T] #n [T] #n
[T] #n [T] #n ( halftime #n - #n )
[T] #n [T] #n [T] #n [T] #n
[T] #n #n #n #n #n #m
[T] #n #n .#m - [T] #n #n .#m #n
[T] AT [T]
[T] AT [T] [T] AT [T] [T] AT [T]
[P] ( [C] ) beat [P] ( [C] ) 6 - #n 6 - #n
#n - [P] ( [C] ) beat #n - [P] ( [C] ) 7 - 5 6 - #n
#n. [P] ( [C] ) #n . #m seconds
1. [P] ( [C] ) [T] #n . #m
#n. [P] ( [N] )
[P] b [S] #n
[P] not out #m
[S] c [S] b [S] #m
[T] : [S] , [S] , [S] , [S] , [S]
Scorers : [T] - [P] ( #n ) , [S] ( #n )
[T] midfielder [P] will miss the match against [T] .
[T] striker [P] scored twice as [T] beat [T] #n - #n .
[T] coach [P] said his side had been unlucky .
[T] , who lead [T] by two points , play at [T] on #w .
[S] has joined [T] from [T] for #n million pounds .
[N] champion [P] beat [N] [P] in the final of the [E] .
[C] captain [P] was out for #n .
[C] won the toss and chose to bat at [G] .
the [G] police
the [C] government
[G] 's mayor , [P] , closed the schools .
a judge in [G] , [P] , ordered the release of [P] .
King [P] of [C] received [P] , the [A] envoy .
Pope [S] will travel to [C] .
Sheikh [P] , a cleric from [G]
Gen. [P] and Col. [P] were arrested .
Senator [P] , a Democrat from [G] , and Rep. [P]
Lawyers for [P] and [P] appealed to the [A] .
[P] , #n , of [G] , died on #w .
the [N] - [N] border
a [G] - based group
[C] - [C] relations
[N] - backed forces took [G] .
[C] 's [A]
[C] 's [P]
[A] chief [P] resigned .
[A] and [A] fighters clashed in [G] .
members of the [A] , the [A] and the [A]
diplomats from [C] , [C] and the [A]
[S] and [S] signed the accord at the White House .
Talks between [S] and [N] leader [P] broke down .
[G] stocks end higher , led by [F] .
[C] : [P] , [A]
[A] SPOKESMAN SAYS [S] ILL .
[C] ACCUSES [C] OF SPYING .
[N] PREMIER [S] RESIGNS .
[S] WINS [G] MAYORAL VOTE .
[A] WARNS [C] OVER [L] .
BRIEF - [F] sees loss .
-- [P] , [G] newsroom
( [G] Newsroom , #m #m )
by [P]
* [M]
"""


def make(lexicon, count, rng):
    names = Names(lexicon, rng)
    frames = [f for f in FRAMES.strip().splitlines()]
    out = []
    for _ in range(count):
        words, spans = [], []
        frame = rng.choice(frames)
        for t in frame.split():
            if t.startswith("[") and t.endswith("]"):
                k = t[1:-1]
                name = fill(names, k, rng)
                if re.search(r"[A-Z]{4}", frame):  # a headline in capitals
                    name = name.upper()
                parts = split(name)
                spans.append((len(words), len(words) + len(parts), KIND[k]))
                words += parts
            else:
                words += number(t, rng).split()
        s = data.Sentence(words, "synth")
        s.ner = [data.OUT] * len(words)
        for a, z, k in spans:
            data.tag_span(s.ner, a, z, [k])
        for i, w in enumerate(words):
            if w in ("U.S.", "White", "House", "Democrat"):
                s.ner[i] = data.ANY
        out.append(s)
    return out


def split(name):
    out = []
    for w in name.split():
        out += re.split(r"(-)", w) if re.search(r"\w-\w", w) else re.sub(r"'s$", " 's", w).split()
    return [w for w in out if w]


def fill(n, k, rng):
    return {
        "P": n.person, "S": n.surname, "F": n.firm, "A": n.agency, "T": n.team, "M": lambda: rng.choice(n.media), "G": n.place,
        "C": lambda: rng.choice(n.country), "L": lambda: rng.choice(n.loc), "N": lambda: rng.choice(n.norp),
        "E": lambda: rng.choice(n.event), "W": lambda: rng.choice(n.law),
    }[k]()


def number(t, rng):
    if t == "#n":
        return str(rng.randint(0, 99))
    if t == "#n.":
        return f"{rng.randint(1, 20)}."
    if t in ("#m", ".#m"):
        return t[:-2] + str(rng.randint(100, 900))
    if t == "#y":
        return rng.choice([str(rng.randint(1980, 2025)), f"{rng.randint(1985, 2025)}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"])
    if t == "#d":
        return rng.choice(["Jan", "Feb", "March", "April", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec"]) + " " + str(rng.randint(1, 31))
    if t == "#w":
        return rng.choice("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split())
    return t


class Swap:
    """Puts other names in the places of persons and of towns and states, word
    for word, so that trees and tags stay."""

    def __init__(self, lexicon, rng, share=0.35):
        self.names, self.rng, self.share = Names(lexicon, rng), rng, share
        self.single = [g for g in self.names.gpe + self.names.country if " " not in g and "-" not in g]

    def __call__(self, words, ner):
        if not ner or self.rng.random() > self.share:
            return words
        words, told = list(words), {}
        for i, tags in enumerate(ner):
            if len(tags) != 1 and tags != place_u:
                continue
            kind = data.NER[tags[0]]
            w = words[i]
            if not w[:1].isupper() or len(w) < 2 or not w.isalpha():
                continue
            if kind.endswith("-PER"):
                if w not in told:
                    told[w] = self.rng.choice(self.names.given) if kind == "B-PER" else self.names.surname()
            elif kind == "U-GPE":
                told.setdefault(w, self.rng.choice(self.single))
            else:
                continue
            words[i] = told[w].split("-")[0] or w
        return words


place_u = tuple(data.NER_ID["U-" + t] for t in ("GPE", "LOC"))
