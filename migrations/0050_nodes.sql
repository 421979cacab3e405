-- More than one machine: what came of an upload is there for all of them, each
-- says how far its index is, and a job whose worker is gone is taken over.

-- Not in reader's sight, so that /readyz costs no count.
create function last_change() returns bigint
language sql stable security definer set search_path = public, pg_temp as $$
	select coalesce(max(seq), 0) from change
$$;
grant execute on function last_change() to cs_app;

create table transfer_piece (
	transfer	text not null references transfer on delete cascade,
	at		bigint not null check (at >= 0),
	bytes		bytea not null check (length(bytes) > 0),
	primary key (transfer, at)
);
alter table transfer_piece alter column bytes set storage external;
comment on table transfer_piece is 'What came of an upload in pieces, in rows of 1 MiB at most, where new files lie in rows; any node goes on with it';
comment on column transfer_piece.at is 'how many bytes stand before these';
comment on table transfer is 'An upload in pieces; what came stands in transfer_piece, or in files/transfers where new files lie in the folder';

alter table transfer_piece enable row level security;
alter table transfer_piece force row level security;
create policy owner_all on transfer_piece to current_user using (true) with check (true);
create policy worker_all on transfer_piece to cs_worker using (true) with check (true);
grant select, insert, delete on transfer_piece to cs_app;
create policy app_own on transfer_piece to cs_app
	using (exists (select from transfer t where t.public_id = transfer))
	with check (exists (select from transfer t where t.public_id = transfer));

-- A job is free again when the connection that took it has ended.
alter table job add column locked_by integer;
comment on column job.locked_by is 'process of the database server that acts for whoever works on it';

create table node (
	name		text primary key check (octet_length(name) between 1 and 255),
	indexed		bigint not null default 0,
	seen_at		timestamptz not null default now()
);
comment on table node is 'Machines whose worker has been at work; no rows are ever needed';
comment on column node.name is 'host name and folder of its state';
comment on column node.indexed is 'change up to which it has brought its own search index';
comment on column node.seen_at is 'when it last said so';

comment on column platform.indexed is 'of programs before 0050: see node.indexed';
create or replace function standing(out last_change bigint, out indexed bigint, out jobs bigint,
	out oldest integer, out failed bigint, out samples bigint, out sample_job boolean)
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
	if not cs_admin() then
		return;
	end if;
	select coalesce(max(seq), 0) into last_change from change;
	/* the one that is furthest behind, of those that are there */
	select coalesce(min(n.indexed), 0) into standing.indexed from node n
	where n.seen_at > now() - interval '5 minutes';
	select count(*), coalesce(extract(epoch from now() - min(j.run_at)
			filter (where j.run_at <= now())), 0)::integer,
		count(*) filter (where j.error is not null),
		coalesce(bool_or(j.kind like 'sample-%'), false)
	into jobs, oldest, failed, sample_job from job j;
	select count(*) into samples from item where sample;
end $$;
