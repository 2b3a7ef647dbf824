-- The record. Days are counted from 1970-01-01; unknown texts are '', unknown
-- numbers NULL. {id} {int} {text} {blob} {real} {keyed} stand for the types of
-- the database at hand; a statement under "--@sqlite" or "--@postgres" is for
-- that one alone.

CREATE TABLE meta (key {text} PRIMARY KEY, value {text} NOT NULL) {keyed};

-- What was read. An article is known by its canonical URL and its content.
CREATE TABLE article (
	id             {id},           -- in the order in which they came
	doc            {text} NOT NULL,-- the id that its records name
	url            {text} NOT NULL,-- canonical
	content        {blob} NOT NULL,-- hash of what makes it this text and no other
	title          {text} NOT NULL,
	published      {text} NOT NULL,
	dateline_place {text} NOT NULL,
	dateline_date  {text} NOT NULL,
	agency         {text} NOT NULL,
	publisher      {text} NOT NULL,
	lang           {text} NOT NULL,
	site           {text} NOT NULL,
	author         {text} NOT NULL,
	source         {text} NOT NULL,-- file or feed, and where in it
	known          {int} NOT NULL, -- the day it was published, else taken in
	taken          {int} NOT NULL, -- the day it was taken in
	copy           {int} NOT NULL, -- the first article with the same wire text: itself, if it is that
	shingles       {blob} NOT NULL,-- what wire copies are told by
	withdrawn      {int},          -- the day a later text took its place; NULL while it stands
	successor      {int},          -- that later text
	coder          {text} NOT NULL,-- version that made the records
	length         {int} NOT NULL, -- of the text, in bytes
	body           {blob},         -- the text, zstd; NULL where it is not kept
	records        {blob} NOT NULL -- JSON lines without the words of the text, zstd
);

CREATE UNIQUE INDEX article_content ON article (content);

CREATE INDEX article_url ON article (url, known);

CREATE INDEX article_known ON article (known);

CREATE INDEX article_copy ON article (copy);

CREATE INDEX article_publisher ON article (publisher, known);

-- Stored forms that have been read, so that reading them again is cheap.
CREATE TABLE seen (raw {blob} PRIMARY KEY, article {int} NOT NULL) {keyed};

-- Where wire copies may be found.
CREATE TABLE band (band {int} NOT NULL, article {int} NOT NULL, PRIMARY KEY (band, article)) {keyed};

--@sqlite
CREATE VIRTUAL TABLE article_words USING fts5 (title, body, content = '', contentless_delete = 1, tokenize = 'porter unicode61 remove_diacritics 2');

--@postgres
CREATE TABLE article_words (article BIGINT PRIMARY KEY, words TSVECTOR NOT NULL);

--@postgres
CREATE INDEX article_words_words ON article_words USING gin (words);

-- One report of a happening: an event record of an article.
CREATE TABLE report (
	id        {id},
	article   {int} NOT NULL,
	seq       {int} NOT NULL,      -- its place among the article's records
	record    {text} NOT NULL,     -- the record's id
	happening {int} NOT NULL,
	who       {text} NOT NULL,     -- slugs in the who-is-who of its actors, then its recipients, joined by ','
	trace     {blob} NOT NULL      -- what happenings are told apart by
);

CREATE INDEX report_article ON report (article);

CREATE INDEX report_happening ON report (happening);

CREATE INDEX report_record ON report (record);

-- One thing that happened, with what all its reports together say.
CREATE TABLE happening (
	id           {id},
	slug         {text} NOT NULL,  -- the id of its first record
	type         {text} NOT NULL,
	mode         {text} NOT NULL,
	contexts     {text} NOT NULL,  -- joined by ','
	cameo        {text} NOT NULL,
	quad         {int} NOT NULL,
	score        {real} NOT NULL,
	status       {text} NOT NULL,
	background   {int} NOT NULL,
	date         {text} NOT NULL,
	day_from     {int} NOT NULL,   -- the first day it may have been on, or the earliest of all
	day_to       {int} NOT NULL,
	place        {text} NOT NULL,
	country      {text} NOT NULL,
	admin1       {text} NOT NULL,
	geonames_id  {int},
	lat          {real},
	lon          {real},
	precise      {text} NOT NULL,  -- the place's precision
	confidence   {real} NOT NULL,
	reports      {int} NOT NULL,   -- that stand
	publishers   {int} NOT NULL,   -- independent ones
	first        {int} NOT NULL,   -- day of the first report
	last         {int} NOT NULL,
	disputes     {int} NOT NULL    -- fields on which reports differ
);

CREATE UNIQUE INDEX happening_slug ON happening (slug);

-- In the order in which happenings are listed: a month before its days.
CREATE INDEX happening_day ON happening (day_from, day_to DESC, id);

CREATE INDEX happening_type ON happening (type, day_from, day_to DESC, id);

CREATE INDEX happening_place ON happening (country, day_from, day_to DESC, id);

CREATE INDEX happening_last ON happening (last);

