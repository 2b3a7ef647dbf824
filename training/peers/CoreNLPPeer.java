import edu.stanford.nlp.ling.*;
import edu.stanford.nlp.pipeline.*;
import edu.stanford.nlp.semgraph.*;
import edu.stanford.nlp.util.CoreMap;
import java.io.*;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.*;
import javax.json.*;

/** Analyses texts with CoreNLP on one thread; see README.md for the formats. */
public class CoreNLPPeer {
  static int[] offsets(String text) {
    int[] at = new int[text.length() + 1];
    int n = 0;
    for (int i = 0; i < text.length(); i++) {
      at[i] = n;
      char c = text.charAt(i);
      n += Character.isHighSurrogate(c) ? 4 : Character.isLowSurrogate(c) ? 0 : c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
    }
    at[text.length()] = n;
    return at;
  }

  /** The Penn tag as a universal one, told apart by the relation where it must be. */
  static String upos(String tag, String rel, String lemma) {
    boolean aux = rel.startsWith("aux") || rel.equals("cop");
    switch (tag) {
      case "CC": return "CCONJ";
      case "CD": return "NUM";
      case "DT": case "PDT": case "WDT": return tag.equals("WDT") && !rel.equals("det") || rel.startsWith("nsubj") || rel.equals("obj") ? "PRON" : "DET";
      case "EX": case "PRP": case "PRP$": case "WP": case "WP$": return "PRON";
      case "FW": case "LS": return "X";
      case "IN": return rel.equals("mark") ? "SCONJ" : "ADP";
      case "JJ": case "JJR": case "JJS": case "AFX": return "ADJ";
      case "MD": return "AUX";
      case "NN": case "NNS": return "NOUN";
      case "NNP": case "NNPS": return "PROPN";
      case "POS": return "PART";
      case "RB": case "RBR": case "RBS": return lemma.equals("not") || lemma.equals("n't") ? "PART" : "ADV";
      case "WRB": return rel.equals("mark") ? "SCONJ" : "ADV";
      case "RP": return "ADP";
      case "SYM": case "$": case "#": return "SYM";
      case "TO": return rel.equals("case") ? "ADP" : "PART";
      case "UH": return "INTJ";
      case "VB": case "VBD": case "VBG": case "VBN": case "VBP": case "VBZ": return aux ? "AUX" : "VERB";
      case "ADD": case "GW": case "NFP": return "X";
      default: return "PUNCT";
    }
  }

  static final Map<String, String> TYPES = Map.of("PERSON", "PER", "ORGANIZATION", "ORG", "LOCATION", "LOC", "MISC", "MISC");

  static void add(Annotation doc, int[] at, JsonArrayBuilder tokens, JsonArrayBuilder sentences, JsonArrayBuilder entities, int first, int[][] given) {
    for (CoreMap s : doc.get(CoreAnnotations.SentencesAnnotation.class)) {
      List<CoreLabel> words = s.get(CoreAnnotations.TokensAnnotation.class);
      SemanticGraph g = s.get(SemanticGraphCoreAnnotations.BasicDependenciesAnnotation.class);
      int[] head = new int[words.size() + 1];
      String[] rel = new String[words.size() + 1];
      Arrays.fill(rel, "root");
      for (SemanticGraphEdge e : g.edgeIterable()) {
        head[e.getDependent().index()] = e.getGovernor().index();
        rel[e.getDependent().index()] = e.getRelation().toString();
      }
      int start = -1, end = -1;
      String open = "O";
      for (int i = 0; i < words.size(); i++) {
        CoreLabel w = words.get(i);
        int a = given != null ? given[first + i][0] : at[w.beginPosition()], z = given != null ? given[first + i][1] : at[w.endPosition()];
        tokens.add(Json.createArrayBuilder().add(a).add(z).add(upos(w.tag(), rel[i + 1], w.lemma() == null ? "" : w.lemma()))
            .add(head[i + 1] == 0 ? -1 : first + head[i + 1] - 1).add(rel[i + 1]));
        String kind = TYPES.getOrDefault(w.ner() == null ? "O" : w.ner(), "O");
        if (!kind.equals(open)) {
          if (!open.equals("O")) entities.add(Json.createArrayBuilder().add(start).add(end).add(open));
          open = kind;
          start = a;
        }
        end = z;
      }
      if (!open.equals("O")) entities.add(Json.createArrayBuilder().add(start).add(end).add(open));
      sentences.add(Json.createArrayBuilder().add(first).add(first + words.size()));
      first += words.size();
    }
  }

