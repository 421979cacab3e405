-- Somebody signs in twice at the same moment: both shared the person's row and
-- then wanted to write into it (person_seen), so one of them ended in a
-- deadlock. Who opens a session takes the row for writing from the start.
do $$ begin
	execute replace(pg_get_functiondef('session_open(bigint, text, bytea, text, text, bytea, text, text)'::regprocedure),
		'for share', 'for no key update');
end $$;
