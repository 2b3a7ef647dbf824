package actor_test

import (
	"fmt"
	"strings"
	"testing"

	"chancery/internal/doc"
)

// said prints a mention's actors as "name|country|sector|role", several with
// " & " between.
func said(m *doc.Mention) string {
	var parts []string
	for _, a := range m.Actors {
		parts = append(parts, fmt.Sprintf("%s|%s|%s|%s", a.Name, a.Country, a.Sector, a.Role))
	}
	return strings.Join(parts, " & ")
}

// TestActors wants each phrase of a text to be the actors given. "-" wants no
// mention, "@" a mere place.
func TestActors(t *testing.T) {
	p := newPipe(t)
	for _, c := range []struct {
		text string
		want map[string]string
	}{
		{"Iranian Deputy Foreign Minister Reza Tavakol arrived on Friday.", map[string]string{
			"Iranian Deputy Foreign Minister Reza Tavakol": "Reza Tavakol|IRN|GOV|deputy foreign minister",
			"Iranian": "Iran|IRN||"}},
		{"The Cuban Foreign Minister, Ernesto Lage, and the Kenyan president, Daniel Otieno, spoke.", map[string]string{
			"The Cuban Foreign Minister": "Ernesto Lage|CUB|GOV|foreign minister",
			"the Kenyan president":       "Daniel Otieno|KEN|GOV|president"}},
		{"Ali Safar, a spokesman for the Iraqi army, denied the report.", map[string]string{
			"Ali Safar": "Ali Safar|IRQ|MIL|spokesman"}},
		{"Anti-government demonstrators in Cairo burned tyres.", map[string]string{
			"Anti-government demonstrators in Cairo": "Anti-government demonstrators|EGY|CVL|"}},
		{"Moscow said it would reply.", map[string]string{"Moscow": "Russia|RUS|GOV|", "it": "Russia|RUS|GOV|"}},
		{"The ministers met in Moscow.", map[string]string{"Moscow": "@"}},
		{"The European Union suspended aid to Nicaragua.", map[string]string{
			"The European Union": "European Union|EUR||", "Nicaragua": "Nicaragua|NIC||"}},
		{"ELN rebels blew up a pipeline.", map[string]string{"ELN rebels": "ELN rebels|COL|REB|"}},
		{"Human Rights Watch criticised the White House.", map[string]string{
			"Human Rights Watch": "Human Rights Watch|NGO|SOC|", "the White House": "White House|USA|GOV|"}},
		{"A court in Lyon sentenced five soldiers from Chad.", map[string]string{
			"A court in Lyon": "French court|FRA|JUD|", "five soldiers": "soldiers|TCD|MIL|"}},
		{"Iran's president condemned Israeli attacks and US sanctions.", map[string]string{
			"Iran's president": "president|IRN|GOV|president", "Israeli": "Israel|ISR||", "US": "United States|USA||"}},
		{"Farmers disliked a U.S. Supreme Court decision.", map[string]string{
			"U.S. Supreme Court": "US Supreme Court|USA|JUD|", "Farmers": "Farmers||AGR|"}},
		{"The president of Peru thanked the Italian Ministry of Defence.", map[string]string{
			"The president of Peru": "president|PER|GOV|president", "the Italian Ministry of Defence": "Italian Ministry of Defence|ITA|GOV|"}},
		{"Former Mexican president Jorge Lima was arrested.", map[string]string{
			"Former Mexican president Jorge Lima": "Jorge Lima|MEX|ELI|former president"}},
		{"Peru and Chile signed a treaty. Both countries praised it. They will meet again.", map[string]string{
			"Both countries": "Peru|PER|| & Chile|CHL||", "They": "Peru|PER|| & Chile|CHL||"}},
		{"French Defence Minister Paul Morin received his Ethiopian counterpart in Paris.", map[string]string{
			"his Ethiopian counterpart": "Ethiopian defence minister|ETH|GOV|defence minister",
			"his":                       "Paul Morin|FRA|GOV|defence minister"}},
		{"Kenyan Interior Minister Grace Wanjiru resigned. Wanjiru said she was tired.", map[string]string{
			"Wanjiru": "Grace Wanjiru|KEN|GOV|interior minister", "she": "Grace Wanjiru|KEN|GOV|interior minister"}},
		{"The Revolutionary Front of Unity (FRU) attacked a town. The FRU said it was ready.", map[string]string{
			"The FRU": "Revolutionary Front of Unity|||"}},
		{"US and British activists marched.", map[string]string{
			"US and British activists": "American activist|USA|CVL| & British activist|GBR|CVL|"}},
		{"Hundreds of Syrian refugees crossed the border.", map[string]string{
			"Hundreds of Syrian refugees": "Syrian refugees|SYR|REF|"}},
		{"Soviet troops withdrew from Czechoslovakia and Zaire.", map[string]string{
			"Soviet troops": "Soviet troops|RUS|MIL|", "Czechoslovakia": "Czech Republic|CZE||", "Zaire": "Democratic Republic of the Congo|COD||"}},
		{"Dr Fox said the minister was wrong. Mr German blamed Mrs Shell, and Mr Cook agreed.", map[string]string{
			"Dr Fox": "Fox|||", "Mr German": "German|||", "Mrs Shell": "Shell|||", "Mr Cook": "Cook|||"}},
		{"Congressman Tim Jordan accused the FBI of lying. Jordan denounced the agency.", map[string]string{
			"Jordan": "Tim Jordan||LEG|congressman"}},
		{"Economy minister German Orlov resigned.", map[string]string{
			"Economy minister German Orlov": "German Orlov||GOV|economy minister"}},
		{"The price of rice fell. Rice, he said, is dear.", map[string]string{"Rice": "Rice|||"}},
		{"CANBERRA - The Australian prime minister met members of the Labour Party. Australia's Liberal Party objected.", map[string]string{
			"the Labour Party": "Labour Party|AUS|PTY|", "Australia's Liberal Party": "Liberal Party|AUS|PTY|"}},
		{"The Norwegian Labour Party and the Labour Party voted.", map[string]string{
			"The Norwegian Labour Party": "Norwegian Labour Party|NOR|PTY|"}},
		{"Park Min-jun, head of the opposition Renewal Democratic Party, met the president of South Korea.", map[string]string{
			"the opposition Renewal Democratic Party": "Renewal Democratic Party||PTY|"}},
		{"The Bright Nature Party lost votes. The BNP said it was sorry.", map[string]string{
			"The BNP": "Bright Nature Party||PTY|"}},
		{"Congressman Tim Jordan flew to Amman. Jordan asked him for credit.", map[string]string{
			"Jordan": "Jordan|JOR||"}},
		{"Rep. Ann Weller, R-Ohio, quarrelled with Tom Dole (D-Texas).", map[string]string{
			"Rep. Ann Weller": "Ann Weller|USA|LEG|representative", "Tom Dole": "Tom Dole|USA|LEG|", "Ohio": "-"}},
		{"Republican nominee Bob Ray met Ann Weller. The Democratic nominee stayed away. The Republican nominee left.", map[string]string{
			"The Democratic nominee": "Democratic nominee|USA|PTY|nominee", "The Republican nominee": "Bob Ray|USA|PTY|nominee"}},
		{"Green Party candidate Sue Hale spoke. Hale spokeswoman Mary Dunn thanked the crowd.", map[string]string{
			"Hale spokeswoman Mary Dunn": "Mary Dunn||PTY|spokeswoman"}},
		{"U.S. Treasury Secretary Howard Dale met Hong Kong Financial Secretary Peter Lowe.", map[string]string{
			"U.S. Treasury Secretary Howard Dale":      "Howard Dale|USA|GOV|treasury secretary",
			"Hong Kong Financial Secretary Peter Lowe": "Peter Lowe|HKG|GOV|financial secretary"}},
		{"U.S. Ambassador to Lebanon John Marsh met British Minister of State for Foreign Affairs Helen Cross.", map[string]string{
			"U.S. Ambassador to Lebanon John Marsh":                     "John Marsh|USA|GOV|ambassador",
			"British Minister of State for Foreign Affairs Helen Cross": "Helen Cross|GBR|GOV|minister of state"}},
		{"Kenya praised Canadian Prime Minister (Brian) Lowe.", map[string]string{
			"Canadian Prime Minister (Brian) Lowe": "Lowe|CAN|GOV|prime minister"}},
		{"Three states - Kenya, Uganda and Chad - signed. The ministers of five nations stayed away.", map[string]string{
			"Three states": "Kenya|KEN|| & Uganda|UGA|| & Chad|TCD||", "five nations": "five nations|||"}},
		{"WASHINGTON - The U.S. Justice Department sued. The department was right.", map[string]string{
			"The department": "US Justice Department|USA|GOV|"}},
		{"Western ministers met in Lima. A foreign diplomat stayed away. Ministers from six African states left Peru.", map[string]string{
			"Western ministers": "Western ministers||GOV|", "A foreign diplomat": "foreign diplomat||GOV|diplomat", "Ministers from six African states": "Ministers||GOV|"}},
		{"Norex Canada said it would close.", map[string]string{"Norex Canada": "Norex Canada|||"}},
		{"The European Community condemned Iran. The Community will act at 1000 EDT. The Jewish Community thanked Peru.", map[string]string{
			"The Community": "European Union|EUR||", "The Jewish Community": "Jewish Community||CVL|", "EDT": "-"}},
		{"Rep. Pat Roberts, R-Kan., predicted the Reagan administration would accuse Iran.", map[string]string{
			"Rep. Pat Roberts": "Pat Roberts|USA|LEG|representative"}},
		{"Bank of Spain governor Luis Rubio told Reuters Finance Secretary Jaime Lopez resigned.", map[string]string{
			"Bank of Spain governor Luis Rubio": "Luis Rubio|ESP|GOV|governor"}},
		{"LONDON - The British Department for Education praised the Department for Constitutional Affairs.", map[string]string{
			"The British Department for Education": "British Ministry of Education|GBR|GOV|"}},
		{"British shadow health secretary Andrew Lowe spoke.", map[string]string{
			"British shadow health secretary Andrew Lowe": "Andrew Lowe|GBR|OPP|shadow health secretary"}},
		{"British officials said Egypt is the only country which has signed it.", map[string]string{
			"the only country": "Egypt|EGY||"}},
		{"Chad Osgood, a banker, accused Peru of dumping.", map[string]string{"Chad Osgood": "Chad Osgood||BUS|"}},
		{"NATO chief Per Lund met UN peacekeepers. Members of the European Parliament praised him.", map[string]string{
			"NATO chief Per Lund": "Per Lund|IGO|MIL|chief", "UN peacekeepers": "UN peacekeepers|UNO|MIL|",
			"Members of the European Parliament": "Members of the European Parliament|EUR|LEG|"}},
		{"Kurdish fighters in Syria thanked Iraq. Turkey's Kurdish militants rejected the truce.", map[string]string{
			"Kurdish fighters": "Kurdish fighters|SYR|REB|", "Turkey's Kurdish militants": "Kurdish militants|TUR|REB|"}},
		{"Kurdish officials thanked the United States.", map[string]string{"Kurdish officials": "Kurdish officials|IRQ|GOV|"}},
		{"Laura Quinn spoke first. She thanked voters. Quinn's cousin Peter Quinn applauded. Quinn then left.", map[string]string{
			"Quinn": "Laura Quinn|||"}},
		{"Peruvian Foreign Minister Juan Paz met his Dutch and Danish counterparts in Lima.", map[string]string{
			"his Dutch and Danish counterparts": "Dutch foreign minister|NLD|GOV|foreign minister & Danish foreign minister|DNK|GOV|foreign minister"}},
		{"Belgium and Norway signed. Later, others spoke. Peruvian officials accused Bolivia of smuggling. The two neighbours agreed to talk.", map[string]string{
			"The two neighbours": "Peru|PER|| & Bolivia|BOL||"}},
		{"The Greek and Turkish leaders met. Both leaders praised the talks.", map[string]string{
			"Both leaders": "Greek leader|GRC|GOV|leader & Turkish leader|TUR|GOV|leader"}},
		{"Dean resigned\n\nFormer senator Howard Dean left the party. He urged Marlow to stay.", map[string]string{
			"Dean": "Howard Dean||ELI|former senator", "He": "Howard Dean||ELI|former senator"}},
		{"Nationalists attacked ethnic Albanians in Kosovo.", map[string]string{"ethnic Albanians": "Albanians|XKX|CVL|"}},
		{"Afghan envoys met Indian and Chinese officials. Later they left. Pakistani troops killed four men. The army said it was sorry.", map[string]string{
			"The army": "Pakistani army|PAK|MIL|"}},
		{"Kenya and Peru objected. The army said it was sorry.", map[string]string{"The army": "army||MIL|"}},
		{"The miner Norex Corp fired 300 men.", map[string]string{"The miner Norex Corp": "Norex Corp||BUS|"}},
		{"Latin America needs credit and the plan is good.", map[string]string{"Latin America": "-", "the plan": "-"}},
		{"Pro-Russian rebels shelled the city.", map[string]string{"Pro-Russian rebels": "Pro-Russian rebels||REB|"}},
		{"Police officers and student leaders met opposition leaders.", map[string]string{
			"Police officers": "Police officers||COP|", "student leaders": "student leaders||EDU|", "opposition leaders": "opposition leaders||OPP|"}},
		{"The Norwegian ambassador to Kenya, Ingrid Dahl, was called in.", map[string]string{
			"The Norwegian ambassador": "Ingrid Dahl|NOR|GOV|ambassador"}},
		{"Hamas leader Yunis Sabri spoke for the Palestinian Authority.", map[string]string{
			"Hamas leader Yunis Sabri": "Yunis Sabri|PSE|REB|leader", "the Palestinian Authority": "Palestinian Authority|PSE|GOV|"}},
		{"Villagers fled after gunmen killed two policemen.", map[string]string{
			"Villagers": "Villagers||CVL|", "gunmen": "gunmen||UAF|", "two policemen": "policemen||COP|"}},
		{"Downing Street and the Kremlin said nothing.", map[string]string{
			"Downing Street": "Downing Street|GBR|GOV|", "the Kremlin": "Kremlin|RUS|GOV|"}},
	} {
		d := p.run(&doc.Document{Text: c.text})
		for phrase, want := range c.want {
			var got *doc.Mention
			for i := range d.Mentions {
				if text := d.Slice(d.Mentions[i].Span); text == phrase || got == nil && strings.HasPrefix(text, phrase) {
					got = &d.Mentions[i]
				}
			}
			switch {
			case want == "-":
				if got != nil {
					t.Errorf("%s\n  %q is no actor, got %s", c.text, phrase, said(got))
				}
			case got == nil:
				t.Errorf("%s\n  no mention for %q\n%s", c.text, phrase, dump(d))
			case want == "@":
				if got.Kind != doc.Locative {
					t.Errorf("%s\n  %q is a place, got kind %d %s", c.text, phrase, got.Kind, said(got))
				}
			case said(got) != want:
				t.Errorf("%s\n  %q is\n    %s, want\n    %s", c.text, phrase, said(got), want)
			}
		}
	}
}