-- Who took part, and on which side (0 actors, 1 recipients).
CREATE TABLE party (
	happening    {int} NOT NULL,
	n            {int} NOT NULL,
	side         {int} NOT NULL,
	key          {text} NOT NULL,  -- country or, of a body without a code of its own, name
	actor        {text} NOT NULL,  -- slug in the who-is-who; '' where not there
	name         {text} NOT NULL,
	country      {text} NOT NULL,
	sector       {text} NOT NULL,
	role         {text} NOT NULL,
	organisation {text} NOT NULL,
	kind         {text} NOT NULL,
	day          {int} NOT NULL,   -- the happening's first day
	PRIMARY KEY (happening, n)
) {keyed};

CREATE INDEX party_key ON party (key, day, happening);

CREATE INDEX party_actor ON party (actor, day, happening);

-- Pairs of parties, by key, that a happening is between, in either order.
CREATE TABLE dyad (
	a         {text} NOT NULL,
	b         {text} NOT NULL,
	day       {int} NOT NULL,      -- the happening's first day; the earliest of all where unknown
	happening {int} NOT NULL,
	PRIMARY KEY (a, b, day, happening)
) {keyed};

-- Where reports of one happening may be found.
CREATE TABLE block (key {int} NOT NULL, happening {int} NOT NULL, PRIMARY KEY (key, happening)) {keyed};

-- Counts of actual happenings, kept so that series need no scan. Side 0 counts
-- from actor a to recipient b, side 1 between a and b on whichever side, in either
-- order; '*' is everybody or nobody, and, over all of time, every type. A period is year * 13 + month, month 0 for what is
-- known by its year alone; 0 is all of time, -1 what lies in no one year.
CREATE TABLE panel (
	side   {int} NOT NULL,
	a      {text} NOT NULL,
	b      {text} NOT NULL,
	type   {text} NOT NULL,
	period {int} NOT NULL,
	n      {int} NOT NULL,
	score  {real} NOT NULL,        -- sum of scores
	PRIMARY KEY (side, a, b, type, period)
) {keyed};

-- Which records bear on the relations of a pair: countries or bodies, a < b; a
-- record of one alone stands under a = ''.
CREATE TABLE bearing (
	a       {text} NOT NULL,
	b       {text} NOT NULL,
	article {int} NOT NULL,
	seq     {int} NOT NULL,
	PRIMARY KEY (a, b, article, seq)
) {keyed};

CREATE INDEX bearing_b ON bearing (b, article, seq);

CREATE INDEX bearing_article ON bearing (article);

-- Who is who: persons, bodies and states.
CREATE TABLE actor (
	id      {id},
	slug    {text} NOT NULL,
	kind    {text} NOT NULL,
	name    {text} NOT NULL,
	country {text} NOT NULL,
	body    {blob} NOT NULL        -- all that is known, JSON
);

CREATE UNIQUE INDEX actor_slug ON actor (slug);

-- What actors are found by.
CREATE TABLE actor_key (key {text} NOT NULL, actor {int} NOT NULL, PRIMARY KEY (key, actor)) {keyed};

-- Where persons and bodies are spoken of: the n-th in a field of a record.
CREATE TABLE mention (
	actor   {int} NOT NULL,
	article {int} NOT NULL,
	seq     {int} NOT NULL,
	side    {text} NOT NULL,
	n       {int} NOT NULL,
	PRIMARY KEY (article, seq, side, n)
) {keyed};

CREATE INDEX mention_actor ON mention (actor, article);

-- What articles say of who held which office.
CREATE TABLE evidence (
	actor    {int} NOT NULL,
	title    {text} NOT NULL,      -- '' where somebody died
	country  {text} NOT NULL,
	body     {text} NOT NULL,
	sole     {int} NOT NULL,
	acting   {int} NOT NULL,
	says     {int} NOT NULL,       -- identity.Says
	day_from {int} NOT NULL,
	day_to   {int} NOT NULL,
	article  {int} NOT NULL,       -- 0 for a dictionary
	record   {text} NOT NULL       -- '' where it is told in passing; of a dictionary file and line
);

CREATE INDEX evidence_office ON evidence (country, title);

CREATE INDEX evidence_actor ON evidence (actor);

-- What people have put right; applied again whenever the record is made anew.
CREATE TABLE correction (
	id   {id},
	body {text} NOT NULL,          -- identity.Correction, JSON
	made {text} NOT NULL           -- when, RFC 3339
);

-- What dictionaries say of actors; planted before the articles whenever the record
-- is made anew.
CREATE TABLE seed (id {id}, body {text} NOT NULL); -- identity.Seed, JSON

-- What could not be taken in, to be tried again.
CREATE TABLE failure (
	id     {id},
	source {text} NOT NULL,        -- file with line or offset, or address
	kind   {text} NOT NULL,
	reason {text} NOT NULL,
	body   {text} NOT NULL,        -- what it takes to try again, JSON
	at     {text} NOT NULL,        -- first time, RFC 3339
	tries  {int} NOT NULL
);

CREATE UNIQUE INDEX failure_source ON failure (source, kind);

-- What feeds said of themselves.
CREATE TABLE feed (url {text} PRIMARY KEY, state {text} NOT NULL) {keyed};

-- Entries of feeds that were taken in or failed.
CREATE TABLE feed_entry (entry {text} NOT NULL, feed {text} NOT NULL, PRIMARY KEY (entry, feed)) {keyed};

-- Records made by another version of the coder, not yet in force.
CREATE TABLE recoded (article {int} PRIMARY KEY, coder {text} NOT NULL, records {blob} NOT NULL);
