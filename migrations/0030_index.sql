-- What an item shows of others stands in the index too, so that a search asks
-- nobody: the others' changes are its changes.

-- A link that comes or goes changes both its ends: the toolkit counts its
-- experiences, the experience names what it used. Drafts are not shown.
create function link_changed() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
	l	item_link := case tg_op when 'DELETE' then old else new end;
begin
	if not exists (select from item where id = l.item and status = 'draft') then
		perform pg_advisory_xact_lock(1129530216);
		insert into change (seq, item, public_id)
		select nextval('change_seq'), i.id, i.public_id from item i
		where i.id in (l.item, l.target) and i.status = 'published';
		notify change;
	end if;
	return null;
end $$;
create constraint trigger link_changed after insert or delete on item_link
	deferrable initially deferred for each row execute function link_changed();

-- So does a new version of an end, and who may read it.
create function neighbour_changed() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
	perform pg_advisory_xact_lock(1129530216);
	insert into change (seq, item, public_id)
	select nextval('change_seq'), i.id, i.public_id from item i
	where i.status = 'published' and i.id in
		(select l.target from item_link l where l.item = new.id union
		select l.item from item_link l where l.target = new.id
			and (old.status, old.audience) is distinct from (new.status, new.audience));
	notify change;
	return null;
end $$;
create constraint trigger neighbour_changed after update on item
	deferrable initially deferred for each row
	when (old.status <> 'draft' or new.status <> 'draft')
	execute function neighbour_changed();

-- The name of an organisation stands on each of its items.
create function org_changed() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
	perform pg_advisory_xact_lock(1129530216);
	insert into change (seq, item, public_id)
	select nextval('change_seq'), i.id, i.public_id from item i
	where i.org = new.id and i.status = 'published';
	notify change;
	return null;
end $$;
create constraint trigger org_changed after update of name, slug on org
	deferrable initially deferred for each row
	when ((old.name, old.slug) is distinct from (new.name, new.slug))
	execute function org_changed();
