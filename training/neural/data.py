"""Reads the treebanks and entity sets and turns them into sentences of words
with whatever supervision their source gives. Nothing here needs PyTorch."""

import glob
import os
import re
import unicodedata

UPOS = "ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X".split()
TYPES = "PER ORG GPE LOC NORP EVENT LAW MISC".split()
# BILUO tags over the types; 0 is outside.
NER = ["O"] + [p + "-" + t for t in TYPES for p in "BILU"]
NER_ID = {t: i for i, t in enumerate(NER)}

MONTHS_DAYS = set(
    "january february march april may june july august september october november december "
    "monday tuesday wednesday thursday friday saturday sunday jan feb mar apr jun jul aug sep sept "
    "oct nov dec mon tue tues wed thu thur thurs fri sat sun".split()
)
TITLES = set(
    "mr mrs ms miss dr prof professor president vice premier prime minister sen senator rep representative "
    "gen general col colonel maj major capt captain lt lieutenant sgt sergeant gov governor mayor king queen "
    "prince princess pope cardinal bishop archbishop sir lord lady judge justice chief secretary ambassador "
    "chancellor sheikh ayatollah imam rev reverend father sister brother saint st chairman chairwoman director "
    "commander admiral congressman congresswoman deputy foreign defense defence attorney officer former ceo uncle aunt".split()
)
EVENT_WORDS = set(
    "war wars battle cup olympics games festival election elections championship championships tournament series "
    "open prix conference summit revolution uprising earthquake hurricane crisis attack attacks massacre operation "
    "league bowl marathon awards award holocaust day expo congress convention siege insurgency".split()
)
LAW_WORDS = set(
    "act treaty convention resolution accord accords agreement constitution law amendment protocol code bill pact charter decree".split()
)
NORP_SUFFIX = re.compile(r"(ian|ean|ish|ese|ni|qi|ti|ch|can|ans?|ans|ists?|ic|crats?|crat|ist|lim|lims|jew|jews|hindu|thai|czech|dutch|greek|turk|turkish|swiss)s?$", re.I)
# Places that are regions, waters or continents rather than political units.
NATURAL = set(
    "africa asia europe america americas antarctica oceania arctic antarctic mediterranean caribbean balkans sahara sahel "
    "pacific atlantic baltic alps himalayas andes amazon danube nile rhine euphrates tigris gulf middle east west north south "
    "river lake sea ocean mount mountain mountains island islands bay cape valley desert peninsula strait coast canal park "
    "street avenue road highway bridge airport square hill hills creek forest beach port plateau basin falls building tower "
    "station stadium hall palace castle church cathedral museum house hotel center centre".split()
)


class Sentence:
    """Words with supervision; heads are 1-based with 0 the root, None where unknown.
    opens says that a paragraph begins with it, glued which words follow the one
    before without a space; the first says so of the sentence before it."""

    __slots__ = ("words", "upos", "xpos", "feats", "heads", "rels", "ner", "source", "opens", "glued")

    def __init__(self, words, source):
        self.words, self.source = words, source
        self.upos = self.xpos = self.feats = self.heads = self.rels = self.ner = self.glued = None
        self.opens = False


def conllu(path):
    sent = []
    opens = False
    for line in open(path, encoding="utf-8"):
        line = line.rstrip("\n")
        opens |= line.startswith(("# newpar", "# newdoc"))
        if not line:
            if sent:
                yield opens, sent
            sent, opens = [], False
        elif line[0] != "#":
            c = line.split("\t")
            if c[0].isdigit():
                sent.append(c)
    if sent:
        yield opens, sent


def treebank(path, source):
    out = []
    last = False
    for opens, rows in conllu(path):
        s = Sentence([r[1] for r in rows], source)
        s.opens = opens
        tight = ["SpaceAfter=No" in r[9] for r in rows]
        s.glued, last = [last] + tight[:-1], tight[-1]
        s.upos = [r[3] for r in rows]
        s.xpos = [r[4] for r in rows]
        s.feats = [r[5] for r in rows]
        s.heads = [int(r[6]) for r in rows]
        s.rels = [r[7] for r in rows]
        if source == "gum":
            s.ner = gum_names(rows)
        out.append(s)
    return out


