-- People: what a caller must be able to do before, or without, being known
-- (sign in, use an invitation, ask to join), the rules that hold whoever asks
-- (the last admin stays, sessions die with the right they stood on), and less
-- for cs_app to write with its own hands.

-- A person changes name, language and time zone directly; passwords, accounts
-- and invitations only by the functions below.
revoke insert, update on person from cs_app;
grant update (name, lang, timezone) on person to cs_app;
revoke insert, update on invitation from cs_app;
revoke select, insert, delete on sign_in_try from cs_app;
revoke insert on join_request from cs_app;

alter table invitation add column public_id text not null unique
	default substr(replace(gen_random_uuid()::text, '-', ''), 1, 12);
comment on column invitation.public_id is 'names it on the page of its organisation';
alter table join_request add column public_id text not null unique
	default substr(replace(gen_random_uuid()::text, '-', ''), 1, 12);
comment on column join_request.public_id is 'names it on the page of the administrators';

-- ------------------------------------------------------------------- throttling
-- Counts a try of somebody. Callers lock first, so parallel tries are counted
-- one after the other.
create function try_add(in_key text) returns void
language sql volatile set search_path = public, pg_temp as $$
	insert into sign_in_try (key, at) values (in_key, clock_timestamp())
$$;
-- Seconds until fewer than in_limit tries lie in the window; 0: now.
create function try_window(in_key text, in_limit integer, in_window interval)
returns integer language sql stable set search_path = public, pg_temp as $$
	select coalesce((select greatest(1, ceil(extract(epoch from
			t.at + in_window - clock_timestamp())))::integer
		from sign_in_try t
		where t.key = in_key and t.at > clock_timestamp() - in_window
		order by t.at desc offset in_limit - 1 limit 1), 0)
$$;
-- Seconds to wait since the last of at least in_free tries in 15 minutes; the
-- wait doubles with each, from 15 seconds to in_most.
create function try_delay(in_key text, in_free integer, in_most integer)
returns integer language sql stable set search_path = public, pg_temp as $$
	select case when count(*) < in_free then 0 else greatest(0, ceil(
		extract(epoch from max(t.at) - clock_timestamp())
		+ least(15 * 2 ^ least(count(*) - in_free, 10), in_most)))::integer end
	from sign_in_try t
	where t.key = in_key and t.at > clock_timestamp() - interval '15 minutes'
$$;

-- Called before a password is looked at. 0: go on, the try is counted (and
-- taken back by session_open); else the seconds to wait, and nothing is
-- counted, so waiting always ends. Keys are digests. in_address is null where
-- nobody knows it. Numbers:
--   account from one address   free 5, then 15 s doubling to 4 minutes
--   account from anywhere      free 10, then 15 s to 30 s: never a lock
--   address                    25 in 5 minutes; 5 while over 100 tries failed
--                              everywhere (one password, many accounts)
create function sign_in_begin(in_account text, in_address text)
returns integer language plpgsql volatile security definer
set search_path = public, pg_temp as $$
declare
	wait	integer;
	pair	text := in_account || coalesce(in_address, '');
	busy	boolean;
begin
	perform pg_advisory_xact_lock(1129530217);
	delete from sign_in_try where at < clock_timestamp() - interval '1 hour';
	select count(*) > 100 into busy from sign_in_try
	where key = 'all' and at > clock_timestamp() - interval '5 minutes';
	wait := greatest(try_delay(pair, 5, 240), try_delay(in_account, 10, 30),
		case when in_address is null then 0 else
			try_window(in_address, case when busy then 5 else 25 end,
				interval '5 minutes') end);
	if wait = 0 then
		perform try_add(k) from unnest(array[pair, in_account, 'all']) k;
		if in_address is not null then
			perform try_add(in_address);
		end if;
	end if;
	return wait;
end $$;

-- A try that was no failure after all.
create function try_forget(in_account text, in_address text) returns void
language plpgsql volatile set search_path = public, pg_temp as $$
begin
	delete from sign_in_try
	where key in (in_account, in_account || coalesce(in_address, ''));
	delete from sign_in_try where ctid in (
		(select ctid from sign_in_try where key = in_address
			order by at desc limit 1)
		union all
		(select ctid from sign_in_try where key = 'all'
			order by at desc limit 1));
end $$;

-- --------------------------------------------------------------------- sessions
create function session_lasts(in_admin boolean) returns interval
language sql immutable as
	$$ select case when in_admin then interval '12 hours' else interval '7 days' end $$;

-- Opens a session for whoever just proved the password. in_password is the
-- stored hash that was compared: if it changed meanwhile, no session opens.
-- The session that the browser had before ends.
create function session_open(in_person bigint, in_password text,
	in_hash bytea, in_csrf text, in_agent text, in_before bytea,
	in_account text, in_address text,
	out lang text, out seconds integer)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
	p	person;
