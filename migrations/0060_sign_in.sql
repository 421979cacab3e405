-- Sign-in as SECURITY.md, 5 asks for it (docs/decisions/sign-in.md): the password
-- once more before what opens doors, sessions that can be ended one by one, and
-- of keys and calendar addresses no more than the day of their last use.

alter table session add column public_id text not null unique
	default substr(replace(gen_random_uuid()::text, '-', ''), 1, 12);
comment on column session.public_id is 'names it on the page of its person''s account';
alter table session add column confirmed_at timestamptz not null default now();
update session set confirmed_at = created_at;
comment on column session.confirmed_at is 'when the password was last proved in it; what opens doors asks for five minutes';

-- Secrets made before have no sum, so nobody can use them any more: they do not
-- stand there as if they were in force.
update api_token set revoked_at = now() where revoked_at is null;
update api_token set expires_at = least(coalesce(expires_at, created_at), created_at + interval '366 days')
where kind = 'api';
-- A key lives a year at most (hours: no clock change counts).
alter table api_token add constraint api_token_ends
	check (kind <> 'api' or expires_at is not null
		and expires_at <= created_at + interval '8808 hours');

-- The caller proved the password again. in_password is the stored hash that was
-- compared. The session goes on under another cookie; the one before is dead at
-- once, the secret of its forms stays, so that forms in other windows hold.
-- Seconds that are left of it, or null when nothing matched.
create function session_confirm(in_hash bytea, in_password text, in_new bytea,
	in_account text, in_address text) returns integer
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
	seconds	integer;
begin
	update session s set hash = in_new, confirmed_at = now(), seen_at = now()
	from person p
	where s.hash = in_hash and s.person = cs_person() and s.expires_at > now()
		and p.id = s.person and p.password = in_password and p.disabled_at is null
	returning extract(epoch from s.expires_at - now())::integer into seconds;
	if not found then
		return null;
	end if;
	perform try_forget(in_account, in_address);
	insert into audit (person, action) values (cs_person(), 'confirm password');
	return seconds;
end $$;
grant execute on function session_confirm(bytea, text, bytea, text, text) to cs_app;

-- Sessions end with a change of what the platform lets their person do, too:
-- those of an administrator live shorter.
create or replace function person_changed() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
	if new.password is distinct from old.password
		or new.disabled_at is not null and old.disabled_at is null
		or new.platform_admin <> old.platform_admin then
		delete from session where person = new.id;
	end if;
	if new.disabled_at is not null and old.disabled_at is null then
		update invitation set expires_at = now()
		where person = new.id and used_at is null and expires_at > now();
	end if;
	return null;
end $$;
drop trigger person_changed on person;
create trigger person_changed after update of password, disabled_at, platform_admin on person
	for each row execute function person_changed();

-- As in 0001, but for the day of the last use.
create or replace function auth_session(in_kind text, in_hash bytea,
	out person bigint, out email text, out name text, out lang text,
	out timezone text, out platform_admin boolean, out csrf text,
	out scopes text[], out orgs text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
	ids	bigint[];
	writes	bigint[];
	leads	bigint[];
	today	timestamptz := date_trunc('day', now(), 'UTC');
	due	boolean;	/* to be written: once a minute, of tokens once a day */
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
		select t.person, t.scopes, coalesce(t.last_used_at < today, true)
		into auth_session.person, auth_session.scopes, due
		from api_token t where t.hash = in_hash and t.kind = in_kind
			and t.revoked_at is null and (t.expires_at is null or t.expires_at > now());
		if due then
			update api_token t set last_used_at = today where t.hash = in_hash
				and (t.last_used_at is null or t.last_used_at < today);
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
comment on column api_token.last_used_at is 'the day (UTC) alone: more would be a diary of its person';
update api_token set last_used_at = date_trunc('day', last_used_at, 'UTC');
