-- Uploads that go on where they were cut off (tus 1.0).

create table transfer (
	public_id	text primary key check (public_id ~ '^[0-9A-HJKMNP-TV-Z]{10}$'),
	person		bigint not null references person on delete cascade,
	item		text check (item ~ '^[0-9A-HJKMNP-TV-Z]{10}$'),
	name		text not null check (octet_length(name) between 1 and 255),
	size		bigint not null check (size > 0),
	received	bigint not null default 0 check (received between 0 and size),
	done		boolean not null default false,
	created_at	timestamptz not null default now(),
	expires_at	timestamptz not null default now() + interval '24 hours',
	check (not done or received = size)
);
create index transfer_person on transfer (person);
create index transfer_expires on transfer (expires_at);
comment on table transfer is 'An upload in pieces; what came lies in spool/transfers, never more of it than received is counted';
comment on column transfer.item is 'whose file it becomes when it is whole; null: it waits as an upload with this public_id for its form';
comment on column transfer.expires_at is 'a day after the last piece';

alter table transfer enable row level security;
alter table transfer force row level security;
create policy owner_all on transfer to current_user using (true) with check (true);
create policy worker_all on transfer to cs_worker using (true) with check (true);
grant select, insert, update, delete on transfer to cs_app;
create policy app_own on transfer to cs_app using (person = (select cs_person()))
	with check (person = (select cs_person()));
