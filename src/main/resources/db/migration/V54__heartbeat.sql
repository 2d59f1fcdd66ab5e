-- One row per replica, written and read back before each heartbeat.
create table heartbeat_probe (
    replica varchar(200) not null,
    content varchar(40) not null,
    written_at timestamp(6) with time zone not null,
    constraint heartbeat_probe_pk primary key (replica)
);