def place_types(phrase):
    """The tags a place name may take: political unit or natural feature."""
    words = phrase.lower().split()
    if any(w in NATURAL for w in words) and phrase.lower() not in KNOWN_GPE:
        return ["LOC"]
    if phrase.lower() in KNOWN_GPE:
        return ["GPE"]
    return ["GPE", "LOC"]


KNOWN_GPE = set()


def load_gpe(path):
    """Adds the names of states, provinces and larger towns (GeoNames, CC BY 4.0):
    one lower-case name a line. They only decide GPE against LOC for places that
    an annotator already marked."""
    if path and os.path.exists(path):
        KNOWN_GPE.update(l.strip() for l in open(path, encoding="utf-8"))


def misc_types(phrase):
    words = [w.lower().strip(".") for w in phrase.split()]
    if words[-1] in LAW_WORDS or words[0] in ("treaty", "convention", "constitution", "resolution") and len(words) > 1:
        return ["LAW"]
    if any(w in EVENT_WORDS for w in words) and 1 < len(words) < 7:
        return ["EVENT"]
    if len(words) == 1 and words[0] in DEMONYMS:
        return ["NORP"]
    if len(words) == 1 and NORP_SUFFIX.search(words[0]):
        return ["NORP", "MISC"]
    return ["MISC"]


DEMONYMS = set(
    """afghan albanian algerian american angolan argentine argentinian armenian australian austrian azerbaijani azeri bahraini
bangladeshi belarusian belgian beninese bhutanese bolivian bosnian botswanan brazilian british briton britons bulgarian burmese burundian
cambodian cameroonian canadian chadian chilean chinese colombian congolese croatian croat croats cuban cypriot czech danish dane danes
djiboutian dominican dutch ecuadorian egyptian emirati english eritrean estonian ethiopian european fijian filipino finnish finn finns french
gabonese gambian georgian german ghanaian greek grenadian guatemalan guinean guyanese haitian honduran hungarian icelandic indian
indonesian iranian iraqi irish israeli italian ivorian jamaican japanese jordanian kazakh kenyan korean kosovar kuwaiti kurd kurds kurdish
kyrgyz lao laotian latvian lebanese liberian libyan lithuanian luxembourgish macedonian malagasy malawian malaysian maldivian malian
maltese mauritanian mauritian mexican moldovan mongolian montenegrin moroccan mozambican namibian nepalese nepali nicaraguan nigerian
nigerien norwegian omani pakistani palestinian panamanian paraguayan persian peruvian polish pole poles portuguese qatari romanian roman
russian rwandan salvadoran saudi scottish scot scots senegalese serb serbs serbian singaporean slovak slovene slovenian somali
soviet soviets spanish spaniard spaniards sudanese surinamese swede swedes swedish swiss syrian taiwanese tajik tanzanian thai thais
tibetan togolese trinidadian tunisian turk turks turkish turkmen ugandan ukrainian uruguayan uzbek venezuelan vietnamese welsh yemeni
yugoslav zambian zimbabwean african asian arab arabs arabic hispanic latino western latin muslim muslims christian christians catholic
catholics protestant protestants sunni sunnis shia shiite shiites shi'ite jewish jew jews hindu hindus buddhist buddhists islamic
islamist islamists sikh sikhs orthodox anglican methodist mormon republican republicans democrat democrats democratic labour tory tories
communist communists socialist socialists conservative conservatives liberal liberals basque catalan chechen chechens tamil tamils
uighur uyghur uyghurs hutu tutsi zulu pashtun sinhalese californian texan parisian londoner muscovite bavarian sicilian flemish
americans russians israelis palestinians iranians iraqis syrians ukrainians germans italians canadians mexicans cubans egyptians
australians indians pakistanis koreans africans asians europeans afghans libyans brazilians serbians colombians venezuelans""".split()
)


