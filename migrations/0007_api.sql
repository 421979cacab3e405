-- What programs need: versions that consist of files alone, and figures.

-- Files put one by one by one person within ten minutes make one version.
alter table item_version add column by_files boolean not null default false;
comment on column item_version.by_files is 'made by changing files alone: further changes by its author join it for ten minutes';
grant update (note, content, created_at) on item_version to cs_app;
create policy app_join on item_version for update to cs_app
	using (by_files and author = (select cs_person())
		and created_at > now() - interval '10 minutes'
		and exists (select from item i where i.id = item_version.item
			and i.version = item_version.version
			and i.org = any ((select cs_writes())::bigint[])));

-- Answers to POST are remembered for a day.
create index idempotency_created on idempotency (created_at);

-- Figures for whoever runs the platform; counts alone, nothing of any item.
create function figures(out items bigint, out files bigint, out bytes bigint,
	out jobs bigint, out oldest_job double precision, out changes bigint)
language sql stable security definer set search_path = public, pg_temp as $$
	select (select count(*) from item where status = 'published'),
		(select count(*) from blob),
		(select coalesce(sum(size), 0)::bigint from blob),
		(select count(*) from job where run_at <= now()),
		(select coalesce(extract(epoch from now() - min(run_at)), 0) from job
			where run_at <= now()),
		(select coalesce(max(seq), 0) from change)
$$;
grant execute on function figures() to cs_app;
