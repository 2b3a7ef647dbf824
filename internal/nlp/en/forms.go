package en

import "strings"

// Closed classes and irregular forms of English, after the UD guidelines.

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

var irregularPlurals = set(`men women children people feet teeth geese mice oxen lice police cattle data media criteria
	phenomena alumni bacteria policemen servicemen gunmen businessmen spokesmen fishermen chairmen congressmen lawmen
	policewomen servicewomen businesswomen statesmen salesmen firemen airmen seamen nationals troops headquarters crossroads
	crises analyses bases theses hypotheses oases diagnoses parentheses lives wives knives leaves wolves halves thieves
	selves shelves fungi nuclei syllabi radii viruses campuses statuses censuses bonuses buses minibuses grandchildren
	taxis skis alibis nazis saudis iraqis israelis pakistanis azeris kuwaitis`)

var singularS = set(`news politics economics physics mathematics athletics ethics lens series species diabetes canvas atlas
	bias gas yes alas christmas texas arkansas kansas paris athens brussels vegas angeles wales james charles thomas hamas honduras
	philippines states nations netherlands emirates reuters times united hans alexis francis nicolas lucas marcus jesus lopez
	logistics statistics tennis measles rabies means pyongyas mars damascus carlos dos santos andes perhaps chaos cosmos`)

var comparatives = set(`greater larger smaller higher lower longer shorter bigger older younger newer stronger weaker wider
	deeper closer faster slower cheaper harder easier earlier later sooner cleaner clearer tougher richer poorer safer heavier
	lighter darker warmer cooler colder hotter fewer nearer broader narrower simpler fuller tighter looser quicker brighter
	happier busier healthier wealthier friendlier bloodier deadlier uglier smarter calmer fairer stricter steeper thinner
	thicker softer taller finer rarer`)

var degrees = map[string]string{
	"better": "Degree=Cmp", "worse": "Degree=Cmp", "more": "Degree=Cmp", "less": "Degree=Cmp", "further": "Degree=Cmp", "farther": "Degree=Cmp",
	"best": "Degree=Sup", "worst": "Degree=Sup", "most": "Degree=Sup", "least": "Degree=Sup", "furthest": "Degree=Sup",
	"latest": "Degree=Sup", "honest": "Degree=Pos", "modest": "Degree=Pos",
}

var pastForms = set(`said told made went came took gave found thought got saw knew became left felt brought began kept held wrote
	stood heard let meant set met ran paid sat spoke lay led grew lost fell sent built understood drew broke spent cut rose drove
	bought wore chose fought threw caught dealt won forgot sold struck shot hit hurt fled flew sought taught slept swore shook
	rode rang sang sank stole swept swam tore woke withdrew overthrew undertook overcame underwent arose awoke beat bent bet bid
	bound bled blew bred burst cast clung crept dug fed flung forbade forgave froze ground hung hid knelt laid lent lit mistook
	put quit read rid shed shone showed shrank shut slid slung spun spat split spread sprang stuck stung strove swung upheld wept
	wound withheld withstood vowed had did known taken given seen gone done been written spoken broken chosen driven eaten fallen
	flown forgotten frozen hidden ridden risen shaken shown stolen sworn thrown torn woken worn withdrawn drawn grown begun sung
	sunk overthrown undertaken undergone beaten become come run`)

const (
	pres3 = "Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin"
	past  = "Mood=Ind|Tense=Past|VerbForm=Fin"
)

var auxFeats = map[string]string{
	"is": pres3, "'s": pres3, "’s": pres3, "has": pres3, "does": pres3,
	"am": "Mood=Ind|Number=Sing|Person=1|Tense=Pres|VerbForm=Fin", "'m": "Mood=Ind|Number=Sing|Person=1|Tense=Pres|VerbForm=Fin",
	"are": "Mood=Ind|Tense=Pres|VerbForm=Fin", "'re": "Mood=Ind|Tense=Pres|VerbForm=Fin", "’re": "Mood=Ind|Tense=Pres|VerbForm=Fin",
	"was": "Mood=Ind|Number=Sing|Tense=Past|VerbForm=Fin", "were": past, "did": past,
	"be": "VerbForm=Inf", "been": "Tense=Past|VerbForm=Part", "being": "VerbForm=Ger",
	"will": "VerbForm=Fin", "'ll": "VerbForm=Fin", "’ll": "VerbForm=Fin", "would": "VerbForm=Fin", "'d": "VerbForm=Fin", "’d": "VerbForm=Fin",
	"can": "VerbForm=Fin", "could": "VerbForm=Fin", "may": "VerbForm=Fin", "might": "VerbForm=Fin", "must": "VerbForm=Fin",
	"shall": "VerbForm=Fin", "should": "VerbForm=Fin", "ca": "VerbForm=Fin", "wo": "VerbForm=Fin",
}

var closed = map[string]string{
	"i": "Case=Nom|Number=Sing|Person=1|PronType=Prs", "me": "Case=Acc|Number=Sing|Person=1|PronType=Prs",
	"we": "Case=Nom|Number=Plur|Person=1|PronType=Prs", "us": "Case=Acc|Number=Plur|Person=1|PronType=Prs",
	"you": "Person=2|PronType=Prs",
	"he":  "Case=Nom|Gender=Masc|Number=Sing|Person=3|PronType=Prs", "him": "Case=Acc|Gender=Masc|Number=Sing|Person=3|PronType=Prs",
	"she": "Case=Nom|Gender=Fem|Number=Sing|Person=3|PronType=Prs", "it": "Gender=Neut|Number=Sing|Person=3|PronType=Prs",
	"they": "Case=Nom|Number=Plur|Person=3|PronType=Prs", "them": "Case=Acc|Number=Plur|Person=3|PronType=Prs",
	"my": "Case=Gen|Number=Sing|Person=1|Poss=Yes|PronType=Prs", "our": "Case=Gen|Number=Plur|Person=1|Poss=Yes|PronType=Prs",
	"your": "Case=Gen|Person=2|Poss=Yes|PronType=Prs", "his": "Case=Gen|Gender=Masc|Number=Sing|Person=3|Poss=Yes|PronType=Prs",
	"her": "Case=Gen|Gender=Fem|Number=Sing|Person=3|Poss=Yes|PronType=Prs", "its": "Case=Gen|Gender=Neut|Number=Sing|Person=3|Poss=Yes|PronType=Prs",
	"their": "Case=Gen|Number=Plur|Person=3|Poss=Yes|PronType=Prs",
	"the":   "Definite=Def|PronType=Art", "a": "Definite=Ind|PronType=Art", "an": "Definite=Ind|PronType=Art",
	"this": "Number=Sing|PronType=Dem", "that": "Number=Sing|PronType=Dem", "these": "Number=Plur|PronType=Dem", "those": "Number=Plur|PronType=Dem",
	"who": "PronType=Rel", "which": "PronType=Rel", "whom": "PronType=Rel", "whose": "Poss=Yes|PronType=Rel", "what": "PronType=Int",
	"all": "PronType=Tot", "every": "PronType=Tot", "each": "PronType=Tot", "both": "PronType=Tot", "no": "PronType=Neg", "none": "PronType=Neg", "nobody": "PronType=Neg", "nothing": "PronType=Neg",
	"some": "PronType=Ind", "any": "PronType=Ind", "another": "PronType=Ind",
}
