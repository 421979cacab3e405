-- The truth: organisations, people, items, files, permissions, jobs.
-- Runs as the owner (cs_owner). cs_app is the web, cs_worker the worker and the
-- command line. Row-level security is forced on every table that cs_app can
-- reach; an empty context (no auth_session in the transaction) sees what is
-- public and nothing else.

revoke all on schema public from public;
grant usage on schema public to cs_app, cs_worker;
alter default privileges revoke execute on functions from public;
alter default privileges in schema public
	grant select, insert, update, delete on tables to cs_worker;
alter default privileges in schema public
	grant usage, select on sequences to cs_worker;
alter default privileges in schema public
	grant execute on functions to cs_worker;

-- ------------------------------------------------------------- reference data
create table region (
	code		text primary key,
	position	integer not null
);
comment on table region is 'Parts of the world that countries are grouped by';
create table region_label (
	region		text not null references region,
	lang		text not null,
	label		text not null,
	primary key (region, lang)
);
create table country (
	code		char(2) primary key check (code ~ '^[A-Z]{2}$'),
	region		text references region,
	zone		text not null
);
comment on table country is 'ISO 3166-1 alpha-2';
comment on column country.zone is 'main IANA time zone, the preset of the event form';
create table country_label (
	country		char(2) not null references country,
	lang		text not null,
	label		text not null,
	primary key (country, lang)
);
create table topic (
	slug		text primary key check (slug ~ '^[a-z0-9-]{1,40}$'),
	parent		text references topic,
	position	integer not null
);
comment on table topic is 'Subjects, a hierarchy; a topic includes its children';
create table topic_label (
	topic		text not null references topic,
	lang		text not null,
	label		text not null,
	primary key (topic, lang)
);

-- ---------------------------------------------------------------- the platform
create table platform (
	one		boolean primary key default true check (one),
	epoch		text not null default gen_random_uuid()::text,
	feed_salt	bytea not null default decode(replace(gen_random_uuid()::text, '-', ''), 'hex')
);
comment on table platform is 'One row';
comment on column platform.epoch is 'new after a restore: an index of another epoch is rebuilt';
insert into platform default values;

-- -------------------------------------------------------------- who takes part
create table org (
	id		bigint generated always as identity primary key,
	slug		text not null unique check (slug ~ '^[a-z0-9][a-z0-9-]{1,62}$'),
	name		text not null check (length(name) between 1 and 200),
	country		char(2) references country,
	about		text not null default '' check (length(about) <= 1000),
	website		text not null default '' check (length(website) <= 500),
	contact		text not null default '' check (length(contact) <= 300),
	created_at	timestamptz not null default now(),
	suspended_at	timestamptz,
	sample		boolean not null default false
);
comment on column org.suspended_at is 'its members can sign in but act for it no more';
comment on column org.sample is 'part of the sample library, removed with it';

create table person (
	id		bigint generated always as identity primary key,
	email		text not null check (length(email) between 3 and 254 and email = lower(email)),
	name		text not null check (length(name) between 1 and 200),
	password	text,
	lang		text not null default 'en' check (lang in ('en', 'fr')),
	timezone	text not null default 'UTC',
	platform_admin	boolean not null default false,
	created_at	timestamptz not null default now(),
	disabled_at	timestamptz,
	sample		boolean not null default false
);
create unique index person_email on person (email);
comment on column person.password is 'Argon2id, PHC string; null: nobody can sign in as this person yet';

create table membership (
	person		bigint not null references person on delete cascade,
	org		bigint not null references org on delete cascade,
	role		text not null check (role in ('reader', 'contributor', 'admin')),
	created_at	timestamptz not null default now(),
	primary key (person, org)
);
create index membership_org on membership (org);