// TestSpeaker wants the first person inside quotations to be who says them, and
// the third person somebody else.
func TestSpeaker(t *testing.T) {
	p := newPipe(t)
	for _, c := range []struct{ text, speaker, mention, want string }{
		{`"We reject the offer," Peruvian Prime Minister Ana Quiroz said.`, "Quiroz", "We", "Ana Quiroz|PER|GOV|prime minister"},
		{`Chilean President Carlos Vega met Peruvian Prime Minister Luis Quiroz. Quiroz was brief. "He will not resign," Quiroz said.`,
			"Quiroz", "He", "Carlos Vega|CHL|GOV|president"},
	} {
		d := &doc.Document{Text: c.text}
		p.analyze(d)
		head := -1
		for i := range d.Tokens {
			if m := strings.LastIndex(c.text, c.speaker); d.Tokens[i].Start <= m && strings.HasPrefix(d.Tokens[i].Deprel, "nsubj") {
				head = i
			}
		}
		d.Quotations = []doc.Quotation{{Content: []doc.Span{{Start: strings.Index(c.text, `"`), End: strings.LastIndex(c.text, `"`) + 1}}, Head: head, Direct: true}}
		p.actors.Annotate(d)
		got := ""
		for _, m := range d.Mentions {
			if d.Slice(m.Span) == c.mention {
				got = said(&m)
			}
		}
		if got != c.want {
			t.Errorf("%s is %q, want %q\n%s", c.mention, got, c.want, dump(d))
		}
	}
}