  static Properties base() {
    Properties p = new Properties();
    p.setProperty("annotators", "tokenize,pos,lemma,ner,depparse");
    p.setProperty("ner.applyFineGrained", "false");
    p.setProperty("ner.applyNumericClassifiers", "false");
    p.setProperty("ner.useSUTime", "false");
    p.setProperty("ner.buildEntityMentions", "false");
    p.setProperty("threads", "1");
    return p;
  }

  public static void main(String[] args) throws Exception {
    Properties split = base();
    split.setProperty("tokenize.whitespace", "true");
    split.setProperty("ssplit.eolonly", "true");
    Properties raw = base();
    raw.setProperty("ssplit.newlineIsSentenceBreak", "two");
    StanfordCoreNLP nlp = new StanfordCoreNLP(raw), gold = new StanfordCoreNLP(split);
    List<JsonObject> texts = new ArrayList<>();
    try (BufferedReader r = new BufferedReader(new InputStreamReader(new FileInputStream(args[0]), StandardCharsets.UTF_8))) {
      for (String line; (line = r.readLine()) != null; ) texts.add(Json.createReader(new StringReader(line)).readObject());
    }
    for (int i = 0; i < texts.size() && i < 30; i++) // until the machine code is there
      if (!texts.get(i).containsKey("tokens")) nlp.annotate(new Annotation(texts.get(i).getString("text")));
    var clock = ManagementFactory.getThreadMXBean();
    long spent = 0, words = 0;
    List<String> out = new ArrayList<>();
    for (JsonObject t : texts) {
      String text = t.getString("text");
      JsonArrayBuilder tokens = Json.createArrayBuilder(), sentences = Json.createArrayBuilder(), entities = Json.createArrayBuilder();
      if (!t.containsKey("tokens")) {
        long began = clock.getCurrentThreadCpuTime();
        Annotation doc = new Annotation(text);
        nlp.annotate(doc);
        spent += clock.getCurrentThreadCpuTime() - began;
        words += doc.get(CoreAnnotations.TokensAnnotation.class).size();
        add(doc, offsets(text), tokens, sentences, entities, 0, null);
      } else {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        JsonArray ts = t.getJsonArray("tokens");
        int[][] given = new int[ts.size()][];
        for (int i = 0; i < given.length; i++) given[i] = new int[] {ts.getJsonArray(i).getInt(0), ts.getJsonArray(i).getInt(1)};
        for (JsonValue v : t.getJsonArray("sentences")) {
          int first = v.asJsonArray().getInt(0), last = v.asJsonArray().getInt(1);
          StringBuilder b = new StringBuilder();
          for (int i = first; i < last; i++)
            b.append(i > first ? " " : "").append(new String(bytes, given[i][0], given[i][1] - given[i][0], StandardCharsets.UTF_8).replaceAll("\\s", "_"));
          Annotation doc = new Annotation(b.toString());
          gold.annotate(doc);
          if (doc.get(CoreAnnotations.TokensAnnotation.class).size() != last - first) throw new IllegalStateException("other tokens: " + b);
          add(doc, null, tokens, sentences, entities, first, given);
        }
      }
      out.add(Json.createObjectBuilder().add("tokens", tokens).add("sentences", sentences).add("entities", entities).build().toString());
    }
    PrintStream p = new PrintStream(new FileOutputStream(FileDescriptor.out), false, "UTF-8");
    p.println(Json.createObjectBuilder().add("name", "CoreNLP").add("version", args[1]).add("licence", "GPL-3.0-or-later").add("trees", "UD")
        .add("seconds", spent / 1e9).add("words", words).build());
    for (String s : out) p.println(s);
    p.flush();
  }
}