create table session (
	hash		bytea primary key check (length(hash) = 32),
	person		bigint not null references person on delete cascade,
	csrf		text not null,
	agent		text not null default '',
	created_at	timestamptz not null default now(),
	seen_at		timestamptz not null default now(),
	expires_at	timestamptz not null
);
create index session_person on session (person);
comment on table session is 'SHA-256 of the cookie, never the cookie';

create table api_token (
	id		bigint generated always as identity primary key,
	public_id	text not null unique,
	person		bigint not null references person on delete cascade,
	kind		text not null check (kind in ('api', 'feed')),
	hash		bytea not null unique check (length(hash) = 32),
	label		text not null default '' check (length(label) <= 200),
	scopes		text[] not null,
	created_at	timestamptz not null default now(),
	expires_at	timestamptz,
	last_used_at	timestamptz,
	revoked_at	timestamptz
);
create index api_token_person on api_token (person);
comment on column api_token.kind is 'api: Authorization: Bearer; feed: stands in the path of a calendar address';

create table invitation (
	hash		bytea primary key check (length(hash) = 32),
	org		bigint references org on delete cascade,
	person		bigint references person on delete cascade,
	email		text not null,
	name		text not null default '',
	role		text check (role in ('reader', 'contributor', 'admin')),
	made_by		bigint references person on delete set null,
	created_at	timestamptz not null default now(),
	expires_at	timestamptz not null,
	used_at		timestamptz,
	check (org is not null or person is not null)
);
comment on table invitation is 'One-time links; with person set: a new password for somebody who is there';

create table join_request (
	id		bigint generated always as identity primary key,
	name		text not null check (length(name) between 1 and 200),
	email		text not null check (length(email) between 3 and 254),
	org_name	text not null check (length(org_name) between 1 and 200),
	country		char(2) references country,
	message		text not null default '' check (length(message) <= 2000),
	created_at	timestamptz not null default now(),
	decided_at	timestamptz,
	decided_by	bigint references person on delete set null,
	accepted	boolean
);

create unlogged table sign_in_try (
	key		text not null,
	at		timestamptz not null default now()
);
create index sign_in_try_key on sign_in_try (key, at);
comment on table sign_in_try is 'failed sign-ins by account and by address, for throttling; key is a hash';

-- ---------------------------------------------------------- context of a request
create function cs_person() returns bigint language sql stable parallel safe as
	$$ select nullif(current_setting('cs.person', true), '')::bigint $$;
create function cs_orgs() returns bigint[] language sql stable parallel safe as
	$$ select coalesce(nullif(current_setting('cs.orgs', true), ''), '{}')::bigint[] $$;
create function cs_writes() returns bigint[] language sql stable parallel safe as
	$$ select coalesce(nullif(current_setting('cs.writes', true), ''), '{}')::bigint[] $$;
create function cs_leads() returns bigint[] language sql stable parallel safe as
	$$ select coalesce(nullif(current_setting('cs.leads', true), ''), '{}')::bigint[] $$;
create function cs_admin() returns boolean language sql stable parallel safe as
	$$ select coalesce(nullif(current_setting('cs.admin', true), ''), 'f')::boolean $$;
comment on function cs_orgs() is 'organisations the caller is a member of';
comment on function cs_writes() is 'those where the caller is contributor or admin';
comment on function cs_leads() is 'those where the caller is admin';
grant execute on function cs_person(), cs_orgs(), cs_writes(), cs_leads(), cs_admin() to cs_app;

