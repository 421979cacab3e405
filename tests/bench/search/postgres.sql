-- postgres.sql: the first 200 questions by PostgreSQL's own full-text search,
-- inside the server; prints microseconds a question. :mode is top or page.
set client_min_messages = error;
set max_parallel_workers_per_gather = 0;
set jit = off;
create unlogged table if not exists full_text as
	select id, kind, org, audience, country, title, text,
		setweight(to_tsvector('english', title), 'A') || to_tsvector('english', text) as words
	from made;
create index if not exists full_text_words on full_text using gin (words);
create temp table question (n bigint generated always as identity, how text, words text, kind text);
\copy question (how, words, kind) from program 'head -n 200 "$WORK/questions"'
analyze full_text;
select set_config('bench.mode', :'mode', false) \g /dev/null
create temp table took (us double precision);
do $$
declare
	q	question;
	t	tsquery;
	began	timestamptz;
	page	boolean := current_setting('bench.mode') = 'page';
begin
	set plan_cache_mode = force_custom_plan;
	for round in 1 .. 2 loop	-- the first one warms
		began := clock_timestamp();
		for q in select * from question loop
			t := case q.how when 'or' then replace(plainto_tsquery('english', q.words)::text, '&', '|')::tsquery
				when 'phrase' then phraseto_tsquery('english', q.words)
				else plainto_tsquery('english', q.words) end;
			if page then
				perform id, title, ts_headline('english', text, t) from (select * from full_text
					where words @@ t and audience = 'public' and (q.kind = '-' or kind = q.kind)
					order by ts_rank(words, t) desc limit 20) x;
				perform kind, org, country, count(*) from full_text
				where words @@ t and audience = 'public' and (q.kind = '-' or kind = q.kind)
				group by grouping sets ((kind), (org), (country));
			else
				perform id, title from full_text
				where words @@ t and audience = 'public' and (q.kind = '-' or kind = q.kind)
				order by ts_rank(words, t) desc limit 10;
			end if;
		end loop;
		if round = 2 then
			insert into took select extract(epoch from clock_timestamp() - began) * 1e6 / 200;
		end if;
	end loop;
end $$;
select round(us) from took;
