-- What is close to what: the same text again, pairs that are not the same
-- after all, and who is told of something new.

-- Sketches of texts: of what stands inside a file (per content, so once for
-- the same bytes) or of an item's own words. Numbers only: who may know of a
-- text is decided where its file or item is joined.
create table sketch (
	id		bigint generated always as identity primary key,
	sha256		bytea unique references blob on delete cascade,
	item		bigint unique references item on delete cascade,
	mins		bytea not null check (length(mins) = 512),
	marks		bytea not null check (length(marks) in (0, 512)),
	language	text not null default '',
	made_at		timestamptz not null default now(),
	check ((sha256 is null) <> (item is null))
);
comment on table sketch is 'MinHash of a text: 128 smallest hashes of its runs of words';
comment on column sketch.marks is 'the same of what no translation changes: numbers, names, addresses; empty: too few';
create table sketch_band (
	band		bigint not null,
	sketch		bigint not null references sketch on delete cascade,
	primary key (band, sketch)
);
create index sketch_band_sketch on sketch_band (sketch);
comment on table sketch_band is 'texts that share a band are worth comparing';

-- "Not the same": said by an organisation about its item and another one.
create table not_same (
	item		bigint not null references item on delete cascade,
	other		bigint not null references item on delete cascade,
	person		bigint references person on delete set null,
	at		timestamptz not null default now(),
	primary key (item, other),
	check (item <> other)
);
create index not_same_other on not_same (other);

-- "Somebody plans something close to yours", for the organisation of `mine`.
create table neighbour (
	org		bigint not null references org on delete cascade,
	mine		bigint not null references item on delete cascade,
	item		bigint not null references item on delete cascade,
	score		real not null,
	at		timestamptz not null default now(),
	seen_at		timestamptz,
	seen_by		bigint references person on delete set null,
	primary key (mine, item),
	check (mine <> item)
);
create index neighbour_org on neighbour (org) where seen_at is null;
create index neighbour_item on neighbour (item);
comment on table neighbour is 'told to the organisation of mine when item was published; shown to those of its people who may read item';

do $$
declare
	t	text;
begin
	foreach t in array array['sketch', 'sketch_band', 'not_same', 'neighbour'] loop
		execute format('alter table %I enable row level security', t);
		execute format('alter table %I force row level security', t);
		execute format('create policy owner_all on %I to current_user using (true) with check (true)', t);
		execute format('create policy worker_all on %I to cs_worker using (true) with check (true)', t);
	end loop;
end $$;
grant select, insert, update, delete on sketch, sketch_band, not_same, neighbour to cs_worker;
grant usage, select on all sequences in schema public to cs_worker;

grant select on sketch, sketch_band to cs_app;
create policy app_read on sketch_band for select to cs_app using (true);
create policy app_read on sketch for select to cs_app using (
	exists (select from file f where f.sha256 = sketch.sha256)
	or exists (select from upload u where u.sha256 = sketch.sha256)
	or exists (select from item i where i.id = sketch.item));

grant select, insert, delete on not_same to cs_app;
create policy app_read on not_same for select to cs_app
	using (exists (select from item i where i.id = not_same.item
		and i.org = any ((select cs_orgs())::bigint[])));
create policy app_insert on not_same for insert to cs_app
	with check (exists (select from item i where i.id = not_same.item
			and i.org = any ((select cs_writes())::bigint[]))
		and exists (select from item i where i.id = not_same.other));
create policy app_delete on not_same for delete to cs_app
	using (exists (select from item i where i.id = not_same.item
		and i.org = any ((select cs_writes())::bigint[])));

grant select, update (seen_at, seen_by) on neighbour to cs_app;
create policy app_read on neighbour for select to cs_app
	using (org = any ((select cs_orgs())::bigint[])
		and exists (select from item i where i.id = neighbour.item));
create policy app_update on neighbour for update to cs_app
	using (org = any ((select cs_writes())::bigint[])
		and exists (select from item i where i.id = neighbour.item))
	with check (org = any ((select cs_writes())::bigint[]));

-- Work for what changed: the text of an item, once it stands; the neighbours
-- of what is published for the first time or for more readers.
create function near_work() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
	insert into job (kind, key) values ('sketch-item', new.public_id)
		on conflict (kind, key) do nothing;
	if not new.sample then
		insert into job (kind, key, run_at)
			values ('neighbours', new.public_id, now() + interval '2 seconds')
			on conflict (kind, key) do nothing;
	end if;
	notify job;
	return null;
end $$;
create constraint trigger near_published after update on item
	deferrable initially deferred for each row
	when (new.status = 'published' 
		and (old.status, old.audience, old.version) is distinct from
			(new.status, new.audience, new.version))
	execute function near_work();

-- The text inside a file is sketched when it has been read.
create function sketch_work() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
	insert into job (kind, key) values ('sketch-file', encode(new.sha256, 'hex'))
		on conflict (kind, key) do nothing;
	notify job;
	return null;
end $$;
create trigger sketch_text after update of text on extracted_text for each row
	when (new.state = 'extracted') execute function sketch_work();
insert into job (kind, key)
	select 'sketch-file', encode(sha256, 'hex') from extracted_text
	where state = 'extracted' on conflict (kind, key) do nothing;
insert into job (kind, key)
	select 'sketch-item', public_id from item
	where status = 'published' on conflict (kind, key) do nothing;