-- ------------------------------------------------------------------------ items
create table item (
	id		bigint generated always as identity primary key,
	public_id	text not null unique check (public_id ~ '^[0-9A-HJKMNP-TV-Z]{10}$'),
	kind		text not null check (kind in ('toolkit', 'event', 'experience')),
	org		bigint not null references org,
	author		bigint references person on delete set null,
	status		text not null default 'draft' check (status in ('draft', 'published', 'withdrawn')),
	audience	text not null check (audience in ('public', 'network', 'organisation')),
	tlp		text not null,
	version		integer not null default 0 check (version >= 0),
	rev		integer not null default 1,
	title		text not null check (length(title) between 1 and 300),
	summary		text not null default '' check (length(summary) <= 1000),
	body		text not null default '' check (octet_length(body) <= 65536),
	language	text not null default 'en' check (language ~ '^[a-zA-Z]{2,3}(-[A-Za-z0-9]{2,8})*$'),
	countries	text[] not null default '{}' check (cardinality(countries) <= 60),
	topics		text[] not null default '{}' check (cardinality(topics) <= 10),
	for_whom	text[] not null default '{}' check (cardinality(for_whom) <= 11),
	licence		text not null default 'unstated' check (licence in ('free', 'unchanged', 'government', 'ask', 'unstated')),
	contact		text not null default '' check (length(contact) <= 300),
	source		text not null default '' check (length(source) <= 500),
	links		jsonb not null default '[]' check (jsonb_typeof(links) = 'array'),
	note		text not null default '' check (length(note) <= 300),
	created_at	timestamptz not null default now(),
	updated_at	timestamptz not null default now(),
	published_at	timestamptz,
	withdrawn_at	timestamptz,
	withdrawn_by	bigint references person on delete set null,
	withdrawn_why	text not null default '' check (length(withdrawn_why) <= 500),
	replaced_by	bigint references item on delete set null,
	sample		boolean not null default false,
	check ((audience, tlp) in (('public', 'CLEAR'), ('network', 'GREEN'), ('organisation', 'AMBER+STRICT'))),
	check (status = 'draft' or published_at is not null),
	check ((status = 'withdrawn') = (withdrawn_at is not null))
);
create index item_org on item (org, status);
create index item_updated on item (updated_at, id);
create index item_published on item (published_at desc) where status = 'published';
create index item_countries on item using gin (countries);
create index item_topics on item using gin (topics);
comment on table item is 'What readers see: the last published version, or a draft that never was published. Changes to a published item wait in working_copy';
comment on column item.rev is 'up with every stored change, the second half of the ETag';
comment on column item.countries is 'whom it is for; empty: any country';
comment on column item.note is 'what changed in this version, one line';

create table event (
	item		bigint primary key references item on delete cascade,
	type		text not null default 'workshop' check (type in ('workshop', 'course', 'meeting', 'exercise', 'mission', 'initiative')),
	certainty	text not null default 'planned' check (certainty in ('idea', 'planned', 'confirmed', 'cancelled')),
	precision	text not null default 'time' check (precision in ('time', 'day', 'month')),
	start_local	timestamp,
	end_local	timestamp,
	timezone	text not null default 'UTC',
	country		char(2) references country,
	place		text not null default '' check (length(place) <= 200),
	online_url	text not null default '' check (length(online_url) <= 500),
	registration_url text not null default '' check (length(registration_url) <= 500),
	sequence	integer not null default 0,
	cancelled_at	timestamptz,
	cancelled_why	text not null default '' check (length(cancelled_why) <= 500),
	check (end_local is null or end_local >= start_local),
	check ((certainty = 'cancelled') = (cancelled_at is not null))
);
create index event_start on event (start_local);
create index event_country on event (country);
comment on column event.start_local is 'wall-clock time in timezone; UTC is derived when read, zones change their rules';
comment on column event.end_local is 'with precision day: the last day itself';
comment on column event.sequence is 'RFC 5545 SEQUENCE: up with each published change of time, place or state';

create table experience (
	item		bigint primary key references item on delete cascade,
	used_other	text not null default '' check (length(used_other) <= 300),
	period_start	date,
	period_end	date,
	outcome		text check (outcome in ('worked', 'partly', 'no', 'too-early')),
	evidence	text not null default '' check (length(evidence) <= 4000),
	lesson		text not null default '' check (length(lesson) <= 1000),
	check (period_end is null or period_end >= period_start)
);

