-- The roles and the empty database in a PostgreSQL server of your own, as its
-- superuser, with three passwords of your choice:
--	psql -v owner=… -v app=… -v worker=… -f database.sql
\set ON_ERROR_STOP on
create role cs_owner login password :'owner';
create role cs_app login password :'app';
create role cs_worker login password :'worker';
create database commonshelf owner cs_owner template template0
	encoding 'UTF8' locale 'C.UTF-8';
revoke all on database commonshelf from public;
grant connect on database commonshelf to cs_app, cs_worker;