def tag_span(ner, first, last, types):
    """Writes BILUO tags for words [first, last) as sets of allowed tags."""
    for i in range(first, last):
        p = "U" if last - first == 1 else "B" if i == first else "L" if i == last - 1 else "I"
        ner[i] = tuple(NER_ID[p + "-" + t] for t in types)


OUT = (0,)
ANY = ()  # no supervision


def iob_spans(tags):
    spans, start, kind = [], None, None
    for i, t in enumerate(tags + ["O"]):
        k = t[2:] if t != "O" else None
        if start is not None and (k is None or t[0] == "B" or k != kind):
            spans.append((start, i, kind))
            start = None
        if k is not None and start is None:
            start, kind = i, k
    return spans


def iob_file(path, word, tag, sep=None, comments=False):
    words, tags = [], []
    for line in open(path, encoding="utf-8"):
        line = line.rstrip("\n")
        if not line.strip() or line.startswith("-DOCSTART-"):
            if words:
                yield words, tags
            words, tags = [], []
        elif comments and line[0] == "#":
            continue
        else:
            c = line.split(sep)
            words.append(c[word])
            tags.append(c[tag])
    if words:
        yield words, tags


def split_hyphens(words, tags):
    """Treebank style keeps hyphens apart; these sets do not."""
    ow, ot = [], []
    for w, t in zip(words, tags):
        parts = re.split(r"(?<=\w)(-)(?=\w)", w) if re.search(r"[A-Za-z]-[A-Za-z]", w) else [w]
        for k, p in enumerate(parts):
            ow.append(p)
            ot.append(t if k == 0 or t == "O" else "I" + t[1:])
    return ow, ot


def entity_types(kind, phrase):
    return {
        "PER": ["PER"], "ORG": ["ORG"], "Person": ["PER"], "Organisation": ["ORG"], "Nationality": ["NORP"],
    }.get(kind) or (place_types(phrase) if kind in ("LOC", "Location") else misc_types(phrase) if kind == "MISC" else None)


def wikigold(path):
    out = []
    for words, tags in iob_file(path, 0, 1):
        words, tags = split_hyphens(words, tags)
        s = Sentence(words, "wikigold")
        s.ner = [OUT] * len(words)
        for a, z, k in iob_spans(tags):
            tag_span(s.ner, a, z, entity_types(k, " ".join(words[a:z])))
        out.append(s)
    return out


PRONOUNS = set("we he she they it i us him her them you his our their this these that those who".split())


def re3d(folder):
    out = []
    for path in sorted(glob.glob(os.path.join(folder, "*", "*.conll"))):
        for words, tags in iob_file(path, 0, 1):
            words, tags = split_hyphens(words, tags)
            s = Sentence(words, "re3d")
            s.ner = [OUT] * len(words)
            for a, z, k in iob_spans(tags):
                while a < z and words[a].lower() in ("the", "a", "an", "all", "both"):
                    a += 1
                while k == "Person" and a < z - 1 and words[a].lower().strip(".") in TITLES:
                    a += 1
                types = entity_types(k, " ".join(words[a:z]))
                if types == ["ORG"] and " ".join(words[a:z]).lower() in KNOWN_GPE:
                    types = ["GPE"]
                named = a < z and all(w[0].isupper() or w in ("of", "for", "and", "the", "-", "al", "'s") for w in words[a:z])
                if a == z or types is None and k in ("Temporal", "Quantity", "Money"):
                    continue
                if types and named and words[a].lower() not in PRONOUNS:
                    tag_span(s.ner, a, z, types)
                else:  # common nouns marked as organisations, weapons: no say in the matter
                    for i in range(a, z):
                        s.ner[i] = ANY
            for i, w in enumerate(words):
                if s.ner[i] == OUT and w.lower() in DEMONYMS:
                    tag_span(s.ner, i, i + 1, ["NORP"])
                elif s.ner[i] == OUT and i and w[0].isupper():
                    s.ner[i] = ANY  # marked by nobody, perhaps a name all the same
            out.append(s)
    return out