create table item_link (
	item		bigint not null references item on delete cascade,
	type		text not null check (type in ('used', 'supersedes', 'translation', 'about')),
	target		bigint not null references item on delete cascade,
	position	integer not null default 0,
	primary key (item, type, target),
	check (item <> target)
);
create index item_link_target on item_link (target, type);
comment on table item_link is 'typed links; used: an experience (or event) used the target';

create table working_copy (
	item		bigint primary key references item on delete cascade,
	author		bigint references person on delete set null,
	content		jsonb not null check (jsonb_typeof(content) = 'object'),
	updated_at	timestamptz not null default now()
);
comment on table working_copy is 'Unpublished changes of a published item, at most one; content has the members of the API''s item';

create table item_version (
	item		bigint not null references item on delete cascade,
	version		integer not null check (version > 0),
	author		bigint references person on delete set null,
	author_name	text not null default '',
	note		text not null default '',
	content		jsonb not null,
	created_at	timestamptz not null default now(),
	primary key (item, version)
);
comment on table item_version is 'Every published version whole; content has the members of the API''s item, files included';

-- ------------------------------------------------------------------------ files
create table blob (
	sha256		bytea primary key check (length(sha256) = 32),
	size		bigint not null check (size > 0),
	media_type	text not null,
	created_at	timestamptz not null default now()
);
create table blob_chunk (
	sha256		bytea not null references blob on delete cascade,
	n		integer not null check (n >= 0),
	bytes		bytea not null,
	primary key (sha256, n)
);
alter table blob_chunk alter column bytes set storage external;
comment on table blob_chunk is 'the bytes in rows of 1 MiB, the last one shorter';

create table file (
	id		bigint generated always as identity primary key,
	public_id	text not null unique check (public_id ~ '^[0-9A-HJKMNP-TV-Z]{10}$'),
	item		bigint not null references item on delete cascade,
	sha256		bytea not null references blob,
	name		text not null check (octet_length(name) between 1 and 255),
	position	integer not null default 0,
	live		boolean not null default false,
	working		boolean not null default true,
	created_at	timestamptz not null default now(),
	created_by	bigint references person on delete set null
);
create index file_item on file (item);
create index file_sha256 on file (sha256);
create unique index file_working_name on file (item, name) where working;
comment on column file.live is 'part of what readers see';
comment on column file.working is 'part of the draft or of the working copy; publishing makes live = working';

create table upload (
	public_id	text primary key check (public_id ~ '^[0-9A-HJKMNP-TV-Z]{10}$'),
	person		bigint not null references person on delete cascade,
	sha256		bytea not null references blob,
	name		text not null check (octet_length(name) between 1 and 255),
	created_at	timestamptz not null default now()
);
create index upload_person on upload (person);
comment on table upload is 'files that came before their form was in order; dropped after 7 days';

create table extracted_text (
	sha256		bytea primary key references blob on delete cascade,
	state		text not null default 'pending' check (state in ('pending', 'extracted', 'none', 'failed')),
	reason		text,
	text		text,
	pages		integer not null default 0,
	language	text,
	updated_at	timestamptz not null default now()
);
comment on table extracted_text is 'what stands inside a file; per content, so the same bytes are read once';
comment on column extracted_text.text is 'UTF-8, pages separated by form feeds';

-- -------------------------------------------------- what happened, what is to do
create table change (
	seq		bigint primary key,
	at		timestamptz not null default now(),
	item		bigint not null,
	public_id	text not null
);
create index change_item on change (item);
create sequence change_seq;
comment on table change is 'One row for every committed change that readers can notice; sequence order is commit order';

create table job (
	id		bigint generated always as identity primary key,
	kind		text not null,
	key		text not null default '',
	run_at		timestamptz not null default now(),
	attempts	integer not null default 0,
	locked_at	timestamptz,
	error		text,
	created_at	timestamptz not null default now()
);
create unique index job_once on job (kind, key);
create index job_due on job (run_at);
comment on table job is 'work for the worker, taken with FOR UPDATE SKIP LOCKED, deleted when done; key says on what';