begin
	select * into p from person
	where id = in_person and password = in_password and disabled_at is null
	for share;
	if not found then
		return;
	end if;
	delete from session where hash = in_before or (person = p.id and expires_at < now());
	session_open.lang := p.lang;
	session_open.seconds := extract(epoch from session_lasts(p.platform_admin))::integer;
	insert into session (hash, person, csrf, agent, expires_at)
	values (in_hash, p.id, in_csrf, left(in_agent, 200),
		now() + session_lasts(p.platform_admin));
	perform try_forget(in_account, in_address);
	insert into audit (person, action) values (p.id, 'sign in');
end $$;

-- The caller's own password. in_old is the stored hash that was compared.
-- Every session of the caller ends (by the trigger on person).
create function password_change(in_old text, in_new text) returns boolean
language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
	update person set password = in_new
	where id = cs_person() and password = in_old and disabled_at is null;
	if not found then
		return false;
	end if;
	insert into audit (person, action) values (cs_person(), 'change password');
	return true;
end $$;

-- Sessions end at once with the password, the account and the membership they
-- stood on; open invitations of a person who may not sign in any more end too.
create function person_changed() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
	if new.password is distinct from old.password
		or new.disabled_at is not null and old.disabled_at is null then
		delete from session where person = new.id;
	end if;
	if new.disabled_at is not null and old.disabled_at is null then
		update invitation set expires_at = now()
		where person = new.id and used_at is null and expires_at > now();
	end if;
	return null;
end $$;
create trigger person_changed after update of password, disabled_at on person
	for each row execute function person_changed();

create function membership_changed() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
	if tg_op = 'DELETE' or new.role <> old.role then
		delete from session where person = old.person;
	end if;
	return null;
end $$;
create trigger membership_changed after delete or update of role on membership
	for each row execute function membership_changed();

-- An organisation that has an admin keeps one. Looked at when the transaction
-- commits, under a lock of the organisation: two admins who remove each other
-- at the same moment are two, not none.
create function membership_keeps_admin() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
	perform from org where id = old.org for update;
	if not found or exists (select from membership m join person p on p.id = m.person
			where m.org = old.org and m.role = 'admin' and p.disabled_at is null)
		or not exists (select from person where id = old.person and disabled_at is null) then
		return null;
	end if;
	raise exception 'the last admin stays' using errcode = 'check_violation',
		constraint = 'membership_last_admin';
end $$;
create constraint trigger membership_keeps_admin after delete or update of role on membership
	deferrable initially deferred for each row
	when (old.role = 'admin') execute function membership_keeps_admin();

-- ------------------------------------------------------------------ invitations
-- May the caller hand this person a new password? Platform administrators may;
-- an organisation's admin may for those who stand in organisations that this
-- admin leads and in no other, and who administer no platform: else the link
-- would open more doors than its maker has.
create function may_reset(in_person bigint, in_org bigint) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
	select cs_admin() or (in_org = any (cs_leads())
		and exists (select from membership where person = in_person and org = in_org)
		and not exists (select from membership where person = in_person
			and org <> all (cs_leads()))
		and exists (select from person where id = in_person and not platform_admin))
$$;
grant execute on function may_reset(bigint, bigint) to cs_app;

-- A link for somebody new (in_person null) or for a new password. Whoever is
-- there already becomes a member at once and needs no link: `added`.
create function invitation_add(in_hash bytea, in_org bigint, in_person bigint,
	in_email text, in_name text, in_role text, out added boolean)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
	known	bigint;
begin
	added := false;
	if not (cs_admin() or in_org = any (cs_leads())) or cs_person() is null
		or in_person is not null and not may_reset(in_person, in_org) then
		raise exception 'not yours to invite' using errcode = 'insufficient_privilege';
	end if;
	select id into known from person where email = lower(in_email);
	if in_person is null and known is not null then
		insert into membership (person, org, role) values (known, in_org, in_role);
		added := true;
	else
		update invitation set expires_at = now()
		where used_at is null and expires_at > now() and org is not distinct from in_org
			and (person = in_person or in_person is null and person is null
				and email = lower(in_email));
		insert into invitation (hash, org, person, email, name, role, made_by, expires_at)
		values (in_hash, in_org, in_person, lower(in_email), in_name,
			case when in_person is null then in_role end,
			cs_person(), now() + interval '7 days');
	end if;
	insert into audit (person, action, object, detail)
	values (cs_person(), case when in_person is null then 'invite' else 'new password link' end,
		lower(in_email), coalesce(in_role, ''));
end $$;
grant execute on function invitation_add(bytea, bigint, bigint, text, text, text) to cs_app;

create function invitation_end(in_public_id text) returns boolean
language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
	update invitation set expires_at = now()
	where public_id = in_public_id and used_at is null and expires_at > now()
		and (cs_admin() or org = any (cs_leads()));
	return found;
end $$;
grant execute on function invitation_end(text) to cs_app;

-- Does whoever made the link still have the right to it?
create function invitation_stands(i invitation) returns boolean
language sql stable set search_path = public, pg_temp as $$
	select i.used_at is null and i.expires_at > now()
		and (i.org is null or exists (select from org
			where id = i.org and suspended_at is null))
		and (i.made_by is null or exists (select from person p
			where p.id = i.made_by and p.disabled_at is null
				and (p.platform_admin or exists (select from membership m
					where m.person = p.id and m.org = i.org and m.role = 'admin'))))
		and (i.person is null or exists (select from person p
			where p.id = i.person and p.disabled_at is null))
