-- What /metrics tells besides: work that fails, and how far behind an index is.
create function index_lag(indexed bigint, out failing bigint, out behind bigint,
	out behind_seconds double precision)
language sql stable security definer set search_path = public, pg_temp as $$
	select (select count(*) from job where error is not null), c.n, c.seconds
	from (select count(*) as n,
		coalesce(extract(epoch from clock_timestamp() - min(at)), 0) as seconds
		from change where seq > indexed) c
$$;
comment on function index_lag(bigint) is 'counts alone, of jobs and of changes behind a number; nothing of any item';
grant execute on function index_lag(bigint) to cs_app;