def uner(path, bank):
    """Adds Universal NER's three types to the sentences of the EWT part it covers."""
    tagged = {tuple(words): tags for words, tags in iob_file(path, 1, 2, "\t", True)}
    for s in bank:
        words, tags = s.words, tagged.get(tuple(s.words))
        if tags is None:
            continue
        s.ner = [OUT] * len(words)
        # Nothing is said of other names: they stay open.
        for i, u in enumerate(s.upos):
            if u == "PROPN" or words[i].lower() in DEMONYMS:
                s.ner[i] = tuple([0] + [j for j, t in enumerate(NER) if t[2:] in ("NORP", "EVENT", "LAW", "MISC")])
        for a, z, k in iob_spans(tags):
            tag_span(s.ner, a, z, entity_types(k, " ".join(words[a:z])))


def windows(bank, rng):
    """The sentences of a treebank as running texts, now with paragraphs kept
    apart, now run together: words, which are glued, and where sentences begin."""
    out, part, size, most, apart = [], [], 0, 0, False

    def close():
        if part:
            words = [w for s in part for w in s.words]
            glued = [g for s in part for g in s.glued]
            begins = [i == 0 for s in part for i in range(len(s.words))]
            out.append((words, glued, begins))

    for s in bank:
        if part and (size + len(s.words) > most or apart and s.opens):
            close()
            part, size = [], 0
        if not part:
            most, apart = rng.randint(30, 150), rng.random() < 0.5
        part.append(s)
        size += len(s.words)
    close()
    return out


LINK = set("of for and & the - – ' 's de la del al bin ibn von van der".split())


def flat_name(rows, h, a, z):
    """A person's name is its head and what hangs flat on it, in [a, z)."""
    inside = {h}
    for _ in range(4):
        for i in range(a, z):
            if rows[i][7].startswith("flat") and int(rows[i][6]) - 1 in inside:
                inside.add(i)
    e = h + 1
    while e < z and (e in inside or e + 1 in inside):
        e += 1
    b = h
    while b > a and b - 1 in inside:
        b -= 1
    return b, e


def gum_names(rows):
    """Named entities from GUM's mentions: those whose head is a proper noun, cut
    to the stretch of proper and capitalised words around it."""
    n = len(rows)
    spans, stack = [], []
    for i, r in enumerate(rows):
        m = re.search(r"(?:^|\|)Entity=([^|]*)", r[9])
        if not m:
            continue
        for part in re.findall(r"\([^()]+\)?|\d+(?:\[\d+/\d+\])?\)", m.group(1)):
            if part[0] == "(":
                f = part.strip("()").split("-")
                item = [i, f]
                if part.endswith(")"):
                    spans.append((i, i + 1, f))
                else:
                    stack.append(item)
            else:
                k = part[:-1]
                for j in range(len(stack) - 1, -1, -1):
                    if stack[j][1][0] == k:
                        a, f = stack.pop(j)
                        spans.append((a, i + 1, f))
                        break
    ner = [OUT] * n
    for i, r in enumerate(rows):
        w = r[1].lower()
        if r[3] in ("ADJ", "PROPN") and w in DEMONYMS and r[1][0].isupper():
            tag_span(ner, i, i + 1, ["NORP"])
        elif r[3] == "PROPN" and w.strip(".") not in MONTHS_DAYS:
            ner[i] = ANY  # a proper noun in no mention we can use
    upper = lambda i: rows[i][1][:1].isupper() or rows[i][3] == "PROPN"
    for a, z, f in sorted(spans, key=lambda x: x[0] - x[1]):  # longest first
        if len(f) < 2:
            continue
        etype = f[1]
        heads = [i for i in range(a, z) if not a < int(rows[i][6]) <= z]
        h = heads[0] if heads else a
        if rows[h][3] != "PROPN" or etype in ("time", "quantity"):
            continue
        b = e = h
        e += 1
        while e < z:
            if upper(e) and rows[e][3] != "PRON":
                e += 1
            elif rows[e][1].lower() in LINK and rows[e][1] != "'s" and e + 1 < z and rows[e + 1][3] == "PROPN" and etype != "person":
                e += 2
            elif rows[e][1].lower() in ("of", "for") and e + 2 < z and rows[e + 1][1].lower() == "the" and rows[e + 2][3] == "PROPN":
                e += 3
            elif rows[e][1] in ("-", ".") and e + 1 < z and rows[e + 1][3] == "PROPN" and "SpaceAfter=No" in rows[e - 1][9]:
                e += 2
            else:
                break
        while b > a and (upper(b - 1) and rows[b - 1][3] not in ("DET", "PRON", "ADP", "ADV") or rows[b - 1][1] in ("-", "of", "and", "&") and b - 1 > a and rows[b - 2][3] == "PROPN" and etype != "person"):
            b -= 1
        if etype == "person":
            b, e = flat_name(rows, h, a, z)
            while b < e - 1 and rows[b][1].lower().strip(".") in TITLES:
                b += 1
            # A demonym or state before a person is not part of the name.
            while b < e - 1 and rows[b][1].lower() in DEMONYMS:
                b += 1
        if any(ner[i] not in (OUT, ANY) and not (len(ner[i]) == 1 and NER[ner[i][0]] == "U-NORP") for i in range(b, e)):
            continue  # inside a longer name already taken
        phrase = " ".join(r[1] for r in rows[b:e])
        if etype == "place" and phrase.lower() in DEMONYMS:
            types = ["NORP"]
        elif etype == "place":
            types = place_types(phrase)
        elif etype == "person":
            types = ["PER"] if phrase.lower() not in DEMONYMS else ["NORP"]
        elif etype == "organization":
            types = ["ORG"]
        elif etype == "event":
            types = ["EVENT"]
        else:
            types = misc_types(phrase)
        tag_span(ner, b, e, types)
    return ner


