-- Where the bytes of a file lie, and when they were last read and compared.

alter table blob
	add column place text not null default 'rows' check (place in ('rows', 'files')),
	add column checked_at timestamptz not null default now(),
	add column wrong_at timestamptz;
comment on column blob.place is 'rows: in blob_chunk, the folder is a cache; files: in the folder files alone';
comment on column blob.checked_at is 'when the scrubber last read the bytes';
comment on column blob.wrong_at is 'since when they are known not to be those of their name; null: they are well';
create index blob_checked on blob (checked_at);
create index blob_place on blob (place);
create index blob_wrong on blob (wrong_at) where wrong_at is not null;

-- What an upload has to know before it stores anything, whoever asks: the
-- hash can't be guessed, and who has the bytes may know that we have them.
drop function blob_known(bytea);
create function blob_known(in_sha256 bytea, out place text, out wrong boolean)
language sql stable security definer set search_path = public, pg_temp as $$
	select b.place, b.wrong_at is not null from blob b where b.sha256 = in_sha256
$$;
grant execute on function blob_known(bytea) to cs_app;

-- Files of the folder that no row names are swept under the other side of
-- this lock, which is never held while an upload is on its way.
create function blob_storing() returns void
language sql volatile set search_path = public, pg_temp as $$
	select pg_advisory_xact_lock_shared(1129530217)
$$;
grant execute on function blob_storing() to cs_app;

create function damaged_files() returns bigint
language sql stable security definer set search_path = public, pg_temp as $$
	select count(*) from blob where wrong_at is not null
$$;
grant execute on function damaged_files() to cs_app;