create table audit (
	seq		bigint generated always as identity primary key,
	at		timestamptz not null default now(),
	person		bigint,
	action		text not null,
	object		text not null default '',
	detail		text not null default ''
);
comment on table audit is 'who did what; rows are only ever added';

create table idempotency (
	person		bigint not null references person on delete cascade,
	key		text not null check (length(key) between 1 and 200),
	request		bytea not null,
	status		integer,
	headers		text not null default '',
	body		text not null default '',
	created_at	timestamptz not null default now(),
	primary key (person, key)
);
comment on table idempotency is 'answers to POST with an Idempotency-Key, kept 24 h; request is the SHA-256 of what was asked';

create table feed_look (
	feed		text not null,
	day		date not null default current_date,
	looks		integer not null default 0,
	primary key (feed, day)
);
comment on table feed_look is 'how often calendar clients look at a feed; without who';

-- --------------------------------------------------------------------- functions
-- Called first in every batch of a signed-in request. kind: session, api, feed.
create function auth_session(in_kind text, in_hash bytea,
	out person bigint, out email text, out name text, out lang text,
	out timezone text, out platform_admin boolean, out csrf text,
	out scopes text[], out orgs text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
	ids	bigint[];
	writes	bigint[];
	leads	bigint[];
	due	boolean;	/* to be written: once a minute */
begin
	if in_kind = 'session' then
		select s.person, s.csrf, s.seen_at < now() - interval '1 minute'
		into auth_session.person, auth_session.csrf, due
		from session s join person p on p.id = s.person
		where s.hash = in_hash and s.expires_at > now()
			and s.seen_at > now() - case when p.platform_admin
				then interval '30 minutes' else interval '8 hours' end;
		if due then
			update session s set seen_at = now() where s.hash = in_hash
				and s.seen_at < now() - interval '1 minute';
		end if;
	else
		select t.person, t.scopes,
			coalesce(t.last_used_at < now() - interval '1 minute', true)
		into auth_session.person, auth_session.scopes, due
		from api_token t where t.hash = in_hash and t.kind = in_kind
			and t.revoked_at is null and (t.expires_at is null or t.expires_at > now());
		if due then
			update api_token t set last_used_at = now() where t.hash = in_hash
				and (t.last_used_at is null or t.last_used_at < now() - interval '1 minute');
		end if;
	end if;
	select p.email, p.name, p.lang, p.timezone, p.platform_admin
	into auth_session.email, auth_session.name, auth_session.lang,
		auth_session.timezone, auth_session.platform_admin
	from person p where p.id = auth_session.person and p.disabled_at is null;
	if not found then
		auth_session.person := null;
		perform set_config('cs.person', '', true);
		return;
	end if;
	select array_agg(m.org), array_agg(m.org) filter (where m.role <> 'reader'),
		array_agg(m.org) filter (where m.role = 'admin'),
		jsonb_agg(jsonb_build_object('id', o.id, 'slug', o.slug, 'name', o.name,
			'role', m.role, 'country', o.country) order by o.name)::text
	into ids, writes, leads, auth_session.orgs
	from membership m join org o on o.id = m.org
	where m.person = auth_session.person and o.suspended_at is null;
	auth_session.orgs := coalesce(auth_session.orgs, '[]');
	perform set_config('cs.person', auth_session.person::text, true);
	perform set_config('cs.orgs', coalesce(ids, '{}')::text, true);
	perform set_config('cs.writes', coalesce(writes, '{}')::text, true);
	perform set_config('cs.leads', coalesce(leads, '{}')::text, true);
	perform set_config('cs.admin', auth_session.platform_admin::text, true);
end $$;
grant execute on function auth_session(text, bytea) to cs_app;

-- The password's hash of an active person, for the sign-in form alone.
create function auth_password(in_email text, out person bigint, out password text)
language sql stable security definer set search_path = public, pg_temp as $$
	select p.id, p.password from person p
	where p.email = lower(in_email) and p.disabled_at is null
$$;
grant execute on function auth_password(text) to cs_app;

create function topic_with_parents(in_topics text[]) returns text[]
language sql stable set search_path = public, pg_temp as $$
	with recursive up(slug, parent) as (
		select t.slug, t.parent from topic t where t.slug = any (in_topics)
		union select t.slug, t.parent from topic t join up on t.slug = up.parent
	) select coalesce(array_agg(slug order by slug), '{}') from up
$$;
grant execute on function topic_with_parents(text[]) to cs_app;

-- ---------------------------------------------------------------------- triggers
create function item_check() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
	if exists (select from unnest(new.countries) c where not exists
		(select from country where code = c)) then
		raise exception 'unknown country' using errcode = 'check_violation',
			constraint = 'item_countries_known';
	end if;
	if exists (select from unnest(new.topics) t where not exists
		(select from topic where slug = t)) then
		raise exception 'unknown topic' using errcode = 'check_violation',
			constraint = 'item_topics_known';
	end if;
	return new;
end $$;
create trigger item_check before insert or update of countries, topics on item
	for each row execute function item_check();

-- Deferred to the commit, under one lock: sequence order is commit order.
create function item_changed() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
	if new.status = 'draft' and (tg_op = 'INSERT' or old.status = 'draft') then
		return null;
	end if;
	perform pg_advisory_xact_lock(1129530216);
	insert into change (seq, item, public_id)
	values (nextval('change_seq'), new.id, new.public_id);
	notify change;
	return null;
end $$;
create constraint trigger item_changed after insert or update on item
	deferrable initially deferred for each row execute function item_changed();

create function item_removed() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
	perform pg_advisory_xact_lock(1129530216);
	insert into change (seq, item, public_id)
	values (nextval('change_seq'), old.id, old.public_id);
	notify change;
	return null;
end $$;
create constraint trigger item_removed after delete on item
	deferrable initially deferred for each row
	when (old.status <> 'draft') execute function item_removed();

-- New text of a file changes every published item that carries the file.
create function text_changed() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
	perform pg_advisory_xact_lock(1129530216);
	insert into change (seq, item, public_id)
	select nextval('change_seq'), i.id, i.public_id
	from item i where i.status = 'published' and exists
		(select from file f where f.item = i.id and f.live and f.sha256 = new.sha256);
	notify change;
	return null;
end $$;
create constraint trigger text_changed after update on extracted_text
	deferrable initially deferred for each row execute function text_changed();

-- A new blob has its text read.
create function blob_stored() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
	insert into extracted_text (sha256) values (new.sha256) on conflict do nothing;
	insert into job (kind, key) values ('extract', encode(new.sha256, 'hex'))
		on conflict do nothing;
	notify job;
	return null;
end $$;
create trigger blob_stored after insert on blob
	for each row execute function blob_stored();

create function blob_known(in_sha256 bytea) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
	select exists (select from blob where sha256 = in_sha256)
$$;
grant execute on function blob_known(bytea) to cs_app;

create function feed_looked(in_feed text, in_times bigint) returns void
language sql volatile security definer set search_path = public, pg_temp as $$
	insert into feed_look (feed, looks) values (in_feed, in_times)
	on conflict (feed, day) do update set looks = feed_look.looks + in_times
$$;
grant execute on function feed_looked(text, bigint) to cs_app;

-- How many people and organisations read what is shared with partners, or with
-- one organisation (the sentence beside "Who can see this").
create function reader_count(in_org bigint, out people bigint, out orgs bigint)
language sql stable security definer set search_path = public, pg_temp as $$
	select count(distinct p.id), count(distinct m.org)
	from person p left join membership m on m.person = p.id
	where p.disabled_at is null and (in_org is null or m.org = in_org)
$$;
grant execute on function reader_count(bigint) to cs_app;

-- ------------------------------------------------------------ row-level security
-- May the caller read the item with these properties?
create function can_read(in_status text, in_audience text, in_org bigint, in_author bigint)
returns boolean language sql stable parallel safe as $$
	select case when in_status = 'draft'
		then in_author = cs_person() or in_org = any (cs_writes())
		else in_audience = 'public'
			or in_audience = 'network' and cs_person() is not null
			or in_org = any (cs_orgs()) end
$$;
comment on function can_read(text, text, bigint, bigint) is 'without sub-selects, so that the planner puts it in line: a row costs 1 instead of 50 microseconds';
grant execute on function can_read(text, text, bigint, bigint) to cs_app;

do $$
declare
	t	text;
begin
	foreach t in array array['org', 'person', 'membership', 'session', 'api_token',
		'invitation', 'join_request', 'sign_in_try', 'item', 'event', 'experience',
		'item_link', 'working_copy', 'item_version', 'blob', 'blob_chunk', 'file',
		'upload', 'extracted_text', 'change', 'job', 'audit', 'idempotency',
		'feed_look', 'platform', 'region', 'region_label', 'country',
		'country_label', 'topic', 'topic_label'] loop
		execute format('alter table %I enable row level security', t);
		execute format('alter table %I force row level security', t);
		execute format('create policy owner_all on %I to current_user using (true) with check (true)', t);
		execute format('create policy worker_all on %I to cs_worker using (true) with check (true)', t);
	end loop;
	foreach t in array array['region', 'region_label', 'country', 'country_label',
		'topic', 'topic_label', 'org', 'platform', 'feed_look'] loop
		execute format('create policy app_read on %I for select to cs_app using (true)', t);
		execute format('grant select on %I to cs_app', t);
	end loop;
end $$;

grant select, insert, update, delete on all tables in schema public to cs_worker;
grant usage, select on all sequences in schema public to cs_worker;
grant execute on all functions in schema public to cs_worker;

-- organisations: all can read; platform administrators make and suspend them,
-- their own admins describe them
grant insert, update on org to cs_app;
create policy app_insert on org for insert to cs_app with check ((select cs_admin()));
create policy app_update on org for update to cs_app
	using ((select cs_admin()) or id = any ((select cs_leads())::bigint[]))
	with check ((select cs_admin()) or id = any ((select cs_leads())::bigint[]));

-- people: signed-in partners see names; a person changes the own row
grant select (id, email, name, lang, timezone, platform_admin, created_at, disabled_at, sample),
	insert, update on person to cs_app;
create policy app_read on person for select to cs_app using ((select cs_person()) is not null);
create policy app_update on person for update to cs_app
	using (id = (select cs_person()) or (select cs_admin()))
	with check (id = (select cs_person()) or (select cs_admin()));
create policy app_insert on person for insert to cs_app with check ((select cs_admin()));

grant select, insert, update, delete on membership to cs_app;
create policy app_read on membership for select to cs_app using ((select cs_person()) is not null);
create policy app_write on membership for all to cs_app
	using ((select cs_admin()) or org = any ((select cs_leads())::bigint[]))
	with check ((select cs_admin()) or org = any ((select cs_leads())::bigint[]));

grant select, delete on session to cs_app;
create policy app_own on session to cs_app using (person = (select cs_person()));
grant select, insert, update, delete on api_token to cs_app;
create policy app_own on api_token to cs_app using (person = (select cs_person()))
	with check (person = (select cs_person()));

grant select, insert, update on invitation to cs_app;
create policy app_lead on invitation to cs_app
	using ((select cs_admin()) or org = any ((select cs_leads())::bigint[]))
	with check ((select cs_admin()) or org = any ((select cs_leads())::bigint[]));
grant select, insert, update on join_request to cs_app;
create policy app_ask on join_request for insert to cs_app
	with check (decided_at is null and accepted is null);
create policy app_decide on join_request for select to cs_app using ((select cs_admin()));
create policy app_decided on join_request for update to cs_app using ((select cs_admin()));

-- items
grant select, insert, update, delete on item, event, experience, item_link,
	working_copy, file to cs_app;
grant select, insert on item_version to cs_app;
create policy app_read on item for select to cs_app
	using (can_read(status, audience, org, author));
create policy app_insert on item for insert to cs_app
	with check (org = any ((select cs_writes())::bigint[]) and author = (select cs_person()));
create policy app_update on item for update to cs_app
	using (org = any ((select cs_writes())::bigint[]))
	with check (org = any ((select cs_writes())::bigint[]));
create policy app_delete on item for delete to cs_app
	using (status = 'draft' and org = any ((select cs_writes())::bigint[]));

do $$
declare
	t	text;
begin
	-- what hangs on an item is read with it and written by its organisation
	foreach t in array array['event', 'experience', 'item_link'] loop
		execute format('create policy app_read on %I for select to cs_app
			using (exists (select from item i where i.id = %I.item))', t, t);
	end loop;
	execute 'create policy app_read on file for select to cs_app
		using (exists (select from item i where i.id = file.item
			and (live and i.status <> ''withdrawn''
				or i.org = any ((select cs_writes())::bigint[]))))';
	execute 'create policy app_read on working_copy for select to cs_app
		using (exists (select from item i where i.id = working_copy.item
			and i.org = any ((select cs_writes())::bigint[])))';
	execute 'create policy app_read on item_version for select to cs_app
		using (exists (select from item i where i.id = item_version.item and i.status = ''published''))';
	-- one policy a verb: `for all` would double the work of every select
	foreach t in array array['event', 'experience', 'item_link', 'file', 'working_copy'] loop
		execute format('create policy app_insert on %I for insert to cs_app
			with check (exists (select from item i where i.id = %I.item
				and i.org = any ((select cs_writes())::bigint[])))', t, t);
		execute format('create policy app_update on %I for update to cs_app
			using (exists (select from item i where i.id = %I.item
				and i.org = any ((select cs_writes())::bigint[])))
			with check (exists (select from item i where i.id = %I.item
				and i.org = any ((select cs_writes())::bigint[])))', t, t, t);
		execute format('create policy app_delete on %I for delete to cs_app
			using (exists (select from item i where i.id = %I.item
				and i.org = any ((select cs_writes())::bigint[])))', t, t);
	end loop;
end $$;
create policy app_insert on item_version for insert to cs_app
	with check (exists (select from item i where i.id = item_version.item
		and i.org = any ((select cs_writes())::bigint[])));

-- bytes: read through a file or an own upload that the caller may see
grant select, insert on blob, blob_chunk to cs_app;
grant select on extracted_text to cs_app;
create policy app_insert on blob for insert to cs_app with check ((select cs_person()) is not null);
create policy app_insert on blob_chunk for insert to cs_app with check ((select cs_person()) is not null);
do $$
declare
	t	text;
begin
	foreach t in array array['blob', 'blob_chunk', 'extracted_text'] loop
		execute format('create policy app_read on %I for select to cs_app
			using (exists (select from file f where f.sha256 = %I.sha256)
				or exists (select from upload u where u.sha256 = %I.sha256))', t, t, t);
	end loop;
end $$;
grant select, insert, delete on upload to cs_app;
create policy app_own on upload to cs_app using (person = (select cs_person()))
	with check (person = (select cs_person()));

grant insert on audit to cs_app;
create policy app_insert on audit for insert to cs_app
	with check (person is not distinct from (select cs_person()));
grant select, insert, update, delete on idempotency to cs_app;
create policy app_own on idempotency to cs_app using (person = (select cs_person()))
	with check (person = (select cs_person()));
grant select, insert, delete on sign_in_try to cs_app;
create policy app_all on sign_in_try to cs_app using (true) with check (true);