// TestDatesOfOffice chooses between holders of a name by the day of the story.
func TestDatesOfOffice(t *testing.T) {
	p := newPipe(t)
	for _, c := range []struct{ day, text, want string }{
		{"1990-08-03", "Bush condemned the invasion.", "George H. W. Bush|USA|GOV|president"},
		{"2003-03-20", "Bush condemned the invasion.", "George W. Bush|USA|GOV|president"},
		{"2015-06-01", "Bush condemned the invasion.", "George W. Bush|USA|ELI|"},
		{"2018-06-01", "Trump condemned the attack.", "Donald Trump|USA|GOV|president"},
		{"2013-06-01", "Merkel condemned the attack.", "Angela Merkel|DEU|GOV|chancellor"},
		{"2023-06-01", "Merkel condemned the attack.", "Angela Merkel|DEU|ELI|"},
	} {
		d := p.run(&doc.Document{Text: c.text, Published: c.day})
		if len(d.Mentions) == 0 || said(&d.Mentions[0]) != c.want {
			t.Errorf("%s: %s: want %s\n%s", c.day, c.text, c.want, dump(d))
		}
	}
}

// TestFocus inherits a country from the dateline and says so.
func TestFocus(t *testing.T) {
	p := newPipe(t)
	d := &doc.Document{Text: "The army said it had freed two hostages in Sudan's west.", Published: "2001-05-02"}
	d.Dateline.Place = "Khartoum"
	p.run(d)
	m := &d.Mentions[0]
	if a := m.Actors[0]; a.Country != "SDN" || a.Sector != "MIL" || !strings.Contains(a.Basis, "Khartoum") {
		t.Errorf("got %s, basis %q", said(m), a.Basis)
	}
}

// TestHeads wants every mention's head to lie inside its span and to be found
// through MentionAt.
func TestHeads(t *testing.T) {
	p := newPipe(t)
	d := p.run(&doc.Document{Text: dispatch})
	for i := range d.Mentions {
		m := &d.Mentions[i]
		if !m.Contains(d.Tokens[m.Head].Span) {
			t.Errorf("head %q outside %q", d.Form(m.Head), d.Slice(m.Span))
		}
		if d.MentionAt(m.Head) != m {
			t.Errorf("MentionAt(%q) is another mention than %q", d.Form(m.Head), d.Slice(m.Span))
		}
		if len(m.Actors) == 0 {
			t.Errorf("%q has no actor", d.Slice(m.Span))
		}
	}
}

// TestEmpty wants no mentions and no panic where there is nothing to read.
func TestEmpty(t *testing.T) {
	p := newPipe(t)
	for _, text := range []string{"", " ", "...", "2025"} {
		if d := p.run(&doc.Document{Text: text}); len(d.Mentions) != 0 {
			t.Errorf("%q: %d mentions", text, len(d.Mentions))
		}
	}
}
