-- items.sql: fills an empty house with :items items for the benchmark, out of
-- passages in real languages (the program named in PASSAGES prints them as
-- JSON lines). 60 in 100 are public, 25 for the network, 15 for one of 200
-- organisations; half are toolkits, a quarter events, a quarter experiences.
-- Unless :changes the worker is told of the last alone.
\set ON_ERROR_STOP 1
set session_replication_role = replica;
set synchronous_commit = off;
create unlogged table passage (n bigint generated always as identity, j jsonb);
\copy passage (j) from program 'sh "$PASSAGES"' with (format csv, quote e'\x01', delimiter e'\x02')
-- four of one language make an item: about 130 words
create unlogged table text as
select row_number() over (order by md5(min(n)::text)) as n, language,
	substr(min(title), 1, 250) as title, string_agg(text, ' ' order by n) as text
from (select n, language, title, text, (row_number() over (partition by language order by n) - 1) / 4 as part
	from (select n, translate(j ->> 'title', e'\t\n\r', '   ') as title, translate(j ->> 'text', e'\t\n\r', '   ') as text,
		case when j ->> 'lang' ~ '^[a-z]{2,3}$' then j ->> 'lang' else 'en' end as language from passage) p) q
group by language, part;
create index on text (n);

insert into org (slug, name, country)
select 'org' || k, 'Organisation ' || k, (array['FJ','KE','GB','MT','SG','GH'])[k % 6 + 1]
from generate_series(1, 200) k;
insert into person (email, name) values ('bench@test.example', 'Bench');
insert into membership (person, org, role) select p.id, o.id, 'reader'
from person p, org o where p.email = 'bench@test.example' and o.slug = 'org1';
insert into api_token (public_id, person, kind, hash, scopes, expires_at)
select 'BENCH00001', id, 'api', sha256(:'token'), '{read}', now() + interval '30 days'
from person where email = 'bench@test.example';

-- beyond the passages there are: again, the sentences in another order
create unlogged table made as
select k,
	upper(lpad(to_hex(k), 5, '0') || substr(md5(k::text), 1, 5)) as id,
	(array['toolkit','toolkit','event','experience'])[k % 4 + 1] as kind,
	'org' || (hashint8(k) & 2147483647) % 200 + 1 as org,
	case when (hashint8(k + 1) & 2147483647) % 100 < 60 then 'public'
	     when (hashint8(k + 1) & 2147483647) % 100 < 85 then 'network'
	     else 'organisation' end as audience,
	(array['FJ','KE','GB','MT','SG','GH','TT','IN'])[(hashint8(k + 2) & 2147483647) % 8 + 1] as country,
	t.v[(hashint8(k + 3) & 2147483647) % cardinality(t.v) + 1] as topic,
	timestamptz '2026-01-01' - k * interval '7 minutes' as at,
	p.title, p.language,
	case when k <= m.n then p.text else
		(select string_agg(s, '. ' order by md5(s || k)) from regexp_split_to_table(p.text, '\. ') s)
	end as text
from (select count(*) as n from text) m, (select array_agg(slug order by slug) as v from topic) t,
	generate_series(1, :items) k
join lateral (select * from text where n = (k - 1) % m.n + 1) p on true;

insert into item (public_id, kind, org, status, audience, tlp, version, title, body, language,
	countries, topics, created_at, updated_at, published_at)
select m.id, m.kind, o.id, 'published', m.audience,
	case m.audience when 'public' then 'CLEAR' when 'network' then 'GREEN' else 'AMBER+STRICT' end,
	1, case when m.title = '' then 'Untitled' else m.title end, m.text, m.language,
	array[m.country], array[m.topic], m.at, m.at, m.at
from made m join org o on o.slug = m.org order by m.k;
insert into event (item, start_local, country)
select id, published_at, countries[1] from item where kind = 'event';
insert into experience (item, outcome, lesson)
select id, 'worked', 'It worked.' from item where kind = 'experience';
insert into change (seq, item, public_id)
select nextval('change_seq'), id, public_id from item
where :changes or id = (select max(id) from item) order by id;
drop table passage, text;
analyze;
