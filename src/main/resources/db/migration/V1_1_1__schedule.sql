-- The table of db-scheduler 16, which gives each rule group to one replica. Its priorities are not used. A gateway with H2 makes
-- it a second time, in memory, and keeps what is due there.
create table scheduled_tasks (
    task_name            varchar(100)  not null,
    task_instance        varchar(1000) not null,
    task_data            bytea,
    execution_time       timestamp(6) with time zone not null,
    picked               boolean       not null,
    picked_by            varchar(200),
    last_success         timestamp(6) with time zone,
    last_failure         timestamp(6) with time zone,
    consecutive_failures integer,
    last_heartbeat       timestamp(6) with time zone,
    version              bigint        not null,
    priority             smallint,
    primary key (task_name, task_instance)
);