# ---------------------------------------------------------------- word pieces
class Pieces:
    """BERT's uncased word pieces over one word of a treebank."""

    def __init__(self, vocab):
        self.ids = {w: i for i, w in enumerate(vocab)}
        self.unk = self.ids["[UNK]"]
        self.cache = {}

    def __call__(self, word):
        got = self.cache.get(word)
        if got is None:
            got = self.cache[word] = self.split(word)
        return got

    def split(self, word):
        text = unicodedata.normalize("NFD", word.lower())
        text = "".join(c for c in text if unicodedata.category(c) != "Mn")
        out = []
        for part in re.findall(r"[^\W_]+|[^\s]", text):
            start = 0
            found = []
            while start < len(part):
                end = min(len(part), start + 24)
                while end > start:
                    piece = ("##" if start else "") + part[start:end]
                    if piece in self.ids:
                        break
                    end -= 1
                if end == start:
                    found = [self.unk]
                    break
                found.append(self.ids[piece])
                start = end
            out += found
        return tuple(out[:MAX_PIECES]) or (self.unk,)


MAX_PIECES = 8


def shape(word):
    """One of SHAPES classes of a word's letters; internal/nlp/neural does the same."""
    first = word[0]
    up = sum(c.isupper() for c in word)
    low = sum(c.islower() for c in word)
    dig = sum("0" <= c <= "9" for c in word)
    n = len(word)
    if up + low + dig == 0:
        return 0 if n == 1 else 1
    if dig == n:
        return {1: 2, 2: 3, 4: 4}.get(n, 5)
    if dig:
        return 6 if up + low == 0 else 7 if up == 0 else 8
    dot = "." in word
    if up == 0:
        return 9 if n == 1 else 10 if not dot else 11
    if low == 0:
        if dot:
            return 12
        return 13 if n == 1 else 14 if n <= 4 else 15
    if first.isupper() and up == 1:
        return 16 if not dot else 17
    return 18 if first.isupper() else 19


SHAPES = 20


def shapes(words):
    """Shape of each word, told apart by place: opening a sentence (+20), in a
    sentence of capitals (+40)."""
    caps = sum(any(c.isupper() for c in w) and not any(c.islower() for c in w) for w in words)
    lows = sum(any(c.islower() for c in w) for w in words)
    if caps > lows:
        return [SHAPES * 2 + shape(w) for w in words]
    return [shape(w) + (SHAPES if i == 0 else 0) for i, w in enumerate(words)]
