import { SESSION_STATUSES } from '../../sessions/provider.ts';
import { CONDITIONS } from '../../sessions/providers.ts';

/** Columns of the providers' conditions: values of a resource, null for a condition of another service. */
export const CONDITION_COLUMNS = CONDITIONS.map(({ name }) => `"${name}"`);

/** Columns of `session` that filters compare: an index that has them all answers a count without reading the table. */
const FILTERED = ['status', 'area', 'place', 'source', 'user_name', 'started_at', 'status_since', 'first_seen_at'];

/** Columns of an index that begins with some of them. */
const filteredFrom = (...first: readonly string[]): string =>
  [...first, ...FILTERED.filter((column) => !first.includes(column))].join(', ');

const ADD_STATUS = `
  insert into area_count (area, status, sessions) values (new.area, new.status, 1)
    on conflict do update set sessions = sessions + 1;
  insert into place_count (resource, place, status, area, sessions)
    values (new.resource, new.place, new.status, new.area, 1) on conflict do update set sessions = sessions + 1;`;
const ADD_SOURCE = 'update source set sessions = sessions + 1 where id = new.source;';
const ADD_USER = 'update user set sessions = sessions + 1 where name = new.user_name;';

const SUBTRACT_STATUS = `
  update area_count set sessions = sessions - 1 where area = old.area and status = old.status;
  update place_count set sessions = sessions - 1
    where resource = old.resource and place = old.place and status = old.status;`;
const SUBTRACT_SOURCE = `
  update source set sessions = sessions - 1 where id = old.source;
  delete from source where id = old.source and sessions = 0;`;
const SUBTRACT_USER = `
  update user set sessions = sessions - 1 where name = old.user_name;
  delete from user where name = old.user_name and sessions = 0;`;
const IS_SAME_PLACE = 'old.place = new.place and old.resource = new.resource';
/** Deletes a place with its counts once it has no session. */
const DELETE_PLACE = `
  delete from place where id = old.place and not exists
    (select 1 from place_count where resource = old.resource and place = old.place and sessions > 0);
  delete from place_count where resource = old.resource and place = old.place
    and not exists (select 1 from place where id = old.place);`;

/**
 * Tables of the live index. `session` is narrow, with an index for each order; what sessions have in common stands in small
 * tables. Triggers count sessions by what most filters ask for, so that a total does not read all sessions. Absent texts are
 * empty, absent times `NO_TIME`.
 *
 * - `area`: services and locations
 * - `place`: resources that sessions run on, each with the values of the providers' conditions
 * - `area_count`, `place_count`: numbers of sessions, by status, too
 * - `own_text`: text to search of each session, besides those of its user and resource; its `rowid` is the session's row. Its
 *   index of three characters each finds longer texts without reading all of them
 */
export const TABLES = `
create table status (id integer primary key, name text not null) strict;
insert into status values ${SESSION_STATUSES.map((status, id) => `(${id}, '${status}')`).join(', ')};
create table area (id integer primary key, service text not null, account_id text not null, region text not null,
  unique (service, account_id, region)) strict;
create table place (id integer primary key, key text not null unique, resource text not null, search text not null,
  ${CONDITION_COLUMNS.map((name) => `${name} text`).join(', ')}) strict;
${CONDITION_COLUMNS.map((name, number) => `create index place_${number} on place (${name}) where ${name} is not null;`).join('\n')}
create table source (id integer primary key, name text not null unique, sessions integer not null default 0) strict;
create table user (name text primary key, search text not null, sessions integer not null default 0) strict, without rowid;
create index user_sessions on user (sessions desc, name);
create table area_count (area integer not null, status integer not null, sessions integer not null,
  primary key (area, status)) strict, without rowid;
create table place_count (resource text not null, place integer not null, status integer not null, area integer not null,
  sessions integer not null, primary key (resource, place, status)) strict, without rowid;
create table session (row integer primary key, status integer not null, area integer not null, place integer not null,
  source integer not null, user_name text not null, resource text not null, instance_id text not null, region text not null,
  started_at integer not null, expires_at integer not null, status_since integer not null, first_seen_at integer not null,
  tie integer not null);
create virtual table own_text using fts5(search, tokenize = 'trigram case_sensitive 1', columnsize = 0);
create index session_started_at on session (started_at, tie);
create index session_status_since on session (status_since, tie);
create index session_status on session (status, tie);
create index session_expires_at on session (expires_at, tie);
create index session_instance_id on session (instance_id, tie);
create index session_region on session (region, tie);
create index session_user_name on session (${filteredFrom('user_name', 'tie')});
create index session_resource on session (${filteredFrom('resource', 'tie')});
create index session_area on session (${filteredFrom('area', 'status')});
create trigger session_added after insert on session begin ${ADD_STATUS} ${ADD_SOURCE} ${ADD_USER} end;
create trigger session_status_changed after update of status, area, place, resource on session
  when ${IS_SAME_PLACE} begin ${ADD_STATUS} ${SUBTRACT_STATUS} end;
create trigger session_place_changed after update of place, resource on session
  when not (${IS_SAME_PLACE}) begin ${ADD_STATUS} ${SUBTRACT_STATUS} ${DELETE_PLACE} end;
create trigger session_source_changed after update of source on session begin ${ADD_SOURCE} ${SUBTRACT_SOURCE} end;
create trigger session_user_changed after update of user_name on session begin ${ADD_USER} ${SUBTRACT_USER} end;
create trigger session_removed after delete on session
  begin ${SUBTRACT_STATUS} ${SUBTRACT_SOURCE} ${SUBTRACT_USER} ${DELETE_PLACE}
    delete from own_text where rowid = old.row; end;
`;