$$;

create function invitation_look(in_hash bytea,
	out state text, out email text, out name text, out org text, out again boolean)
language sql stable security definer set search_path = public, pg_temp as $$
	select case when i.used_at is not null then 'used'
			when invitation_stands(i) then 'open' else 'over' end,
		i.email, coalesce(p.name, i.name), o.name, i.person is not null
	from invitation i left join org o on o.id = i.org
		left join person p on p.id = i.person
	where i.hash = in_hash
$$;

-- Uses a link, once: of parallel callers one gets through, the others find
-- nothing. Makes the person (or sets the password) and opens a session.
create function invitation_use(in_hash bytea, in_name text, in_password text,
	in_lang text, in_session bytea, in_csrf text, in_agent text,
	out state text, out seconds integer)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
	i	invitation;
	p	person;
begin
	state := 'over';
	select * into i from invitation where hash = in_hash for update;
	if not found or not invitation_stands(i) then
		return;
	end if;
	update invitation set used_at = now() where hash = in_hash;
	if i.person is not null then
		update person set password = in_password where id = i.person returning * into p;
		update invitation set expires_at = now()
		where person = i.person and used_at is null and expires_at > now();
	else
		insert into person (email, name, password, lang)
		values (i.email, in_name, in_password, in_lang)
		on conflict (email) do nothing returning * into p;
		if p.id is null then
			state := 'known';
			return;
		end if;
		insert into membership (person, org, role) values (p.id, i.org, i.role);
	end if;
	state := 'done';
	seconds := extract(epoch from session_lasts(p.platform_admin))::integer;
	insert into session (hash, person, csrf, agent, expires_at)
	values (in_session, p.id, in_csrf, left(in_agent, 200),
		now() + session_lasts(p.platform_admin));
	insert into audit (person, action, object)
	values (p.id, 'use invitation', i.email);
end $$;

-- ------------------------------------------------------------- asking, deciding
-- Somebody asks to join: 5 an hour from one address. Seconds to wait, or 0.
create function join_ask(in_address text, in_name text, in_email text,
	in_org_name text, in_country text, in_message text) returns integer
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
	wait	integer := 0;
begin
	perform pg_advisory_xact_lock(1129530217);
	if in_address is not null then
		wait := try_window('join:' || in_address, 5, interval '1 hour');
	end if;
	if wait = 0 then
		if in_address is not null then
			perform try_add('join:' || in_address);
		end if;
		insert into join_request (name, email, org_name, country, message)
		values (in_name, lower(in_email), in_org_name, in_country, in_message);
	end if;
	return wait;
end $$;

-- An account is closed or opened again; platform administrators alone, and
-- nobody closes the own one.
create function person_disable(in_email text, in_off boolean) returns boolean
language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
	if not cs_admin() or cs_person() is null then
		raise exception 'not yours to close' using errcode = 'insufficient_privilege';
	end if;
	update person set disabled_at = case when in_off then now() end
	where email = lower(in_email) and id <> cs_person()
		and (disabled_at is null) = in_off;
	if not found then
		return false;
	end if;
	insert into audit (person, action, object)
	values (cs_person(), case when in_off then 'close account' else 'open account' end,
		lower(in_email));
	return true;
end $$;

-- The sample library comes and goes by the worker, which may; a platform
-- administrator asks for it.
create function sample_ask(in_load boolean) returns void
language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
	if not cs_admin() or cs_person() is null then
		raise exception 'not yours to ask' using errcode = 'insufficient_privilege';
	end if;
	delete from job where kind in ('sample-load', 'sample-remove') and locked_at is null;
	insert into job (kind) values (case when in_load then 'sample-load' else 'sample-remove' end)
	on conflict do nothing;
	insert into audit (person, action)
	values (cs_person(), case when in_load then 'load sample library' else 'remove sample library' end);
	notify job;
end $$;

alter table platform add column indexed bigint not null default 0;
comment on column platform.indexed is 'change up to which the worker has brought its search index';

-- How it stands: what the administrators' page says about the house.
create function standing(out last_change bigint, out indexed bigint, out jobs bigint,
	out oldest integer, out failed bigint, out samples bigint, out sample_job boolean)
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
	if not cs_admin() then
		return;
	end if;
	select coalesce(max(seq), 0) into last_change from change;
	select p.indexed into standing.indexed from platform p;
	select count(*), coalesce(extract(epoch from now() - min(j.run_at)
			filter (where j.run_at <= now())), 0)::integer,
		count(*) filter (where j.error is not null),
		coalesce(bool_or(j.kind like 'sample-%'), false)
	into jobs, oldest, failed, sample_job from job j;
	select count(*) into samples from item where sample;
end $$;
grant execute on function sample_ask(boolean), standing() to cs_app;

grant execute on function sign_in_begin(text, text),
	session_open(bigint, text, bytea, text, text, bytea, text, text),
	password_change(text, text), invitation_look(bytea),
	invitation_use(bytea, text, text, text, bytea, text, text),
	join_ask(text, text, text, text, text, text),
	person_disable(text, boolean) to cs_app;
